public import Determinism

extension PruningModel {
  /// Families that evolve by the model: sizes of the species, in the tree's order, errors of counting included.
  /// - Parameters:
  ///   - count: how many.
  ///   - rootSize: the size at the root; `nil` draws it from the model's distribution.
  ///   - rootLimit: R, the greatest size at the root.
  ///   - isKept: families for which it answers false are drawn again, at most a thousand times each.
  ///   - stream: family k has the child `family k`, so that it does not depend on how many there are.
  public func draw(
    _ count: Int, at point: [Double], rootSize: Int? = nil, rootLimit: Int, isKept: ([Int]) -> Bool = { _ in true },
    _ stream: RandomStream
  ) -> [[Int]] {
    let factors = categoryRates(at: point)?.rates ?? [1]
    let processes = factors.map { factor in
      tree.branches.map { birthDeath(of: $0, at: point, factor: factor) }
    }
    let sizes = cumulated(root.probabilities(count: rootLimit, mean: rootMean(at: point)))
    let epsilon = epsilon(at: point)
    return (0..<count).map { number in
      var stream = stream.child("family \(number)")
      var counts: [Int] = []
      for _ in 0..<1000 {
        let category = factors.count == 1 ? 0 : Int(stream.nextInteger(below: UInt64(factors.count)))
        let start = rootSize ?? Self.place(of: stream.nextUniform(), in: sizes) + 1
        counts = drawOne(processes[category], from: start, epsilon: epsilon, &stream)
        if isKept(counts) { break }
      }
      return counts
    }
  }

  private func drawOne(
    _ processes: [BirthDeath], from start: Int, epsilon: Double, _ stream: inout RandomStream
  ) -> [Int] {
    var sizes = [Int](repeating: start, count: tree.nodes.count)
    for branch in tree.branches.reversed() {
      let before = sizes[tree.nodes[branch].parent ?? tree.root]
      sizes[branch] = before == 0 ? 0 : processes[branch].draw(from: before, &stream)
    }
    return tree.leaves.map { leaf in
      error == .none ? sizes[leaf] : counted(sizes[leaf], epsilon: epsilon, stream.nextUniform())
    }
  }

  /// A count of a size, at the quantile u of the error model.
  private func counted(_ size: Int, epsilon: Double, _ u: Double) -> Int {
    let range = error.range(of: size)
    var sum = 0.0
    for count in range {
      sum += error.probability(of: count, true: size, epsilon: epsilon)
      if u < sum { return count }
    }
    return size
  }

  private func cumulated(_ probabilities: [Double]) -> [Double] {
    var sum = 0.0
    return probabilities.map { probability in
      sum += probability
      return sum
    }
  }

  /// The first place whose cumulated probability exceeds u times the whole.
  private static func place(of u: Double, in cumulated: [Double]) -> Int {
    let target = u * (cumulated.last ?? 1)
    return cumulated.firstIndex { target < $0 } ?? cumulated.count - 1
  }
}
