extension Provenance {
  /// An SVG of ours whose metadata says what is known today; any other file as it is.
  public static func restated(svg: [UInt8], verdict: String) -> [UInt8] {
    guard let start = svg.end(of: "<figure xmlns=\"urn:kanon:figure\""), let end = svg.place(of: "/>", from: start)
    else {
      return svg
    }
    var attributes = svg.text(start..<end)
    if let old = svg.end(of: " verdict=\"", from: start), old < end, let close = svg.place(of: "\"", from: old) {
      attributes = svg.text(start..<(old - " verdict=\"".utf8.count)) + svg.text((close + 1)..<end)
    }
    return svg[..<start] + Array("\(attributes) verdict=\"\(SVGDocument.escaped(verdict))\"".utf8) + svg[end...]
  }

  /// A PDF of ours whose keywords say what is known today; any other file as it is.
  ///
  /// The description is appended once more, as an incremental update (ISO 32000-1, 7.5.6); no offset moves.
  public static func restated(pdf: [UInt8], verdict: String) -> [UInt8] {
    let mark = "/Keywords <FEFF"
    guard let words = pdf.endOfLast(mark), let close = pdf.place(of: ">", from: words),
      let title = pdf.endOfLast(" 0 obj\n<< /Title "), title < words, let end = pdf.end(of: "endobj\n", from: close),
      let trailer = pdf.endOfLast("trailer\n"), let startxref = pdf.end(of: "startxref\n", from: trailer)
    else { return pdf }
    let object = title - " 0 obj\n<< /Title ".utf8.count
    let digits = pdf[..<object].reversed().prefix { (0x30...0x39).contains($0) }.count
    let info = pdf.text((object - digits)..<object)
    let previous = pdf.text(startxref..<min(startxref + 20, pdf.count)).prefix { $0.isASCII && $0.isNumber }
    let known = text(ofHexadecimal: pdf.text(words..<close)).split(separator: "; ").filter { !$0.hasPrefix("verdict ") }
    let keywords = (known.map(String.init) + ["verdict \(verdict)"]).joined(separator: "; ")

    var document = pdf
    if document.last != UInt8(ascii: "\n") { document.append(UInt8(ascii: "\n")) }
    let place = String(document.count)
    let before = pdf.text((object - digits)..<(words - "<FEFF".utf8.count))
    document += "\(before)\(PDFDocument.string(keywords))\(pdf.text((close + 1)..<end))".utf8
    let table = document.count
    let old = pdf.text(trailer..<(startxref - "startxref\n".utf8.count))
    let kept = old.split(separator: "\n").filter { !$0.contains("/Prev ") && !$0.hasPrefix(">>") }
    document +=
      """
      xref
      \(info) 1
      \(String(repeating: "0", count: max(0, 10 - place.utf8.count)) + place) 00000 n\u{20}
      trailer
      \(kept.joined(separator: "\n"))
         /Prev \(previous)
      >>
      startxref
      \(table)
      %%EOF

      """.utf8
    return document
  }

  /// The text that hexadecimal UTF-16 stands for.
  private static func text(ofHexadecimal digits: String) -> String {
    let scalars = Array(digits)
    let units = stride(from: 0, to: scalars.count - scalars.count % 4, by: 4).compactMap {
      UInt16(String(scalars[$0..<($0 + 4)]), radix: 16)
    }
    return String(decoding: units, as: UTF16.self)
  }
}
