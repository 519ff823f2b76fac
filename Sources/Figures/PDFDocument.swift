/// A PDF as cairo writes it, with the clock taken out and the figure's description put in.
struct PDFDocument {
  private let bytes: [UInt8]
  private let file: String

  init(bytes: [UInt8], file: String) throws(FigureError) {
    guard bytes.starts(with: Array("%PDF-".utf8)) else { throw .malformed(file: file, reason: "no PDF header") }
    self.bytes = bytes
    self.file = file
  }

  /// The document dated by the provenance, with title, subject and keywords.
  ///
  /// The date is overwritten in place, at the same length, so that no offset moves; the description is a new
  /// information dictionary appended as an incremental update (ISO 32000-1, 7.5.6).
  func described(_ figure: Figure, _ provenance: Provenance) throws(FigureError) -> [UInt8] {
    var document = bytes
    let date = PDFDate(provenance.time).text
    guard let stamp = bytes.endOfLast("/CreationDate ("),
      stamp + date.utf8.count < bytes.count, bytes[stamp + date.utf8.count] == UInt8(ascii: ")")
    else { throw .malformed(file: file, reason: "no creation date of \(date.utf8.count) characters") }
    document.replaceSubrange(stamp..<(stamp + date.utf8.count), with: date.utf8)

    guard let trailer = bytes.endOfLast("\ntrailer\n"), let info = number(after: "/Info ", from: trailer),
      let size = number(after: "/Size ", from: trailer), let root = number(after: "/Root ", from: trailer),
      let previous = number(after: "startxref\n", from: trailer)
    else { throw .malformed(file: file, reason: "no plain trailer with Info, Size and Root") }

    if document.last != UInt8(ascii: "\n") { document.append(UInt8(ascii: "\n")) }
    let object = document.count
    let keywords = provenance.entries.map { $0.name + " " + $0.value }.joined(separator: "; ")
    document +=
      """
      \(info) 0 obj
      << /Title \(Self.string(figure.title.isEmpty ? figure.name : figure.title))
         /Subject \(Self.string(figure.caption))
         /Keywords \(Self.string(keywords))
         /Creator (Kanon)
         /Producer (gnuplot with cairo)
         /CreationDate (\(date))
      >>
      endobj

      """.utf8
    let table = document.count
    let offset = String(object)
    document +=
      """
      xref
      \(info) 1
      \(String(repeating: "0", count: max(0, 10 - offset.count)) + offset) 00000 n\u{20}
      trailer
      << /Size \(size)
         /Root \(root) 0 R
         /Info \(info) 0 R
         /Prev \(previous)
      >>
      startxref
      \(table)
      %%EOF

      """.utf8
    return document
  }

  /// A text string: UTF-16 with its mark, in hexadecimal, which needs no escaping.
  static func string(_ text: String) -> String {
    "<FEFF"
      + text.utf16.map { unit in
        let digits = String(unit, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
      }.joined() + ">"
  }

  /// The integer after the first occurrence of a text at or behind a place.
  private func number(after text: String, from start: Int) -> Int? {
    guard let from = bytes.end(of: text, from: start) else { return nil }
    return Int(bytes.text(from..<min(from + 20, bytes.count)).prefix { $0.isASCII && $0.isNumber })
  }
}
