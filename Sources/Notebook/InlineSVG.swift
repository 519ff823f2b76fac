/// A picture in SVG made fit to stand inside a page: it draws, and does nothing else.
///
/// Only elements and attributes that draw are kept. Scripts, event handlers, links, styles that could load something,
/// foreign content, entities and processing instructions are not, so that a picture from a fetched ledger or from a
/// program of a user's is as safe as one of ours. What is not well-formed is refused as a whole.
package struct InlineSVG {
  private let scalars: [Unicode.Scalar]
  /// Before every identifier, so that pictures in one page do not take each other's markers.
  private let prefix: String

  /// - Parameter prefix: nothing for a picture whose identifiers are its own already.
  package init(_ bytes: [UInt8], prefix: String = "") {
    scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    self.prefix = prefix
  }

  /// The picture as one `<svg>` element; nil when it is none.
  /// - Parameter label: what is read aloud; nil keeps the picture's own title and description.
  package func markup(label: String? = nil) -> Markup? {
    var reader = SVGReader(scalars)
    var html = ""
    var open: [(name: String, isKept: Bool)] = []
    var hidden = 0
    while let piece = reader.next() {
      switch piece {
      case .malformed: return nil
      case .text(let text): if hidden == 0, !open.isEmpty { html += Markup.escaped(text) }
      case .opening(let name, let attributes, let isClosed):
        let isKept = hidden == 0 && Self.elements.contains(name)
        if open.isEmpty, name != "svg" || !html.isEmpty { return nil }
        if isKept { html += tag(name, attributes, isRoot: open.isEmpty, label: label, isClosed: isClosed) }
        if isClosed { continue }
        if !isKept { hidden += 1 }
        open.append((name, isKept))
      case .closing(let name):
        guard let last = open.popLast(), last.name == name else { return nil }
        if last.isKept { html += "</\(name)>" } else { hidden -= 1 }
      }
    }
    return open.isEmpty && !html.isEmpty ? Markup(html: html) : nil
  }

  private func tag(
    _ name: String, _ attributes: [(String, String)], isRoot: Bool, label: String?, isClosed: Bool
  ) -> String {
    var tag = "<" + name
    for (attribute, value) in attributes {
      if isRoot, label != nil, attribute.hasPrefix("aria-") || attribute == "role" { continue }
      guard let kept = self.value(of: attribute, value) else { continue }
      tag += " \(attribute)=\"\(Markup.escaped(kept))\""
    }
    if isRoot, let label { tag += " role=\"img\" aria-label=\"\(Markup.escaped(label))\"" }
    return tag + (isClosed ? "/>" : ">")
  }

  /// The value of an attribute as it may stand; nil when the attribute has to go.
  private func value(of name: String, _ value: String) -> String? {
    switch name {
    case "id": return prefix + value
    case "href", "xlink:href": return value.hasPrefix("#") ? "#" + prefix + value.dropFirst() : nil
    case "aria-labelledby", "aria-describedby":
      return value.split(separator: " ").map { prefix + $0 }.joined(separator: " ")
    default: break
    }
    guard Self.attributes.contains(name) else { return nil }
    // A style can say anything, an attribute only what it is for.
    let isFree = name == "style"
    guard isFree || value.utf8.contains(UInt8(ascii: "u")) || value.utf8.contains(UInt8(ascii: "U")) else {
      return value
    }
    let lower = value.lowercased()
    if isFree { return Self.dangers.contains { lower.contains($0) } ? nil : value }
    guard lower.contains("url(") else { return value }
    // Only a reference within the picture.
    guard value.hasPrefix("url(#"), value.hasSuffix(")"), !value.dropFirst(5).contains("(") else { return nil }
    return "url(#" + prefix + value.dropFirst(5)
  }

  private static let dangers = ["url(", "javascript:", "expression(", "@import", "\\", "image(", "src(", "position"]

  private static let elements: Set<String> = [
    "svg", "g", "defs", "title", "desc", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse", "text",
    "tspan", "textPath", "use", "symbol", "marker", "pattern", "clipPath", "mask", "linearGradient", "radialGradient",
    "stop",
  ]

  private static let attributes: Set<String> = [
    "width", "height", "viewBox", "preserveAspectRatio", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry",
    "d", "points", "transform", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity",
    "color",
    "font-family", "font-size", "font-style", "font-weight", "text-anchor", "dominant-baseline", "alignment-baseline",
    "baseline-shift", "letter-spacing", "word-spacing", "dx", "dy", "rotate", "textLength", "lengthAdjust", "class",
    "style", "role", "aria-label", "xmlns", "xmlns:xlink", "xml:space", "clip-path", "clip-rule", "clipPathUnits",
    "mask", "maskUnits", "marker-start", "marker-mid", "marker-end", "markerWidth", "markerHeight", "markerUnits",
    "refX", "refY", "orient", "patternUnits", "patternTransform", "gradientUnits", "gradientTransform", "spreadMethod",
    "offset", "stop-color", "stop-opacity", "visibility", "display", "overflow", "vector-effect", "shape-rendering",
    "startOffset",
  ]
}
