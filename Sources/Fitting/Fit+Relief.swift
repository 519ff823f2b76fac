import Determinism

extension Fit {
  /// So many of the coordinates that are pulled hardest are tried.
  private static let mostSuspects = 12

  /// Finds which shared coordinates are to blame where datasets disagree, and says so.
  ///
  /// Each is given up in turn while all others are fitted anew. The one that relieves the fit most is blamed, stays
  /// given up, and the search goes on while what remains is shared against the data's will.
  func attribute(
    _ tensions: inout [SharingDiagnosis.Tension], separate: [Fit?], scale: Double, _ test: SharingDiagnosis.Test?
  ) {
    let denominator = problem.estimatesScale ? test?.denominator : nil
    let level = 0.01 / Double(max(tensions.count, 1))
    let suspects = tensions.indices.sorted { (tensions[$1].worst, $0) < (tensions[$0].worst, $1) }
      .prefix(Self.mostSuspects)
    var freed: [Int] = []
    var joint = self
    for round in suspects.indices {
      // Datasets that agree on the whole need no culprit.
      let rest = round == 0 ? test : joint.sharingTest(separate)
      let agree = rest.map { $0.pValue >= 0.01 } ?? (round > 0 && test != nil)
      guard round == 0 || !agree else { return }
      var best: (place: Int, relief: SharingDiagnosis.Relief, fit: Fit)?
      for k in suspects where !freed.contains(tensions[k].coordinate) {
        guard let relaxed = relaxed(freed + [tensions[k].coordinate]),
          let relief = joint.relief(by: relaxed, scale: scale, denominator: denominator)
        else { continue }
        if round == 0 { tensions[k].relief = relief }
        let isBetter =
          best.map { (relief.pValue, -relief.statistic) < ($0.relief.pValue, -$0.relief.statistic) } ?? true
        if isBetter { best = (k, relief, relaxed) }
      }
      guard !agree, let best, best.relief.pValue < level else { return }
      let c = tensions[best.place].coordinate
      tensions[best.place].verdict = verdict(on: c, by: best.fit, scale: scale)
      freed.append(c)
      joint = best.fit
    }
  }

  private func relaxed(_ freed: [Int]) -> Fit? {
    guard let problem = try? problem.unsharing(freed, startingAt: minimum.point) else { return nil }
    let fit = problem.fit(options: options)
    return fit.status.hasConverged ? fit : nil
  }

  /// The test of this fit against one in which more is free.
  private func relief(by relaxed: Fit, scale: Double, denominator: Int?) -> SharingDiagnosis.Relief? {
    let degrees = relaxed.statistics.freeCount - statistics.freeCount
    guard degrees > 0 else { return nil }
    var fall = 0.0
    for (before, after) in zip(blockObjectives, relaxed.blockObjectives) { fall += before - after }
    fall = max(0, fall) / (scale * scale)
    guard fall.isFinite else { return nil }
    guard problem.estimatesScale else {
      return .init(
        statistic: fall, degrees: degrees, pValue: Distribution.chiSquaredTail(fall, degrees: Double(degrees)))
    }
    guard let denominator, denominator > 0 else { return nil }
    let f = fall / Double(degrees)
    return .init(
      statistic: f, degrees: degrees,
      pValue: Distribution.fTail(f, numerator: Double(degrees), denominator: Double(denominator)))
  }

  /// "B: strong wants +4.1 σ, weak −3.8 σ: unshare it, or a per-dataset term is missing": where the datasets would
  /// have it, had each its own, in standard errors of that; the strongest each way.
  private func verdict(on c: Int, by relaxed: Fit, scale: Double) -> String {
    let coordinate = problem.coordinates[c]
    var wishes: [(dataset: String, pull: Double)] = []
    for b in coordinate.blocks {
      guard let k = problem.map[b].firstIndex(of: c) else { continue }
      let own = relaxed.estimates[relaxed.problem.map[b][k]]
      guard let error = own.standardError, error > 0 else { continue }
      let unit = error / (relaxed.statistics.scale ?? 1) * scale
      wishes.append((problem.blocks[b].name, (own.value - minimum.point[c]) / unit))
    }
    let ends = [wishes.max { $0.pull < $1.pull }, wishes.min { $0.pull < $1.pull }].compactMap { $0 }
    var isFirst = true
    let parts = ends.filter { abs($0.pull) > 1 }.sorted { abs($0.pull) > abs($1.pull) }.map { wish in
      defer { isFirst = false }
      return
        "\(wish.dataset)\(isFirst ? " wants" : "") \(wish.pull < 0 ? "−" : "+")\(Numeral.brief(abs(wish.pull), digits: 2)) σ"
    }
    let list = parts.isEmpty ? "the datasets disagree" : parts.joined(separator: ", ")
    return "\(coordinate.label): \(list): unshare it, or a per-dataset term is missing"
  }
}
