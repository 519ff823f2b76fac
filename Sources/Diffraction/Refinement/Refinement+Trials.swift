package import Determinism
package import Fitting

extension Refinement {
  /// The refinement as its last stage sees it: all that any stage names is free, the models are planned at the point.
  /// - Parameter values: one for each coordinate; nil for the starts, with scale, background and widths guessed.
  package func settled(
    at values: [Double]?, guessing guesses: [PatternGuess] = []
  ) throws -> (refinement: Refinement, problem: FitProblem, point: [Double]) {
    var work = self
    let chosen = stages.flatMap(\.selectors)
    func isFree(_ coordinate: Coordinate) -> Bool {
      chosen.contains { isSelected(coordinate.parameter, coordinate.instance, by: $0) }
    }
    var problem = try work.problem(free: isFree)
    var point = problem.start
    if let values, values.count == point.count {
      point = values
    } else {
      for guess in guesses { try work.guess(guess, &point) }
    }
    try work.plan(at: point, problem)
    problem = try work.problem(free: isFree)
    return (work, problem, point)
  }

  /// The problem in which some coordinates, by their places, are free.
  package func problem(freeing places: [Int], of whole: FitProblem) throws -> FitProblem {
    let labels = places.map { whole.coordinates[$0].label }
    return try problem { labels.contains($0.label) }
  }

  /// The same refinement of each pattern up to its n-th reflection, and of about so many points, equally far apart.
  package func thinned(to count: Int, reflections: Int) throws(DiffractionError) -> Refinement {
    try with { entry throws(DiffractionError) in
      let pattern = entry.pattern
      let rows = entry.model.reflectionRows(at: entry.model.start)
      let last = rows.count > reflections ? rows[reflections].angle : 180
      let inner = pattern.angles.firstNotBelow(last)
      let end = inner < 50 ? pattern.angles.count : inner
      let kept = Array(stride(from: 0, to: end, by: max(1, end / count)))
      return try PowderPattern(
        entry.name, angles: kept.map { pattern.angles[$0] }, intensities: kept.map { pattern.intensities[$0] },
        errors: kept.map { pattern.errors[$0] })
    }
  }

  /// The same refinement of patterns that its models make at a point: counts where they are counts, else values with
  /// Gaussian errors as given.
  /// - Parameter distort: what becomes of the intensities before noise is drawn.
  package func simulated(
    at point: [Double], _ problem: FitProblem, _ stream: RandomStream,
    distort: ([Double]) -> [Double] = { $0 }
  ) throws(DiffractionError) -> Refinement {
    let places = problem.map
    return try with { entry throws(DiffractionError) in
      let k = entries.firstIndex { $0.name == entry.name } ?? 0
      let means = distort(entry.computed(at: places[k].map { point[$0] }))
      var draw = stream.child(entry.name)
      guard !entry.isCounted || means.allSatisfy({ (0...1e15).contains($0) }) else {
        throw DiffractionError(entry.name, "has negative or endless intensities at these values")
      }
      let values = zip(means, entry.pattern.errors).map { mean, error in
        entry.isCounted ? Double(draw.nextPoisson(mean: mean)) : mean + error * draw.nextNormal()
      }
      return try PowderPattern(
        entry.name, angles: entry.pattern.angles, intensities: values, errors: entry.pattern.errors)
    }
  }

  /// The same refinement as if its patterns had been given in another order.
  package func ordered(_ order: [Int]) throws(DiffractionError) -> Refinement {
    let given = order.map { entries[$0] }
    let standard = Self.standardParameters(structure, given)
    let list = standard.compactMap { own in parameters.first { $0.name == own.name } }
    return try Refinement(structure, given, parameters: list, stages: stages, held: held)
  }

  /// The same refinement of other patterns.
  private func with(
    _ pattern: (PatternEntry) throws(DiffractionError) -> PowderPattern
  ) throws(DiffractionError) -> Refinement {
    var changed: [PatternEntry] = []
    for entry in entries {
      changed.append(
        try PatternEntry(
          entry.name, pattern(entry), structure, entry.model.instrument, isCounted: entry.isCounted))
    }
    var copy = try Refinement(structure, changed, parameters: parameters, stages: stages, held: held)
    (copy.stepLimit, copy.stageLimit) = (stepLimit, stageLimit)
    return copy
  }
}
