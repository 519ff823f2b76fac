public import Determinism

/// A fit sought from several starts.
public struct Multistart: Sendable {
  /// The fit of the least objective; of equal ones the first.
  public let best: Fit
  /// How each start ended, in the order of the starts.
  public let ends: [End]

  /// Starts that are searched before anybody is told how far the work is.
  static let batch = 16

  /// Where one start led.
  public struct End: Sendable {
    public let start: [Double]
    public let objective: Double
    public let status: SolverStatus
  }

  /// How many starts came to the best minimum, to 1e-8 of its objective.
  public var agreement: Int {
    let least = best.statistics.objective
    return ends.count { abs($0.objective - least) <= 1e-8 * max(abs(least), 1e-300) }
  }
}

extension FitProblem {
  /// Searches from each start and reports the best end.
  /// - Parameter hear: told from time to time how many starts are done, and the least objective so far; what it throws
  ///   ends the search.
  public func fit(
    starts: [[Double]], options: SolverOptions = SolverOptions(),
    hear: (_ done: Int, _ objective: Double) throws -> Void = { _, _ in }
  ) throws -> Multistart {
    guard !starts.isEmpty else { throw FittingError("starts", "none given; give at least one") }
    for (k, start) in starts.enumerated() where start.count != coordinates.count {
      throw FittingError(
        "starts", "start \(k + 1) has \(start.count) values for \(coordinates.count) parameters")
    }
    var inner = options
    inner.isParallel = false
    var found: [Minimum] = []
    var best = 0
    while found.count < starts.count {
      let batch = starts[found.count..<min(found.count + Multistart.batch, starts.count)]
      for minimum in minima(from: Array(batch), inner, isParallel: options.isParallel) {
        found.append(minimum)
        if minimum.isBetter(than: found[best]) { best = found.count - 1 }
      }
      try hear(found.count, found[best].objective)
    }
    let ends = zip(starts, found).map { Multistart.End(start: $0, objective: $1.objective, status: $1.status) }
    return Multistart(best: fit(from: starts[best], options: options), ends: ends)
  }

  private func minima(from starts: [[Double]], _ options: SolverOptions, isParallel: Bool) -> [Minimum] {
    var minima: [Minimum?] = Array(repeating: nil, count: starts.count)
    minima.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let results = buffer
      @Sendable func search(_ k: Int) { results[k] = minimize(from: starts[k], options: options) }
      if isParallel {
        WorkerPool.shared.forEach(chunks: starts.count, search)
      } else {
        for k in starts.indices { search(k) }
      }
    }
    return minima.compactMap { $0 }
  }

  /// The declared start and `count` − 1 seeded ones.
  ///
  /// A coordinate between two finite bounds starts uniformly between them; another one at its declared start times
  /// 10^u, u in −1 … 1, or, when that is 0, at a normal draw; all of it kept inside the bounds.
  public func fit(
    multistart count: Int, stream: RandomStream, options: SolverOptions = SolverOptions(),
    hear: (_ done: Int, _ objective: Double) throws -> Void = { _, _ in }
  ) throws -> Multistart {
    var starts = [start]
    for k in 1..<max(count, 1) {
      var draw = stream.child("start \(k)")
      starts.append(coordinates.map { $0.isFixed ? $0.start : $0.draw(&draw) })
    }
    return try fit(starts: starts, options: options, hear: hear)
  }
}

extension Coordinate {
  fileprivate func draw(_ stream: inout RandomStream) -> Double {
    if lower.isFinite && upper.isFinite { return lower + (upper - lower) * stream.nextUniform() }
    let drawn =
      start == 0
      ? stream.nextNormal() : start * Elementary.exp(2.302585092994046 * (2 * stream.nextUniform() - 1))
    return min(max(drawn, lower), upper)
  }
}

extension Minimum {
  /// Finite before not finite, then the lesser objective by more than rounding.
  fileprivate func isBetter(than other: Minimum) -> Bool {
    guard objective.isFinite else { return false }
    guard other.objective.isFinite else { return true }
    if status.hasConverged != other.status.hasConverged && abs(objective - other.objective) <= 1e-10 * abs(objective) {
      return status.hasConverged
    }
    return objective < other.objective - 1e-12 * abs(other.objective)
  }
}
