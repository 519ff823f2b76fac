import Determinism

/// One item of two outcomes that is not the same in both.
public struct Difference: Sendable, Equatable {
  /// `metrics/parameters.tau.value`, `tables/fit/residual`, `arrays/weights`, or the path of a file.
  public var item: String

  public var content: Content

  public enum Content: Sendable, Equatable {
    /// Values that differ, of those that the item has.
    case values(Values)
    /// Something else: a file that only one side has, another shape, another type; as a sentence.
    case structure(String)
  }

  public struct Values: Sendable, Equatable {
    /// How many values the item has.
    public var count: Int
    /// How many of them differ.
    public var differing: Int
    /// The divergent values in their order, the first one first; at most `Difference.listed` of them.
    public var divergences: [Divergence]
  }

  /// How many divergent values of an item are listed; `differing` counts all.
  public static let listed = 1000

  /// One value that differs.
  public struct Divergence: Sendable, Equatable {
    /// Where in the item: `[3, 4]` of an array, `row 12` of a table, empty for a single metric.
    public var place: String
    public var earlier: String
    public var later: String
    /// The distance in units of the last place; nil when one is no number.
    public var ulps: UInt64?
    /// The change in percent of the earlier value; nil when that is zero or one is not finite.
    public var percent: Double?
  }

  /// The item with its first divergent value: `arrays/weights[3, 4]: 1.5 became 1.5000000000000002 (1 ulp, …)`.
  public var sentence: String {
    switch content {
    case .structure(let sentence): return "\(item): \(sentence)"
    case .values(let values):
      guard let first = values.divergences.first else { return "\(item): \(values.differing) values differ" }
      let place = first.place.isEmpty || first.place.hasPrefix("[") ? first.place : ", \(first.place)"
      let more = values.count > 1 ? "; \(values.differing) of \(values.count) values differ" : ""
      return "\(item)\(place): \(first.sentence)\(more)"
    }
  }
}

extension Difference.Divergence {
  /// `1.5 became 1.5000000000000002 (1 ulp, +1.5e-14 %)`.
  public var sentence: String {
    var remarks: [String] = []
    if let ulps { remarks.append(ulps == 1 ? "1 ulp" : "\(ulps) ulps") }
    if let percent { remarks.append((percent > 0 ? "+" : "") + Numeral.brief(percent, digits: 3) + " %") }
    return "\(earlier) became \(later)" + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))")
  }
}
