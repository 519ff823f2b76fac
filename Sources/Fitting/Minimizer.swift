import Determinism
/// Levenberg–Marquardt over an arrowhead, with bounds, to the last digit.
///
/// The search follows MINPACK's `lmder` (Moré, doi:10.1007/BFb0067700): scaled trust region, orthogonal factors,
/// exact derivatives. A step that would leave a bound holds that coordinate there and solves again for the rest; a
/// bound is left when its multiplier has the wrong sign. When the objective can no longer tell two points apart, full
/// steps polish until they stop shrinking, which gives the digits that the objective hides.
struct Minimizer {
  var evaluator: Evaluator
  let options: SolverOptions
  /// Coordinates kept where they start, besides the fixed ones.
  var pinned: Set<Int> = []

  var current: Linearization
  var trial: Linearization
  var factor: ArrowheadFactor
  var damping: Damping
  var evaluations = 0
  /// How long the last accepted step was, by the columns' norms; ∞ where it was damped.
  var lastLength = Double.infinity
  /// Coordinates that the last accepted step, and the one being tried, cut short of their bound.
  private var wasCut: Set<Int> = []
  private var isCut: Set<Int> = []

  init(_ evaluator: Evaluator, options: SolverOptions) {
    self.evaluator = evaluator
    self.options = options
    current = Linearization(evaluator.problem, evaluator.shape)
    trial = current
    factor = ArrowheadFactor(evaluator.shape)
    damping = Damping(coordinates: evaluator.problem.coordinates.count)
  }

  var coordinates: [Coordinate] { evaluator.problem.coordinates }

  mutating func run(from start: [Double]) -> Minimum {
    guard !Cancellation.isRequested else {
      current.point = start
      current.objective = .nan
      return end(.cancelled(0))
    }
    evaluations = 1
    if let fault = evaluator.linearize(at: start, into: &current) {
      return end(startStatus(fault))
    }
    guard evaluator.shape.free.contains(where: { !pinned.contains($0) }) else { return end(.nothingFree) }
    let status = search()
    return status.hasConverged ? searchBesideFlatSpots(status) : end(status)
  }

  func end(_ status: SolverStatus) -> Minimum {
    Minimum(
      point: current.point, objective: current.objective, status: status, evaluations: evaluations,
      linearization: current)
  }

  mutating func search() -> SolverStatus {
    var norms = current.columnNorms(evaluator)
    damping.scale = norms.map { $0 > 0 ? $0 : 1 }
    var radius = 100 * scaledPoint()
    if radius == 0 { radius = 100 }
    var lambda = 0.0
    var isFirst = true
    var lastFault: Fault?
    while true {
      let gradient = current.gradient(evaluator)
      let region = TrustRegion(
        linearization: current, gradient: gradient, columnNorms: norms, evaluator: evaluator)
      var isAccepted = false
      while !isAccepted {
        guard evaluations < options.stepLimit else { return .stepLimit(evaluations) }
        guard !Cancellation.isRequested else { return .cancelled(evaluations) }
        hold(gradient: gradient, norms: norms)
        guard var found = boundedStep(region, radius: radius, guess: lambda) else {
          return conclude(lastFault)
        }
        // Coordinates that were cut move too: a step to bounds alone is no step of length 0.
        var reach = isCut.isEmpty ? found.length : scaledLength(found.step)
        if found.length == 0 { found.length = reach }
        if isFirst { radius = min(radius, found.length) }
        var prediction = predicted(found, gradient)
        guard prediction > 0 else { return conclude(lastFault) }
        // The objective cannot judge this step any more; polishing tries the same one.
        if found.lambda == 0, prediction <= 1e-12 * abs(current.objective), isFine(found.step) {
          return conclude(nil)
        }
        lastFault = evaluate(found.step)
        let isWhole = lastFault == nil
        if !isWhole, let back = bringBack(found.step) {
          found.step = back
          found.length = scaledLength(back)
          reach = found.length
          prediction = predicted(back, gradient)
          lastFault = prediction > 0 ? nil : lastFault
        }
        let change = current.objective - trial.objective
        let isHopeless = lastFault != nil || trial.objective >= 100 * abs(current.objective) + prediction
        let ratio = lastFault == nil ? change / prediction : -1
        if ratio <= 0.25 {
          let slope = dot(gradient, found.step)
          var shrink = change >= 0 ? 0.5 : 0.5 * slope / (slope + 0.5 * change)
          if isHopeless || !(shrink >= 0.1) { shrink = 0.1 }
          radius = shrink * min(radius, found.length * 10)
          lambda = found.lambda / shrink
        } else if found.lambda == 0 || ratio >= 0.75 {
          radius = found.length * 2
          lambda = found.lambda * 0.5
        }
        isAccepted = ratio >= 1e-4
        let level = abs(current.objective)
        let isFlat =
          (found.lambda == 0 && prediction <= 1e-12 * level)
          || (abs(change) <= 1e-14 * level && prediction <= 1e-14 * level && ratio <= 2)
        if isAccepted {
          lastLength = found.lambda == 0 && isWhole ? length(found.step, norms) : .infinity
          swap(&current, &trial)
          wasCut = isCut
          isFirst = false
        }
        if isFlat || radius <= 1e-15 * scaledPoint() || reach <= 1e-13 * scaledPoint() {
          return conclude(lastFault)
        }
      }
      norms = current.columnNorms(evaluator)
      for c in norms.indices { damping.scale[c] = max(damping.scale[c], norms[c]) }
    }
  }

  private mutating func conclude(_ fault: Fault?) -> SolverStatus {
    switch fault {
    case nil:
      polish()
      return .converged(steps: evaluations)
    case .outside(let node, let row, let reason): return .atEdge(dataset: name(node), row: row + 1, reason: reason)
    case .some(let fault): return status(fault)
    }
  }

  /// Evaluates current + step into `trial`, kept inside the bounds to the bit.
  mutating func evaluate(_ step: [Double]) -> Fault? {
    var point = current.point
    for c in evaluator.shape.free where step[c] != 0 {
      point[c] = min(max(point[c] + step[c], coordinates[c].lower), coordinates[c].upper)
    }
    evaluations += 1
    return evaluator.linearize(at: point, into: &trial)
  }

  /// Holds coordinates that are pinned, that nothing depends on here, or that press against their bound.
  mutating func hold(gradient: [Double], norms: [Double]) {
    for c in evaluator.shape.free {
      let x = current.point[c]
      let presses =
        (x <= coordinates[c].lower && gradient[c] > 0) || (x >= coordinates[c].upper && gradient[c] < 0)
      damping.isHeld[c] = presses || norms[c] == 0 || pinned.contains(c)
      damping.shift[c] = 0
    }
  }

  /// A step that stays inside the bounds: coordinates that would leave are held at, or nine tenths of the way to,
  /// their bound, and the others solved again.
  private mutating func boundedStep(_ region: TrustRegion, radius: Double, guess: Double) -> TrustRegion.Step? {
    isCut = []
    var found = region.solve(radius: radius, guess: guess, damping: &damping, factor: &factor)
    for _ in 0..<10 {
      guard let step = found?.step else { return nil }
      var leaves = false
      for c in evaluator.shape.free where !damping.isHeld[c] {
        let x = current.point[c]
        let to = x + step[c]
        let bound = to < coordinates[c].lower ? coordinates[c].lower : coordinates[c].upper
        guard to < coordinates[c].lower || to > coordinates[c].upper else { continue }
        leaves = true
        damping.isHeld[c] = true
        damping.shift[c] = (bound - x) * (wasCut.contains(c) ? 1 : 0.9)
        isCut.insert(c)
      }
      if !leaves { return found }
      found = region.solve(radius: radius, guess: guess, damping: &damping, factor: &factor)
    }
    return found
  }

  /// The fall of the objective that the quadratic model promises.
  private func predicted(_ found: TrustRegion.Step, _ gradient: [Double]) -> Double {
    let isShifted = evaluator.shape.free.contains { damping.shift[$0] != 0 }
    if isShifted { return predicted(found.step, gradient) }
    return current.normSquared(found.step, evaluator) + 2 * found.lambda * found.length * found.length
  }

  /// The same for any step, also one that does not minimize the model.
  private func predicted(_ step: [Double], _ gradient: [Double]) -> Double {
    -(2 * dot(gradient, step) + current.normSquared(step, evaluator))
  }

  /// ‖D p‖ over all coordinates that a step moves.
  private func scaledLength(_ step: [Double]) -> Double {
    var sum = 0.0
    for c in evaluator.shape.free where step[c] != 0 {
      let value = damping.scale[c] * step[c]
      sum += value * value
    }
    return sum.squareRoot()
  }

  func scaledPoint() -> Double {
    var sum = 0.0
    for c in evaluator.shape.free where !pinned.contains(c) {
      let value = damping.scale[c] * current.point[c]
      sum += value * value
    }
    return sum.squareRoot()
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }
}
