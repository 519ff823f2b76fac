import Fitting

/// What of a pattern's start is to be found from its data.
public struct PatternGuess: Sendable {
  public let pattern: String
  /// Whether the manifest leaves the scale, the background, and the widths open.
  public var scale: Bool
  public var background: Bool
  public var widths: Bool

  public init(_ pattern: String, scale: Bool = true, background: Bool = true, widths: Bool = true) {
    (self.pattern, self.scale, self.background, self.widths) = (pattern, scale, background, widths)
  }
}

extension Refinement {
  /// Widths that diffractometers have, in degrees.
  private static let widths = [0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.45]

  /// Puts scale, background and width where a pattern alone fits best, all else being as it starts.
  mutating func guess(_ guess: PatternGuess, _ point: inout [Double]) throws {
    guard let k = entries.firstIndex(where: { $0.name == guess.pattern }) else { return }
    let all = try problem { _ in false }
    let entry = entries[k]
    let slots = entry.model.slots
    let map = all.map[k]
    var best: (objective: Double, local: [Double])?
    let start = Self.local(point, k, all)
    for width in guess.widths ? Self.widths : [0] {
      var local = start
      if guess.widths {
        // Half of the width Gaussian, half Lorentzian, about.
        local[slots.widths + 2] = 0.5 * width * width
        local[slots.widths + 3] = 0.4 * width
      }
      let model = try entry.model.planned(at: local)
      if guess.background {
        let sorted = entry.pattern.intensities.sorted()
        local[slots.background] = sorted[sorted.count / 10]
      }
      var trial = entry
      trial.model = model
      if guess.scale { local[slots.scale] = trial.leastSquaresScale(local) }
      // Linear in scale and background: two steps find them.
      let part = try Refinement(
        structure, [trial], parameters: alone(k).parameters, stages: [RefinementStage(["scale", "background"])])
      let problem = try part.problem { coordinate in
        part.isSelected(coordinate.parameter, nil, by: "scale") && guess.scale
          || part.isSelected(coordinate.parameter, nil, by: "background") && guess.background
      }
      // Alone, a problem's coordinates stand in the order of its declared parameters.
      var start = problem.start
      for (place, c) in problem.map[0].enumerated() { start[c] = local[place] }
      let fit = problem.fit(from: start, options: SolverOptions(stepLimit: 6, isParallel: false))
      guard fit.statistics.objective.isFinite, fit.statistics.objective < best?.objective ?? .infinity else { continue }
      best = (fit.statistics.objective, problem.map[0].map { fit.estimates[$0].value })
    }
    guard let best else { return }
    for (place, c) in map.enumerated() where place >= structure.parameters.count { point[c] = best.local[place] }
  }
}

extension PatternEntry {
  /// The scale that fits best above the background as it is.
  func leastSquaresScale(_ point: [Double]) -> Double {
    var empty = point
    empty[model.slots.scale] = 0
    var full = point
    full[model.slots.scale] = 1
    let (below, above) = (computed(at: empty), computed(at: full))
    var (product, square) = (0.0, 0.0)
    for i in below.indices {
      let w = 1 / (pattern.errors[i] * pattern.errors[i])
      let peak = above[i] - below[i]
      product += w * peak * (pattern.intensities[i] - below[i])
      square += w * peak * peak
    }
    return square > 0 ? max(product / square, 0) : 1
  }
}
