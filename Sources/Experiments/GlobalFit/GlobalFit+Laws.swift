import Determinism
import Documents
import Fitting
import Manifests
public import Oracles
public import Records

extension GlobalFit {
  /// The laws of a fit, at the values of an outcome or at the declared starts.
  public func suite(on outcome: Outcome?) throws -> Suite? {
    let anchor = FitAnchor(subject.problem, outcome?.tables.first { $0.name == "parameters" }?.table)
    let common = FitLaws(subject.problem, anchor)
    var laws: [Law<Programs>] = [
      common.gradient().about("model").of { $0.objective },
      common.sharedGradient("datasets").about("parameters", cost: .scan).of { $0.shares }, modes(anchor),
    ]
    if outcome?.metrics["converged"]?.asBool == true {
      laws += [units(anchor)]
      if datasets.count > 1 { laws.append(order(anchor)) }
      if subject.formula.parameters.contains(where: { subject.isPositive($0) }) { laws.append(logarithms(anchor)) }
    }
    if !certified.isEmpty { laws.append(certifiedValues()) }
    let names = laws.map(\.name)
    let faults = faults(anchor).filter { fault in fault.laws?.contains { names.contains($0) } ?? true }
    return Suite(of: programs(at: anchor), laws: laws, faults: faults, shrinkLimit: 400)
  }

  private func modes(_ anchor: FitAnchor) -> Law<Programs> {
    Law<any Oracles.Subject>.agreement(
      "forward-reverse", "∂y/∂θ by forward mode = by reverse mode", of: "forward", and: "reverse", inputs: ["point"],
      allowance: .reRounding, cases: FitLaws(subject.problem, anchor).points
    ).about("model", cost: .scan).of { $0.response }
  }

  // MARK: Fits anew

  /// A start near the anchor, the datasets in an order, the parameters in units.
  private func refits(
    _ anchor: FitAnchor, order: Generator<[Int]>, unit: Generator<Double>, curve: Int = 0
  ) -> Generator<Arrays> {
    let count = subject.formula.parameters.count
    return zip(FitLaws(subject.problem, anchor).points, zip(order, unit.list(count: count))).map { point, others in
      Arrays([
        "start": point["point"] ?? NumericArray(0), "order": NumericArray(others.0),
        "units": NumericArray(shape: [count], others.1), "curve": NumericArray([curve]),
      ])
    }
  }

  private var unmoved: [Int] { Array(datasets.indices) }

  private func plain(_ values: Arrays) -> Arrays {
    let ones = NumericArray(shape: values["units"]?.shape ?? [0], (values["units"]?.doubles ?? []).map { _ in 1.0 })
    return values.merging(Arrays(["order": NumericArray(unmoved), "units": ones, "curve": NumericArray([0])]))
  }

  private func order(_ anchor: FitAnchor) -> Law<Programs> {
    Law<Programs>(
      "dataset-order", "the order of the datasets moves no bit", cost: .scan, field: "datasets",
      cases: refits(anchor, order: .permutation(datasets.count), unit: .constant(1))
    ) { programs, values throws(SubjectFailure) in
      try .comparing(try programs.fit(values), try programs.fit(plain(values)), ["value", "error", "objective"])
    }
  }

  private func units(_ anchor: FitAnchor) -> Law<Programs> {
    settled(
      "units", "a parameter in another unit ends in the same minimum",
      refits(
        anchor, order: .constant(unmoved),
        unit: Generator<Int>.integer(in: -6...6).map { Double(sign: .plus, exponent: $0, significand: 1) }))
  }

  private func logarithms(_ anchor: FitAnchor) -> Law<Programs> {
    settled(
      "reparametrisation", "fitting ln p instead of p ends in the same minimum",
      refits(anchor, order: .constant(unmoved), unit: .constant(1), curve: 1))
  }

  /// Two searches for one minimum end where the objective can't tell their points apart.
  ///
  /// Defects are in standard errors. A move of d standard errors changes the objective by d², in units of the noise; it
  /// drowns when that is below the rounding of n terms of size 1, n · 2⁻⁵³. Eight times that d is allowed.
  private func settled(_ name: String, _ statement: String, _ cases: Generator<Arrays>) -> Law<Programs> {
    let limit = 8 * (Double(subject.problem.observationCount) * 0x1p-53).squareRoot()
    let labels = subject.problem.coordinates.map(\.label)
    return Law<Programs>(name, statement, cost: .scan, field: "parameters", cases: cases) {
      programs, values throws(SubjectFailure) in
      let (plain, changed) = (try programs.fit(plain(values)), try programs.fit(values))
      let (errors, found) = (try plain.numbers("error"), try changed.numbers("error"))
      var worst = Measurement(defect: 0, allowed: limit, visible: limit, sentence: "nothing differs")
      for (place, (a, b)) in zip(try plain.numbers("value"), try changed.numbers("value")).enumerated()
      where errors[place] > 0 {
        let defect = max((a - b).magnitude, (errors[place] - found[place]).magnitude) / errors[place]
        guard defect > worst.defect else { continue }
        worst.defect = defect
        worst.sentence =
          "\(labels[place]) is \(Numeral.render(b)) ± \(Numeral.brief(found[place])), "
          + "\(Numeral.render(a)) ± \(Numeral.brief(errors[place])) is due"
      }
      return worst
    }
  }

  // MARK: Certified values

  /// The judged truths of parameters: the coordinate, the value and what it may be off.
  var certified: [(place: Int, value: Double, allowed: Double)] {
    manifest.truth.compactMap { truth in
      guard truth.value.isJudged, let tolerance = truth.value.tolerance,
        let place = subject.problem.coordinates.firstIndex(where: { sameUTF8($0.label, truth.name) })
      else { return nil }
      return (place, truth.value.value, max(tolerance.absolute, tolerance.relative * truth.value.value.magnitude))
    }
  }

  private func certifiedValues() -> Law<Programs> {
    let certified = certified
    let labels = subject.problem.coordinates.map(\.label)
    let starts = max(1, parameters.starts.count)
    return Law<Programs>(
      "certified-values", "the fit from each declared start gives the values known elsewhere", cost: .scan,
      field: "truth",
      cases: Generator<Int>.integer(in: 0...(starts - 1)).map { Arrays(["start": NumericArray([$0])]) }
    ) { programs, values throws(SubjectFailure) in
      let found = try programs.declared(values).numbers("value")
      var worst = Measurement(defect: 0, allowed: 1, visible: 1, sentence: "nothing differs")
      for (place, value, allowed) in certified {
        let defect = found[place] == value ? 0 : (found[place] - value).magnitude / allowed
        guard !(defect <= worst.defect) else { continue }
        worst.defect = defect
        worst.sentence = "\(labels[place]) is \(Numeral.render(found[place])), \(Numeral.render(value)) is known"
      }
      return worst
    }
  }
}

extension Measurement {
  /// Compares some outputs bit by bit.
  fileprivate static func comparing(
    _ found: Arrays, _ due: Arrays, _ names: [String]
  ) throws(SubjectFailure) -> Measurement {
    try compare(found.only(names), due.only(names))
  }
}
