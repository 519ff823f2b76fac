import Mustache

/// The templates of the pages, part of the program.
enum Templates {
  enum Page: String, CaseIterable {
    case index, record, history, changes, figure, live
  }

  /// The style sheet, which every page holds: a page that is sent to somebody is whole.
  static let style = Markup(html: text(PackageResources.style_css))
  static let script = Markup(html: text(PackageResources.index_js))

  /// A page as HTML.
  static func render(_ page: Page, _ content: Any) -> [UInt8] {
    Array((library.render(content, withTemplate: page.rawValue) ?? "").utf8)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static let library: MustacheLibrary = {
    MustacheContentTypes.register(PageText(), named: "PAGE")
    var library = MustacheLibrary()
    let sources: [(String, [UInt8])] = [
      ("layout", PackageResources.layout_mustache), ("index", PackageResources.index_mustache),
      ("record", PackageResources.record_mustache), ("history", PackageResources.history_mustache),
      ("changes", PackageResources.changes_mustache), ("figure", PackageResources.figure_mustache),
      ("live", PackageResources.live_mustache), ("table", PackageResources.table_mustache),
      ("drawing", PackageResources.drawing_mustache),
    ]
    for (name, bytes) in sources {
      do { try library.register(text(bytes), named: name) } catch {
        preconditionFailure("the template \(name) does not parse: \(error)")
      }
    }
    return library
  }()
}

/// Texts are escaped scalar by scalar; the library's own escaping goes by characters, and overlooks a quote that
/// carries an accent.
private struct PageText: MustacheContentType {
  func escapeText(_ text: String) -> String { Markup.escaped(text) }
}

extension Markup: MustacheCustomRenderable {
  var renderText: String { html }
  var isNull: Bool { false }
}
