import Determinism
public import Documents

/// How a counted size may differ from the true one, through errors of assembly and annotation.
public enum ErrorModel: Sendable, Equatable {
  /// Counts are true.
  case none
  /// A count is one too large or one too small with probability ε/2 each; an empty family is never one too small.
  /// ε is a parameter of the model.
  case oneOff
  /// Probabilities by true size and difference, as CAFE's error model files give them.
  case table(ErrorTable)

  /// P(counted | true) as the parameter ε has it.
  func probability(of counted: Int, true size: Int, epsilon: Double) -> Double {
    switch self {
    case .none: counted == size ? 1 : 0
    case .oneOff:
      switch counted - size {
      case 0: size == 0 ? 1 - epsilon / 2 : 1 - epsilon
      case 1, -1: epsilon / 2
      default: 0
      }
    case .table(let table): table.probability(of: counted, true: size)
    }
  }

  /// ∂P(counted | true)/∂ε.
  func slope(of counted: Int, true size: Int) -> Double {
    guard case .oneOff = self else { return 0 }
    switch counted - size {
    case 0: return size == 0 ? -0.5 : -1
    case 1, -1: return 0.5
    default: return 0
    }
  }

  /// The true sizes that a count can come from.
  func range(of counted: Int) -> ClosedRange<Int> {
    switch self {
    case .none: counted...counted
    case .oneOff: max(0, counted - 1)...(counted + 1)
    case .table(let table): max(0, counted - table.reach)...(counted + table.reach)
    }
  }
}

/// A table of counting errors: for each true size the probability of each difference.
public struct ErrorTable: Sendable, Equatable {
  /// The differences of the columns.
  let differences: [Int]
  /// One row per true size from 0 on; larger sizes have the last row's.
  let rows: [[Double]]

  /// The largest difference either way.
  var reach: Int { differences.reduce(0) { max($0, Int($1.magnitude)) } }

  func probability(of counted: Int, true size: Int) -> Double {
    guard let column = differences.firstIndex(of: counted - size), let last = rows.last else { return 0 }
    return size < rows.count ? rows[size][column] : last[column]
  }
}

extension ErrorTable {
  /// Reads CAFE's format: `maxcnt:N`, `cntdiff -1 0 1`, then a line per size with its probabilities, which sum to 1.
  /// Sizes left out have the row before them.
  /// - Throws: `DocumentError` at the place of what is wrong.
  public init(text bytes: [UInt8], file: String) throws(DocumentError) {
    let text = FileText(bytes, file: file)
    var differences: [Int] = []
    var rows: [[Double]] = []
    for words in text.words {
      let (first, line) = (words[0], words[0].lowerBound..<words[words.count - 1].upperBound)
      if text.text(first).hasPrefix("maxcnt") { continue }
      if ["cntdiff", "cntdiff:"].contains(text.text(first)) {
        for word in words.dropFirst() { differences.append(Int(try Self.integer(word, in: text))) }
        continue
      }
      let size = Int(try Self.integer(first, in: text))
      var row: [Double] = []
      for word in words.dropFirst() {
        guard let number = Numeral.parse(text.text(word)), number >= 0, number <= 1 else {
          throw text.error(
            at: word.lowerBound, expected: "a probability", found: text.excerpt(word),
            remedy: "give numbers from 0 to 1")
        }
        row.append(number)
      }
      guard row.count == differences.count, (row.reduce(0, +) - 1).magnitude < 1e-6 else {
        throw text.error(
          at: line.lowerBound, expected: "\(differences.count) probabilities that sum to 1 behind the size",
          found: text.excerpt(line), remedy: "give one for each difference of the line cntdiff, which comes first")
      }
      guard size >= rows.count, size <= 100_000, !rows.isEmpty || size == 0 else {
        throw text.error(
          at: line.lowerBound, expected: "sizes ascending from 0", found: "\(size)", remedy: "order the lines")
      }
      while rows.count < size, let last = rows.last { rows.append(last) }
      rows.append(row)
    }
    guard !rows.isEmpty else {
      throw text.error(
        at: text.start, expected: "an error model", found: "no line of probabilities",
        remedy: "write maxcnt:N, cntdiff -1 0 1, and a line per size")
    }
    (self.differences, self.rows) = (differences, rows)
  }

  private static func integer(_ word: Range<Int>, in text: FileText) throws(DocumentError) -> Int64 {
    guard let integer = Numeral.parseInteger(text.text(word)), integer.magnitude <= 1_000_000 else {
      throw text.error(
        at: word.lowerBound, expected: "a whole number", found: text.excerpt(word), remedy: "correct it")
    }
    return integer
  }
}
