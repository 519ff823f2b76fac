/// An SVG as gnuplot draws it, made accessible, dated by nothing, and safe to stand in a page among others.
struct SVGDocument {
  private let bytes: [UInt8]
  private let file: String

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// The document with title, description and metadata of the figure in place of gnuplot's own.
  func described(_ figure: Figure, _ provenance: Provenance) throws(FigureError) -> [UInt8] {
    guard let from = bytes.end(of: " viewBox=\""), let to = bytes.place(of: "\"", from: from),
      let canvas = bytes.place(of: "<g id=\"gnuplot_canvas\">"), bytes.endOfLast("</svg>") != nil
    else { throw .malformed(file: file, reason: "no complete <svg> with a view box and a canvas") }
    let viewBox = bytes.text(from..<to)
    let size = viewBox.split(separator: " ").compactMap { Double($0) }
    guard size.count == 4, size[2] > 0 else { throw .malformed(file: file, reason: "view box \(viewBox)") }

    let millimetres = (figure.size.width, figure.size.width * size[3] / size[2])
    let title = figure.title.isEmpty ? figure.name : figure.title
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
      width="\(Script.number(millimetres.0))mm" height="\(Script.number(millimetres.1))mm" \
      viewBox="\(viewBox)" role="img" aria-labelledby="\(figure.name)-title \(figure.name)-desc">
      <title id="\(figure.name)-title">\(Self.escaped(title))</title>
      <desc id="\(figure.name)-desc">\(Self.escaped(figure.caption))</desc>
      <metadata><figure xmlns="urn:kanon:figure" name="\(figure.name)"\
      \(Self.attributes(provenance))/></metadata>

      """
    let body = Self.rename(Array(bytes[canvas...]), prefix: figure.name + "-")
    return Array(("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + head).utf8) + body
  }

  private static func attributes(_ provenance: Provenance) -> String {
    provenance.entries.map { " \($0.name)=\"\(escaped($0.value))\"" }.joined()
  }

  /// Every identifier with a prefix, so that figures in one page do not take each other's markers; and fonts
  /// with names that a browser falls back to.
  private static func rename(_ body: [UInt8], prefix: String) -> [UInt8] {
    var renamed = body
    for (old, new) in [
      (" id=\"", " id=\"\(prefix)"), (" id='", " id='\(prefix)"), ("href='#", "href='#\(prefix)"),
      ("href=\"#", "href=\"#\(prefix)"), ("url(#", "url(#\(prefix)"),
      ("font-family=\"\(Typography.family)\"", "font-family=\"\(Typography.family),Arial,sans-serif\""),
    ] {
      renamed = renamed.replacing(old, with: new)
    }
    return renamed
  }

  /// Text for an element or an attribute.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\n": escaped += "\n"
      case _ where ScriptText.isPrintable(scalar): escaped.unicodeScalars.append(scalar)
      default: escaped += " "
      }
    }
    return escaped
  }
}
