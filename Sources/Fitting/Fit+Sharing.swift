import Determinism

extension Fit {
  /// Fits every dataset alone and measures how each pulls at the shared coordinates.
  ///
  /// Cost: one search per dataset, up to eight datasets also one search without each, and one search per shared
  /// coordinate.
  public func diagnoseSharing() -> SharingDiagnosis {
    let alone = problem.blocks.indices.map { [$0] }
    let separate = refits(alone)
    let summaries = problem.blocks.indices.map { b in
      SharingDiagnosis.Alone(
        dataset: problem.blocks[b].name, status: separate[b]?.status ?? .nothingFree,
        estimates: separate[b].map { fit in problem.map[b].map { c in fit.estimate(like: problem.coordinates[c]) } }
          ?? [],
        statistics: separate[b]?.statistics ?? statistics, joint: problem.map[b].map { estimates[$0] })
    }
    let test = sharingTest(separate)
    var pulls = Pulls(self, separate: separate, pooledScale: pooledScale(separate))
    var tensions: [SharingDiagnosis.Tension] = []
    for (c, coordinate) in problem.coordinates.enumerated() {
      guard coordinate.blocks.count > 1, !coordinate.isFixed, covariance.variance(c) != nil else { continue }
      let found = coordinate.blocks.compactMap { pulls.pull($0, at: c) }
      tensions.append(.init(coordinate: c, label: coordinate.label, pulls: found, relief: nil, verdict: nil))
    }
    let count = tensions.reduce(0) { $0 + $1.pulls.count }
    let tail = 0.005 / Double(max(count, 1))
    let threshold =
      problem.estimatesScale && (test?.denominator ?? 0) > 0
      ? Distribution.studentQuantile(tail: tail, degrees: Double(test?.denominator ?? 1))
      : Distribution.normalQuantile(tail: tail)
    attribute(&tensions, separate: separate, scale: pooledScale(separate), test)
    // Swift's sort is not promised to be stable: ties keep the order of coordinates by being told so.
    tensions.sort { ($1.worst, $0.coordinate) < ($0.worst, $1.coordinate) }
    return SharingDiagnosis(alone: summaries, tensions: tensions, threshold: threshold, test: test)
  }

  /// Fits subsets of the blocks from the joint fit's values; nil for a subset that cannot be fitted.
  func refits(_ subsets: [[Int]]) -> [Fit?] {
    var inner = options
    inner.isParallel = false
    let innerOptions = inner
    var fits: [Fit?] = Array(repeating: nil, count: subsets.count)
    fits.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let results = buffer
      @Sendable func refit(_ k: Int) {
        let part = try? problem.restricted(
          to: subsets[k], startingAt: minimum.point, dropsSharedPriors: subsets[k].count == 1)
        results[k] = part?.fit(options: innerOptions)
      }
      if options.isParallel {
        WorkerPool.shared.forEach(chunks: subsets.count, refit)
      } else {
        for k in subsets.indices { refit(k) }
      }
    }
    return fits
  }

  /// The estimate of the same parameter and instance.
  func estimate(like coordinate: Coordinate) -> Estimate {
    let c = problem.index(of: coordinate.parameter, coordinate.instance)
    return c.map { estimates[$0] }
      ?? Estimate(coordinate: coordinate, value: .nan, state: .fixed, standardError: nil, interval: nil)
  }

  /// σ of the noise from all separate fits together; 1 when the noise is known.
  private func pooledScale(_ separate: [Fit?]) -> Double {
    guard problem.estimatesScale else { return 1 }
    var (sum, degrees) = (0.0, 0)
    for fit in separate {
      guard let fit, fit.status.hasConverged, fit.statistics.degreesOfFreedom > 0 else { continue }
      sum += fit.statistics.objective
      degrees += fit.statistics.degreesOfFreedom
    }
    return degrees > 0 ? (sum / Double(degrees)).squareRoot() : statistics.scale ?? 1
  }

  func sharingTest(_ separate: [Fit?]) -> SharingDiagnosis.Test? {
    var (sum, free, joint) = (0.0, 0, 0.0)
    for fit in separate {
      guard let fit, fit.status.hasConverged else { return nil }
      sum += fit.statistics.objective
      free += fit.statistics.freeCount
    }
    for f in blockObjectives { joint += f }
    let degrees = free - statistics.freeCount
    let denominator = problem.observationCount - free
    guard degrees > 0 else { return nil }
    let rise = joint - sum
    if problem.estimatesScale {
      guard denominator > 0 else { return nil }
      let f = rise / Double(degrees) / (sum / Double(denominator))
      return .init(
        kind: .fTest, statistic: f, degrees: degrees, denominator: denominator,
        pValue: Distribution.fTail(f, numerator: Double(degrees), denominator: Double(denominator)))
    }
    return .init(
      kind: .likelihoodRatio, statistic: rise, degrees: degrees, denominator: denominator,
      pValue: Distribution.chiSquaredTail(rise, degrees: Double(degrees)))
  }
}
