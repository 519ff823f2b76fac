import Determinism
import Documents

/// The banks of a file in the formats of GSAS: a title, then `BANK` lines, each followed by its data.
///
/// A. C. Larson and R. B. Von Dreele, GSAS manual, Los Alamos report LAUR 86-748. `CONST` and `CONS` bins in
/// hundredths of a degree, and the variable bins of FXY and FXYE; bins in time of flight are refused.
struct GSASBanks {
  struct Bank {
    let number: Int
    let words: [String]
    /// The line of the BANK record, from 1.
    let line: Int
    let data: ArraySlice<[UInt8]>
  }

  let banks: [Bank]

  /// Nil for a file without BANK records.
  init?(_ lines: PatternLines) {
    let heads = lines.lines.indices.filter { lines.lines[$0].starts(with: "BANK".utf8) }
    guard !heads.isEmpty else { return nil }
    var banks: [Bank] = []
    for (k, head) in heads.enumerated() {
      let words = lines.lines[head].split { PatternLines.isGap($0) }.map { String(decoding: $0, as: UTF8.self) }
      let end = k + 1 < heads.count ? heads[k + 1] : lines.lines.count
      let number = words.count > 1 ? Int(words[1]) ?? k + 1 : k + 1
      banks.append(Bank(number: number, words: words, line: head + 1, data: lines.lines[(head + 1)..<end]))
    }
    self.banks = banks
  }
}

extension PowderPattern {
  init(gsas file: GSASBanks, bank wanted: Int?, file name: String) throws {
    guard let bank = wanted.map({ n in file.banks.first { $0.number == n } }) ?? file.banks.first else {
      let known = file.banks.map { "\($0.number)" }.joined(separator: ", ")
      throw DiffractionError(name, "has no bank \(wanted ?? 0); it has \(known)")
    }
    let reader = try GSASBankReader(bank, file: name)
    let points = try reader.points()
    try self.init(
      measured: name, angles: points.map(\.angle), intensities: points.map(\.intensity), errors: points.map(\.error))
  }
}

/// Reads the points of one bank.
private struct GSASBankReader {
  let bank: GSASBanks.Bank
  let file: String
  let count: Int
  let start: Double
  let step: Double
  let form: String

  struct Point {
    let angle: Double
    let intensity: Double
    let error: Double
  }

  init(_ bank: GSASBanks.Bank, file: String) throws {
    (self.bank, self.file) = (bank, file)
    func fault(_ expected: String, _ found: String, _ remedy: String) -> DocumentError {
      DocumentError(file: file, place: .line(bank.line, column: 1), expected: expected, found: found, remedy: remedy)
    }
    let words = bank.words
    guard words.count >= 7, let count = Int(words[2]), count > 1 else {
      throw fault("BANK number points records CONST start step …", words.joined(separator: " "), "mend the line")
    }
    let binning = words[4].uppercased()
    guard binning == "CONST" || binning == "CONS" else {
      throw fault(
        "bins of constant width (CONST)", words[4], "patterns in time of flight are not read; convert others to columns"
      )
    }
    guard let start = Numeral.parse(words[5]), let step = Numeral.parse(words[6]) else {
      throw fault("start and step in hundredths of a degree", words[5] + " " + words[6], "mend the line")
    }
    (self.count, self.start, self.step) = (count, start / 100, step / 100)
    let last = words.dropFirst(7).last?.uppercased() ?? "STD"
    form = Numeral.parse(last) == nil ? last : "STD"
    guard ["STD", "ESD", "FXY", "FXYE"].contains(form) else {
      throw fault("a form STD, ESD, FXY or FXYE", form, "convert the file to columns")
    }
  }

  func points() throws -> [Point] {
    let points =
      switch form {
      case "FXY", "FXYE": try columns()
      case "ESD": try pairs()
      default: try counts()
      }
    guard points.count >= count else {
      throw DocumentError(
        file: file, place: .line(bank.line, column: 1), expected: "\(count) points, as the BANK line says",
        found: "\(points.count)", remedy: "the file may be cut off, or its lines not of 80 characters")
    }
    return Array(points[..<count])
  }

  /// Fields of eight characters: two for the number of counters, six for the counts each of them saw.
  private func counts() throws -> [Point] {
    var points: [Point] = []
    for (k, line) in bank.data.enumerated() where points.count < count {
      for (place, field) in fields(of: line).enumerated() where points.count < count {
        let counters = max(try number(field.prefix(2), k, place), 1)
        let value = try number(field.dropFirst(2), k, place)
        points.append(point(points.count, value, (max(value, 1) / counters).squareRoot()))
      }
    }
    return points
  }

  /// Ten fields of eight characters: counts and their error in turn.
  private func pairs() throws -> [Point] {
    var values: [Double] = []
    for (k, line) in bank.data.enumerated() where values.count < 2 * count {
      for (place, field) in fields(of: line).enumerated() { values.append(try number(field, k, place)) }
    }
    return stride(from: 0, to: values.count - 1, by: 2).map { at in
      // A point without error was not measured well enough to count: it gets that of its counts.
      point(at / 2, values[at], values[at + 1] > 0 ? values[at + 1] : max(values[at], 1).squareRoot())
    }
  }

  /// 2θ in hundredths of a degree, intensity and perhaps its error in free columns.
  private func columns() throws -> [Point] {
    var points: [Point] = []
    for (k, line) in bank.data.enumerated() where points.count < count {
      let words = line.split { PatternLines.isGap($0) }
      guard !words.isEmpty else { continue }
      guard words.count >= (form == "FXYE" ? 3 : 2) else {
        throw fault("2θ, intensity" + (form == "FXYE" ? " and error" : ""), text(line), k, 0)
      }
      let values = try words.prefix(3).enumerated().map { try number(Array($1)[...], k, $0) }
      let error = form == "FXYE" && values[2] > 0 ? values[2] : max(values[1], 1).squareRoot()
      points.append(Point(angle: values[0] / 100, intensity: values[1], error: error))
    }
    return points
  }

  private func point(_ k: Int, _ intensity: Double, _ error: Double) -> Point {
    Point(angle: start + Double(k) * step, intensity: intensity, error: error)
  }

  /// A record's fields of eight characters; blank ones at its end are none.
  private func fields(of line: [UInt8]) -> [ArraySlice<UInt8>] {
    let end = line.lastIndex { !PatternLines.isGap($0) }.map { $0 + 1 } ?? 0
    return stride(from: 0, to: min(end, 80), by: 8).map { line[$0..<min($0 + 8, line.count)] }
  }

  private func number(_ field: ArraySlice<UInt8>, _ k: Int, _ place: Int) throws -> Double {
    let digits = field.filter { $0 != 0x20 && $0 != 0x09 }
    guard !digits.isEmpty else { return 0 }
    guard let value = digits.withUnsafeBufferPointer({ Numeral.parse(utf8: $0) }) else {
      throw fault("a number", text(field), k, place)
    }
    return value
  }

  private func fault(_ expected: String, _ found: String, _ k: Int, _ place: Int) -> DocumentError {
    DocumentError(
      file: file, place: .line(bank.line + 1 + k, column: 8 * place + 1), expected: expected,
      found: "\"\(found)\"", remedy: "mend the record; its fields are eight characters wide")
  }

  private func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.filter { $0 != 0x20 }, as: UTF8.self)
  }
}
