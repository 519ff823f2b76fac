extension Minimizer {
  /// How far, relatively, a coordinate is moved off a point where the model does not change with it.
  private static let displacement = 0.1

  /// Searches once more from beside the end of a search where columns of the Jacobian vanish, as that of A in A² x
  /// does at A = 0: there the slope says nothing, neither for nor against the point. The lower end is kept.
  mutating func searchBesideFlatSpots(_ status: SolverStatus) -> Minimum {
    let found = end(status)
    guard let beside = besideFlatSpots(), evaluator.linearize(at: beside, into: &current) == nil else { return found }
    lastLength = .infinity
    let second = search()
    guard second.hasConverged, current.objective < found.objective - 1e-12 * abs(found.objective) else {
      current = found.linearization
      return Minimum(
        point: found.point, objective: found.objective, status: status, evaluations: evaluations,
        linearization: found.linearization)
    }
    return end(second)
  }

  /// The end of the search with those coordinates displaced whose columns vanish there but not beside it.
  private mutating func besideFlatSpots() -> [Double]? {
    let norms = current.columnNorms(evaluator)
    let flat = evaluator.shape.free.filter { norms[$0] == 0 && !pinned.contains($0) }
    guard !flat.isEmpty else { return nil }
    var point = current.point
    for c in flat { point[c] = displaced(point[c], coordinates[c]) }
    evaluations += 1
    guard evaluator.linearize(at: point, into: &trial) == nil else { return nil }
    let beside = trial.columnNorms(evaluator)
    let felt = flat.filter { beside[$0] > 0 }
    guard !felt.isEmpty else { return nil }
    for c in flat where beside[c] == 0 { point[c] = current.point[c] }
    return point
  }

  private func displaced(_ x: Double, _ coordinate: Coordinate) -> Double {
    let reach = min(max(abs(x), 1), (coordinate.upper - coordinate.lower) / 2) * Self.displacement
    return x + reach <= coordinate.upper ? x + reach : x - reach
  }
}
