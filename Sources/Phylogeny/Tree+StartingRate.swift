extension Tree {
  /// A rate to begin a search at: what differences between neighbouring species say, family by family.
  ///
  /// Two species whose lineages parted a time t ago differ by a variance of about 4 λ t times their mean size. Few
  /// families change much and most not at all, so this is coarse; it tends to be too large, which is the safe side.
  /// - Parameter families: counts in the order of the species; nil when nothing differs.
  public func startingRate(of families: [[Int]]) -> Double? {
    let depths = depths
    let leaves = leaves
    let paths = zip(leaves, leaves.dropFirst()).map { left, right in
      depths[left] + depths[right] - 2 * depths[ancestor(of: [left, right])]
    }
    var (sum, used) = (0.0, 0)
    for counts in families {
      var (squares, expected) = (0.0, 0.0)
      for (k, path) in paths.enumerated() {
        let difference = Double(counts[k] - counts[k + 1])
        squares += difference * difference
        expected += Double(counts[k] + counts[k + 1]) * path
      }
      guard expected > 0 else { continue }
      sum += squares / expected
      used += 1
    }
    return used > 0 && sum > 0 ? sum / Double(used) : nil
  }
}
