internal import CLibCmark
import Glibc

/// Markdown (CommonMark, by libcmark) as HTML for a page, with `$…$` and `$$…$$` as MathML.
///
/// HTML in the text is shown, not obeyed; pictures become links, because a page loads nothing; headings come below
/// those of the page.
package struct Markdown {
  private let spans: [MathematicsSpan]
  private let text: String
  private let headingShift: Int32

  /// - Parameter headingShift: how many levels lower a heading stands than it says.
  package init(_ source: String, headingShift: Int = 2) {
    (text, spans) = MathematicsSpan.lifted(out: source)
    self.headingShift = Int32(headingShift)
  }

  package var markup: Markup {
    let root = text.withCString { cmark_parse_document($0, text.utf8.count, Self.options) }
    defer { cmark_node_free(root) }
    // The tree is changed while nothing walks it.
    for node in Self.nodes(of: root) { settle(node) }
    guard let rendered = cmark_render_html(root, Self.options) else { return Markup(text) }
    defer { free(rendered) }
    return Markup(html: String(cString: rendered))
  }

  private static let options = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_SMART

  private typealias Node = OpaquePointer

  private static func nodes(of root: Node?) -> [Node] {
    guard let iterator = cmark_iter_new(root) else { return [] }
    defer { cmark_iter_free(iterator) }
    var nodes: [Node] = []
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return nodes }
      if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) { nodes.append(node) }
    }
  }

  private func settle(_ node: Node) {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING:
      cmark_node_set_heading_level(node, min(6, cmark_node_get_heading_level(node) + headingShift))
    case CMARK_NODE_TEXT: setMathematics(in: node)
    case CMARK_NODE_CODE, CMARK_NODE_CODE_BLOCK: cmark_node_set_literal(node, restored(cmark_node_get_literal(node)))
    case CMARK_NODE_HTML_INLINE: replace(node, by: CMARK_NODE_TEXT)
    case CMARK_NODE_HTML_BLOCK: replace(node, by: CMARK_NODE_CODE_BLOCK)
    case CMARK_NODE_LINK:
      cmark_node_set_url(node, restored(cmark_node_get_url(node)))
      cmark_node_set_title(node, restored(cmark_node_get_title(node)))
    case CMARK_NODE_IMAGE: link(node)
    default: break
    }
  }

  private func replace(_ node: Node, by type: cmark_node_type) {
    guard let other = cmark_node_new(type) else { return }
    cmark_node_set_literal(other, restored(cmark_node_get_literal(node)))
    if cmark_node_replace(node, other) == 1 { cmark_node_free(node) } else { cmark_node_free(other) }
  }

  /// A picture as a link to where it is.
  private func link(_ image: Node) {
    guard let link = cmark_node_new(CMARK_NODE_LINK) else { return }
    cmark_node_set_url(link, restored(cmark_node_get_url(image)))
    cmark_node_set_title(link, restored(cmark_node_get_title(image)))
    while let child = cmark_node_first_child(image) { cmark_node_append_child(link, child) }
    if cmark_node_first_child(link) == nil, let text = cmark_node_new(CMARK_NODE_TEXT) {
      cmark_node_set_literal(text, cmark_node_get_url(link))
      cmark_node_append_child(link, text)
    }
    if cmark_node_replace(image, link) == 1 { cmark_node_free(image) } else { cmark_node_free(link) }
  }

  /// Puts MathML where a text holds the marks of formulas.
  private func setMathematics(in node: Node) {
    let pieces = pieces(of: String(cString: cmark_node_get_literal(node)))
    guard pieces.count > 1 || pieces.first?.formula != nil else { return }
    for piece in pieces {
      let inserted: Node?
      if let formula = piece.formula {
        inserted = cmark_node_new(CMARK_NODE_CUSTOM_INLINE)
        cmark_node_set_on_enter(inserted, formula.markup.html)
      } else {
        inserted = cmark_node_new(CMARK_NODE_TEXT)
        cmark_node_set_literal(inserted, piece.text)
      }
      if let inserted { cmark_node_insert_before(node, inserted) }
    }
    cmark_node_unlink(node)
    cmark_node_free(node)
  }

  private func pieces(of text: String) -> [(text: String, formula: MathematicsSpan?)] {
    text.split(separator: MathematicsSpan.mark, omittingEmptySubsequences: false).enumerated().compactMap {
      place, part in
      if place % 2 == 0 { return part.isEmpty ? nil : (String(part), nil) }
      guard let number = Int(part), spans.indices.contains(number) else { return (String(part), nil) }
      return ("", spans[number])
    }
  }

  /// The text as it was written, where a formula can't stand.
  private func restored(_ text: UnsafePointer<CChar>?) -> String {
    pieces(of: text.map { String(cString: $0) } ?? "").map { $0.formula?.source ?? $0.text }.joined()
  }
}
