import Determinism

/// The distinct patterns of counts among families: families with the same counts have the same likelihood, and that is
/// worked out once.
///
/// Patterns stand in an order of their own, by size and then by counts, so that **no** result depends on the order of
/// families.
public struct FamilyPatterns: Sendable {
  /// One pattern: counts in the order of the tree's species, and how many families have it.
  public struct Pattern: Sendable, Equatable {
    public let counts: [Int]
    public let families: Int
  }

  public let patterns: [Pattern]
  /// The pattern of each family, in the order of the table.
  public let patternOfFamily: [Int]
  /// Patterns whose sizes are followed up to a common limit.
  let batches: [Batch]

  struct Batch: Sendable {
    let patterns: Range<Int>
    /// Sizes 0…M are followed: M + 1.
    let sizes: Int
  }

  /// - Parameters:
  ///   - families: one list of counts each, in the order of the tree's species.
  ///   - limits: how far sizes are followed beyond what was counted.
  public init(_ families: [[Int]], limits: SizeLimits) {
    let largest = families.map { $0.max() ?? 0 }
    let bounds = SizeLimits.classes(upTo: largest.max() ?? 0)
    let classes = largest.map { count in bounds.firstIndex { count <= $0 } ?? bounds.count - 1 }
    let order = families.indices.sorted { a, b in
      if classes[a] != classes[b] { return classes[a] < classes[b] }
      return families[a].lexicographicallyPrecedes(families[b])
    }
    var patterns: [Pattern] = []
    var patternOfFamily = [Int](repeating: 0, count: families.count)
    var batches: [Batch] = []
    var start = 0
    while start < order.count {
      var end = start + 1
      let first = order[start]
      while end < order.count, families[order[end]] == families[first] { end += 1 }
      for place in start..<end { patternOfFamily[order[place]] = patterns.count }
      let sizes = limits.sizes(forLargest: bounds[classes[first]])
      if let last = batches.last, last.sizes == sizes {
        batches[batches.count - 1] = Batch(patterns: last.patterns.lowerBound..<patterns.count + 1, sizes: sizes)
      } else {
        batches.append(Batch(patterns: patterns.count..<patterns.count + 1, sizes: sizes))
      }
      patterns.append(Pattern(counts: families[first], families: end - start))
      start = end
    }
    (self.patterns, self.patternOfFamily, self.batches) = (patterns, patternOfFamily, batches)
  }

  /// The most sizes of any batch.
  var mostSizes: Int { batches.map(\.sizes).max() ?? 1 }
}

/// How far sizes of families are followed: sums over ancestral sizes must end somewhere.
public struct SizeLimits: Sendable, Equatable {
  /// R, the greatest size at the root.
  public var root: Int
  /// How much farther than CAFE sizes are followed beyond the greatest count: 1 for its rule, max(50, a fifth).
  public var reach: Double

  public init(root: Int, reach: Double = 1) { (self.root, self.reach) = (root, reach) }

  /// CAFE's limits: R = max(30, 5/4 of the greatest count).
  public init(largest: Int) { self.init(root: max(30, Int((1.25 * Double(largest)).rounded(.toNearestOrEven)))) }

  /// The number of sizes from 0 to M, for families of at most `largest` copies.
  func sizes(forLargest largest: Int) -> Int {
    largest + Int((Double(max(50, largest / 5)) * reach).rounded()) + 1
  }

  /// Families up to 13 copies need 64 sizes, few have more: each class has a limit of its own, the last one CAFE's.
  static func classes(upTo largest: Int) -> [Int] {
    var bounds: [Int] = []
    var bound = 13
    while bound < largest {
      bounds.append(bound)
      bound = 3 * bound + 6
    }
    return bounds + [largest]
  }
}
