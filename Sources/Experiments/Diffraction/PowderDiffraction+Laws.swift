import Diffraction
import Documents
import Fitting
public import Oracles
public import Records

extension PowderDiffraction {
  /// The laws of a refinement, at the values of an outcome or at the starts.
  public func suite(on outcome: Outcome?) throws -> Suite? {
    let trial = try Trial(refinement, guessing: guesses, outcome?.tables.first { $0.name == "parameters" }?.table)
    let scattering = try CrystalScattering(trial.crystal, trial.refinement.entries[0].model.instrument)
    let shifts = scattering.crystal.spaceGroup.originShifts
    var laws: [Law<Programs>] = [
      equivalentAtoms(scattering).about("structure").of { $0.factors },
      equivalentReflections(scattering).about("structure").of { $0.factors },
      extinctionRule().about("structure").of { $0.extinctions },
      scaling(trial).about("patterns").of { $0.pattern },
      setting(trial).about("structure", cost: .scan).of { $0.setting },
    ]
    if !shifts.isEmpty { laws.append(originShift(scattering, shifts).about("structure").of { $0.factors }) }
    if trial.refinement.entries.count > 1 {
      laws.append(patternOrder(trial).about("patterns", cost: .scan).of { $0.ordered })
    }
    if !trial.free.isEmpty {
      laws += [
        gradient(trial).about("parameters").of { $0.objective },
        FitLaws(trial.problem, trial.anchor).sharedGradient("patterns").about("parameters", cost: .scan).of {
          $0.shares
        },
        FitLaws.recovery(
          "patterns that the model simulates are refined to the values that made them", free: trial.free.count
        ).about("parameters").of { $0.refit },
      ]
    }
    let names = laws.map(\.name)
    let faults = faults(trial, scattering).filter { fault in fault.laws?.contains { names.contains($0) } ?? true }
    return Suite(of: programs(trial, scattering), laws: laws, faults: faults, shrinkLimit: 400)
  }

  /// Two components at a time: a refinement has many.
  private func gradient(_ trial: Trial) -> Law<any Subject> {
    let (free, widths) = (trial.free, trial.anchor.widths)
    let points = FitLaws(trial.problem, trial.anchor).points
    let cases = zip(points, .permutation(free.count)).map { values, order in
      let chosen = order.prefix(2).map { free[$0] }.sorted()
      let base = values["point"]?.doubles ?? []
      return Arrays([
        "base": NumericArray(shape: [base.count], base), "chosen": NumericArray(chosen),
        "point": NumericArray(shape: [chosen.count], chosen.map { base[$0] }),
      ])
    }
    return .gradient(
      "gradient", "∇F is the derivative of the objective F", of: "objective", along: "point", claimed: "gradient",
      inputs: ["base", "chosen", "point"], steps: ScanSteps(largest: 0.25),
      scale: { $0["chosen"]?.integers.map { widths[$0] } ?? [] }, isCancelling: true, cases: cases)
  }

  private func patternOrder(_ trial: Trial) -> Law<any Subject> {
    let count = trial.refinement.entries.count
    let cases = zip(FitLaws(trial.problem, trial.anchor).points, .permutation(count)).map { values, order in
      values.merging(
        Arrays(["order": NumericArray(Array(0..<count)), "moved": NumericArray(order)]))
    }
    return .invariance(
      "pattern-order", "the order of the patterns moves no bit", inputs: ["point", "order"], moving: [],
      outputs: ["objective", "gradient", "step"], cases: cases
    ) { values throws(SubjectFailure) in values.merging(Arrays(["order": try values.array("moved")])) }
  }

  // MARK: Intensities

  /// One pattern's model near the anchor, its axes as they are.
  private func patterns(_ trial: Trial) -> Generator<Arrays> {
    let count = trial.refinement.entries.count
    return zip(FitLaws(trial.problem, trial.anchor).points, .integer(in: 0...(count - 1))).map { values, entry in
      let local = trial.local(values["point"]?.doubles ?? [], entry)
      return Arrays([
        "point": NumericArray(shape: [local.count], local), "entry": NumericArray([entry]),
        "axes": NumericArray([0, 1, 2]),
      ])
    }
  }

  private func scaling(_ trial: Trial) -> Law<any Subject> {
    let names = trial.refinement.entries.map(\.model.parameterNames)
    let cases = zip(patterns(trial), Generator<Int>.integer(in: -12...12)).map { values, exponent in
      values.merging(Arrays(["exponent": NumericArray([exponent])]))
    }
    let inputs = ["point", "entry"]
    return Law("scale", "scale and background times two give intensities times two, in every bit", cases: cases) {
      subject, values throws(SubjectFailure) in
      let factor = Double(sign: .plus, exponent: try values.array("exponent").integers[0], significand: 1)
      let own = names[try values.array("entry").integers[0]]
      var moved = values
      moved.change("point") { point in
        for (place, name) in own.enumerated() where name == "scale" || name.hasPrefix("background") {
          point[place] *= factor
        }
      }
      var due = try subject.finite(values.only(inputs))
      due.change("intensities") { $0 = $0.map { $0 * factor } }
      return try .compare(try subject.finite(moved.only(inputs)), due)
    }
  }

  private func setting(_ trial: Trial) -> Law<any Subject> {
    let cases = zip(patterns(trial), .permutation(3)).map { values, axes in
      values.merging(Arrays(["moved": NumericArray(axes)]))
    }
    return .invariance(
      "cell-setting", "a crystal with its axes named otherwise gives the same pattern",
      inputs: ["point", "entry", "axes"], moving: ["point"], outputs: ["intensities"], allowance: .reRounding,
      cases: cases
    ) { values throws(SubjectFailure) in values.merging(Arrays(["axes": try values.array("moved")])) }
  }
}
