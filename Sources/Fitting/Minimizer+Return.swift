extension Minimizer {
  /// Of many datasets one may leave its model's domain (a negative count is expected) on a step that is good for all
  /// others. To shorten the whole step for its sake would waste evaluations: that dataset alone is brought back, by
  /// halving the steps of its own coordinates until it can be evaluated.
  ///
  /// - Parameter step: taken to a point that `trial` holds, with a fault. Where the return succeeds, `trial` is mended.
  /// - Returns: the step with its shortened parts; nil where too many have left, or halving does not help.
  mutating func bringBack(_ step: [Double]) -> [Double]? {
    let shape = evaluator.shape
    let lost = shape.nodes.indices.filter { !trial.objectives[$0].isFinite }
    guard !lost.isEmpty, lost.count <= shape.nodes.count / 16 else { return nil }
    var shortened = step
    var point = trial.point
    for i in lost {
      let node = shape.nodes[i]
      let own = (0..<node.ownCount).map { shape.columnCoordinates[node.columnStart + $0] }
      guard own.contains(where: { step[$0] != 0 }) else { return nil }
      for _ in 0..<Self.mostHalvings where !trial.objectives[i].isFinite {
        for c in own {
          shortened[c] /= 2
          point[c] = current.point[c] + shortened[c]
        }
        evaluator.linearize(node: i, at: point, into: &trial)
      }
    }
    return trial.objective.isFinite ? shortened : nil
  }

  /// After so many halvings a dataset is all but where it was; if it is still outside, the shared coordinates are why.
  private static let mostHalvings = 6
}
