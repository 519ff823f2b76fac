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
    let (title, read) = try lines.numbers()
    var rows = read
    guard !rows.isEmpty else {
      throw DiffractionError(file, "holds no numbers; give columns of 2θ, intensity and perhaps its error")
    }
    if let stepped = try Self.stepped(title, rows, file: file) {
      self = stepped
      return
    }
    var remarks: [String] = []
    // A wavelength or a number of points may stand above the columns.
    if rows.count > 2, rows[0].values.count == 1, rows[1].values.count > 1 {
      remarks.append("\(file) begins with the single number \(rows[0].values[0]): it is taken for a title.")
      rows.removeFirst()
    }
    let first = rows[0]
    let width = min(first.values.count, 3)
    guard width >= 2 else {
      throw first.fault("two or three columns: 2θ, intensity, error", "\(first.values.count)", in: lines)
    }
    for row in rows where row.values.count < width {
      throw row.fault("\(width) columns, as in the first row", "\(row.values.count)", in: lines)
    }
    let intensities = rows.map { $0.values[1] }
    var errors = width == 3 ? rows.map { $0.values[2] } : Self.counting(intensities)
    if let least = errors.filter({ $0 > 0 }).min() {
      // Programs write 0 ± 0 where nothing was counted.
      let bare = errors.count { !($0 > 0) }
      if bare > 0 {
        remarks.append(
          "\(bare) points of \(file) have no positive error: the least of the others, \(Numeral.brief(least)), is taken."
        )
      }
      errors = errors.map { $0 > 0 ? $0 : least }
    } else {
      remarks.append("\(file) has no positive error: √I is taken.")
      errors = Self.counting(intensities)
    }
    try self.init(
      measured: file, angles: rows.map { $0.values[0] }, intensities: intensities, errors: errors, remarks: remarks)
  }

  /// A pattern as machines write it: from high angles to low ones, or beginning before the beam.
  init(
    measured file: String, angles: [Double], intensities: [Double], errors: [Double], remarks: [String] = []
  ) throws(DiffractionError) {
    var order = Array(angles.indices)
    var remarks = remarks
    if angles.count > 1, zip(angles, angles.dropFirst()).allSatisfy({ $0 > $1 }) { order.reverse() }
    let kept = order.filter { angles[$0] >= 0 && angles[$0] < 180 || angles[$0].isNaN }
    if kept.count < order.count {
      remarks.append(
        "\(order.count - kept.count) points of \(file) outside of 0 … 180° are left out: nothing is diffracted there.")
    }
    try self.init(
      file, angles: kept.map { angles[$0] }, intensities: kept.map { intensities[$0] }, errors: kept.map { errors[$0] },
      remarks: remarks)
  }

  /// The errors of counts.
  static func counting(_ intensities: [Double]) -> [Double] { intensities.map { max($0, 1).squareRoot() } }

  /// Start, step and end (or start, end and step) in a title or in the first row, and as many counts after it as they
  /// say.
  private static func stepped(_ title: PatternRow?, _ rows: [PatternRow], file: String) throws -> PowderPattern? {
    if let title, let found = try stepped(by: title.values, rows[...], file: file) { return found }
    guard let head = rows.first?.values, head.count >= 3, rows.count > 1 else { return nil }
    // Three columns whose first one rises throughout are columns, whatever their numbers would say.
    let rises = zip(rows, rows.dropFirst()).allSatisfy { $0.values.first ?? 0 < $1.values.first ?? 0 }
    if rises, rows.allSatisfy({ $0.values.count == head.count }) { return nil }
    return try stepped(by: head, rows.dropFirst(), file: file)
  }

  private static func stepped(
    by head: [Double], _ rows: ArraySlice<PatternRow>, file: String
  ) throws -> PowderPattern? {
    let counts = rows.flatMap(\.values)
    for (step, end) in [(head[1], head[2]), (head[2], head[1])] where step > 0 && end > head[0] {
      let steps = (end - head[0]) / step
      guard steps < 1e7, Int(steps.rounded()) + 1 == counts.count, (steps - steps.rounded()).magnitude < 0.01 else {
        continue
      }
      return try PowderPattern(
        measured: file, angles: counts.indices.map { head[0] + Double($0) * step }, intensities: counts,
        errors: counting(counts))
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

  /// Rows of numbers; comments and titles are passed over until the first numbers, comments also later. The last title
  /// that begins with three numbers comes along: it may say how the points are stepped.
  func numbers() throws(DocumentError) -> (title: PatternRow?, rows: [PatternRow]) {
    var rows: [PatternRow] = []
    var title: PatternRow?
    for (k, line) in lines.enumerated() {
      guard let first = line.first(where: { !Self.isGap($0) }), !Self.comments.contains(first) else { continue }
      let words = line.split(whereSeparator: Self.isGap)
      let values = words.map { word in word.withUnsafeBufferPointer { Numeral.parse(utf8: $0) } }
      if values.contains(where: { $0 == nil }) {
        // Titles stand before the first numbers.
        if rows.isEmpty {
          let leading = Array(values.prefix { $0 != nil }.compactMap { $0 })
          if leading.count >= 3 { title = PatternRow(line: k + 1, values: leading) }
          continue
        }
        let bad = words[values.firstIndex { $0 == nil } ?? 0]
        throw DocumentError(
          file: file, place: .line(k + 1, column: bad.startIndex + 1), expected: "a number",
          found: "\"\(String(decoding: bad.prefix(20), as: UTF8.self))\"", remedy: "remove the line or mend it")
      }
      if let comma = Self.decimalComma(line) {
        throw DocumentError(
          file: file, place: .line(k + 1, column: comma + 1), expected: "decimals behind a point",
          found: "a comma between digits, beside another separator of columns",
          remedy: "write 10.02, not 10,02; a comma parts columns")
      }
      rows.append(PatternRow(line: k + 1, values: values.compactMap { $0 }))
    }
    return (title, rows)
  }

  /// Where a comma stands between two digits of a line whose columns something else parts.
  private static func decimalComma(_ line: [UInt8]) -> Int? {
    func isDigit(_ place: Int) -> Bool { line.indices.contains(place) && (0x30...0x39).contains(line[place]) }
    guard let comma = line.indices.first(where: { line[$0] == 0x2C && isDigit($0 - 1) && isDigit($0 + 1) }) else {
      return nil
    }
    let isParted = line.indices.contains { place in
      guard isGap(line[place]), line[place] != 0x2C else { return false }
      // Blanks beside a comma, or at the ends of the line, part nothing.
      let before = line[..<place].last { $0 != 0x20 && $0 != 0x09 }
      let after = line[(place + 1)...].first { $0 != 0x20 && $0 != 0x09 }
      return before != nil && after != nil && before != 0x2C && after != 0x2C
    }
    return isParted ? comma : nil
  }

  private static let comments = Array("#!;'/\"@".utf8)

  static func isGap(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: ",") || byte == 0x3B }
}
