import Determinism
public import Documents

/// How likely each size of a family is at the root, before any count is seen. Sizes are 1…R: an empty family at the
/// root stays empty.
public enum RootDistribution: Sendable, Equatable {
  /// Every size from 1 to R alike.
  case uniform
  /// One more than a Poisson count, P(r) = e⁻ᵐ m^(r−1) / (r − 1)!, so that the mean size is 1 + m; m is a parameter.
  case poisson
  /// Probabilities of sizes 1, 2, …; what lies beyond them has none.
  case empirical([Double])

  /// The probabilities of sizes 1…count.
  func probabilities(count: Int, mean: Double) -> [Double] {
    switch self {
    case .uniform: Array(repeating: 1 / Double(count), count: count)
    case .poisson:
      (0..<count).map { k in
        // m⁰ = 1 also where m = 0.
        let power = k == 0 ? 0 : Double(k) * Elementary.log(mean)
        return Elementary.exp(power - mean - Elementary.lgamma(Double(k) + 1))
      }
    case .empirical(let given): (0..<count).map { $0 < given.count ? given[$0] : 0 }
    }
  }

  /// ∂P(r)/∂m of sizes 1…count.
  func slopes(of probabilities: [Double], mean: Double) -> [Double] {
    guard case .poisson = self else { return Array(repeating: 0, count: probabilities.count) }
    return probabilities.indices.map { k in (k == 0 ? 0 : probabilities[k - 1]) - probabilities[k] }
  }

  /// The sizes' frequencies in a table, empty families left out.
  public static func frequencies(in table: FamilyTable) -> RootDistribution {
    var counts = [Double](repeating: 0, count: table.largest)
    for family in table.families { for count in family.counts where count > 0 { counts[count - 1] += 1 } }
    var total = 0.0
    for count in counts { total += count }
    return .empirical(counts.map { $0 / total })
  }
}

extension RootDistribution {
  /// Reads a table of sizes and how frequent they are, parted by blanks or tabs; a header may come first. CAFE's root
  /// distribution files are such. Sizes of 0 are left out: an empty family at the root stays empty.
  /// - Throws: `DocumentError` at the place of what is wrong.
  public init(table bytes: [UInt8], file: String) throws(DocumentError) {
    let text = FileText(bytes, file: file)
    var weights: [Double] = []
    for (number, words) in text.words.enumerated() {
      let numbers = words.map { Numeral.parse(text.text($0)) }
      if number == 0, numbers.contains(nil) { continue }
      guard numbers.count == 2, let size = numbers[0], let weight = numbers[1], weight >= 0, weight.isFinite,
        let place = Int(exactly: size), (0...100_000).contains(place)
      else {
        throw text.error(
          at: words.first?.lowerBound ?? text.start, expected: "a size and its frequency",
          found: text.excerpt((words.first?.lowerBound ?? 0)..<(words.last?.upperBound ?? 0)),
          remedy: "write two numbers, neither below 0")
      }
      guard place > 0 else { continue }
      while weights.count < place { weights.append(0) }
      weights[place - 1] += weight
    }
    var total = 0.0
    for weight in weights { total += weight }
    guard total > 0 else {
      throw text.error(
        at: text.start, expected: "sizes above 0 with their frequencies", found: "none",
        remedy: "write two numbers in a line")
    }
    self = .empirical(weights.map { $0 / total })
  }
}
