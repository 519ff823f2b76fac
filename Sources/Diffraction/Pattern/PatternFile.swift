import Determinism
import Documents

extension PowderPattern {
  /// Reads a pattern: columns (`.xy`, `.xye`, `.dat`, `.csv`: 2θ, intensity and perhaps its error), a start, step and
  /// end with counts after them, or a file of GSAS (`.gsa`, `.gsas`, `.raw`, `.fxye`: STD, ESD, FXY, FXYE).
  ///
  /// The form is found from the text itself, so that the name of the file does not matter. Lines that begin with #, !,
  /// ;, ', / or a letter are comments or titles. Without errors, those of counts are taken: √I, at least 1.
  /// - Parameter bank: which bank of a GSAS file; the first where it is nil.
  /// - Throws: the line where the file is no pattern.
  public init(_ bytes: [UInt8], file: String, bank: Int? = nil) throws {
    guard !bytes.contains(0) else {
      throw DiffractionError(file, "is a binary file; export it as columns of 2θ and intensity")
    }
    let lines = PatternLines(bytes, file: file)
    if let banks = GSASBanks(lines) {
      try self.init(gsas: banks, bank: bank, file: file)
      return
    }
    guard bank == nil else { throw DiffractionError(file, "has no banks: it is no file of GSAS") }
    let rows = try lines.numbers()
    guard let first = rows.first else {
      throw DiffractionError(file, "holds no numbers; give columns of 2θ, intensity and perhaps its error")
    }
    if let stepped = try Self.stepped(rows, file: file) {
      self = stepped
      return
    }
    let width = min(first.values.count, 3)
    guard width >= 2 else {
      throw first.fault("two or three columns: 2θ, intensity, error", "\(first.values.count)", in: lines)
    }
    for row in rows where row.values.count < width {
      throw row.fault("\(width) columns, as in the first row", "\(row.values.count)", in: lines)
    }
    let intensities = rows.map { $0.values[1] }
    var remarks: [String] = []
    let errors: [Double]
    if width == 3, rows.allSatisfy({ $0.values[2] > 0 }) {
      errors = rows.map { $0.values[2] }
    } else {
      if width == 3 { remarks.append("Errors of \(file) that are not positive: √I is taken for all points.") }
      errors = Self.counting(intensities)
    }
    try self.init(
      file, angles: rows.map { $0.values[0] }, intensities: intensities, errors: errors, remarks: remarks)
  }

  /// The errors of counts.
  static func counting(_ intensities: [Double]) -> [Double] { intensities.map { max($0, 1).squareRoot() } }

  /// Start, step and end (or start, end and step) in the first row, and as many counts after it as they say.
  private static func stepped(_ rows: [PatternRow], file: String) throws -> PowderPattern? {
    guard let head = rows.first?.values, head.count >= 3, rows.count > 1 else { return nil }
    // Three columns whose first one rises throughout are columns, whatever their numbers would say.
    let rises = zip(rows, rows.dropFirst()).allSatisfy { $0.values.first ?? 0 < $1.values.first ?? 0 }
    if rises, rows.allSatisfy({ $0.values.count == head.count }) { return nil }
    let counts = rows.dropFirst().flatMap(\.values)
    for (step, end) in [(head[1], head[2]), (head[2], head[1])] where step > 0 && end > head[0] {
      let steps = (end - head[0]) / step
      guard steps < 1e7, Int(steps.rounded()) + 1 == counts.count, (steps - steps.rounded()).magnitude < 0.01 else {
        continue
      }
      return try PowderPattern(
        file, angles: counts.indices.map { head[0] + Double($0) * step }, intensities: counts, errors: counting(counts))
    }
    return nil
  }
}

/// The numbers of one line.
struct PatternRow {
  let line: Int
  let values: [Double]

  func fault(_ expected: String, _ found: String, in lines: PatternLines) -> DocumentError {
    DocumentError(
      file: lines.file, place: .line(line, column: 1), expected: expected, found: found, remedy: "mend the line")
  }
}

/// The lines of a file of numbers.
struct PatternLines {
  let file: String
  let lines: [[UInt8]]

  init(_ bytes: [UInt8], file: String) {
    self.file = file
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    lines = body.split(omittingEmptySubsequences: false) { $0 == 0x0A }.map { line in
      Array(line.last == 0x0D ? line.dropLast() : line)
    }
  }

  /// Rows of numbers; comments and titles are passed over until the first numbers, comments also later.
  func numbers() throws(DocumentError) -> [PatternRow] {
    var rows: [PatternRow] = []
    for (k, line) in lines.enumerated() {
      guard let first = line.first(where: { !Self.isGap($0) }), !Self.comments.contains(first) else { continue }
      let words = line.split(whereSeparator: Self.isGap)
      let values = words.map { word in word.withUnsafeBufferPointer { Numeral.parse(utf8: $0) } }
      if values.contains(where: { $0 == nil }) {
        // Titles stand before the first numbers.
        if rows.isEmpty { continue }
        let bad = words[values.firstIndex { $0 == nil } ?? 0]
        throw DocumentError(
          file: file, place: .line(k + 1, column: bad.startIndex + 1), expected: "a number",
          found: "\"\(String(decoding: bad.prefix(20), as: UTF8.self))\"", remedy: "remove the line or mend it")
      }
      rows.append(PatternRow(line: k + 1, values: values.compactMap { $0 }))
    }
    return rows
  }

  private static let comments = Array("#!;'/\"@".utf8)

  static func isGap(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: ",") || byte == 0x3B }
}
