import Determinism
import Documents
import Layers
import Manifests
public import Oracles
public import Records

extension Multitask {
  /// The laws of a shared trunk, on the weights of an outcome or at initialisation; with a survival, those of the partial
  /// likelihood too.
  public func suite(on outcome: Outcome?) throws -> Suite? {
    let anchor = try anchor(outcome)
    let rows = Generator<Int>.integer(in: 0...(anchor.pool.count - 1)).list(count: anchor.chunk)
    var laws: [Law<Programs>] = [maskedLabels(anchor, rows), batchIsSingle(rows)]
    if tasks.count > 1 { laws += [trunkGradient(anchor, rows), taskOrder(anchor, rows)] }
    if tasks.contains(where: \.value.isSurvival) { laws += likelihoodLaws }
    let names = laws.map(\.name)
    let faults = try faults(anchor).filter { fault in fault.laws?.contains { names.contains($0) } ?? true }
    return Suite(of: try programs(at: anchor), laws: laws, faults: faults, shrinkLimit: 200)
  }

  // MARK: The trunk

  private func trunkGradient(_ anchor: Anchor, _ rows: Generator<[Int]>) -> Law<Programs> {
    let values = anchor.values.map(Double.init)
    let cases = zip(rows, Generator<Double>.dyadic(in: -1...1, bits: 8).list(count: 16)).map { rows, moves in
      let point = values.indices.map { values[$0] * (1 + moves[$0 % moves.count] * 0x1p-6) }
      return Arrays(["rows": NumericArray(rows), "point": NumericArray(shape: [point.count], point)])
    }
    return Law<any Oracles.Subject>.sharedGradient(
      "trunk-gradient", "∂L/∂trunk = Σ over tasks of their own ∂L/∂trunk", inputs: ["rows", "point"], cases: cases
    ).about("tasks", cost: .scan).of { $0.shares }
  }

  /// Samples, an order of tasks, labels that are hidden, and what stands in their place.
  private func lessons(
    _ anchor: Anchor, _ rows: Generator<[Int]>, orders: Generator<[Int]>, hidden: Generator<Int>
  ) -> Generator<Arrays> {
    let places = anchor.chunk * tasks.count
    let noise = Generator<Double>.dyadic(in: -8...8, bits: 6).list(count: places)
    return zip(zip(rows, orders), zip(hidden.list(count: places), noise)).map { first, second in
      Arrays([
        "rows": NumericArray(first.0), "order": NumericArray(first.1), "hidden": NumericArray(second.0),
        "noise": NumericArray(shape: [places], second.1),
      ])
    }
  }

  private func taskOrder(_ anchor: Anchor, _ rows: Generator<[Int]>) -> Law<Programs> {
    let orders = Generator<[Int]>.element(of: Self.orders(tasks.count))
    let plain = NumericArray(Array(tasks.indices))
    return Law<Programs>(
      "task-order", "the order of the tasks moves no bit of the loss and its gradient", field: "tasks",
      cases: lessons(anchor, rows, orders: orders, hidden: .constant(0))
    ) { programs, values throws(SubjectFailure) in
      let due = try programs.training(values.merging(Arrays(["order": plain])))
      return try .compare(try programs.training(values), due)
    }
  }

  private func maskedLabels(_ anchor: Anchor, _ rows: Generator<[Int]>) -> Law<Programs> {
    Law<Programs>(
      "masked-labels", "what stands in the place of a missing label moves no bit", field: "tasks",
      cases: lessons(anchor, rows, orders: .constant(Array(tasks.indices)), hidden: .integer(in: 0...1))
    ) { programs, values throws(SubjectFailure) in
      let noise = try values.array("noise")
      let silent = Arrays(["noise": noise.with(noise.doubles.map { _ in 0 })])
      return try .compare(try programs.training(values), try programs.training(values.merging(silent)))
    }
  }

  private func batchIsSingle(_ rows: Generator<[Int]>) -> Law<Programs> {
    Law<Programs>(
      "batch-is-single", "a sample's answers are the same in every batch", field: "trunk",
      cases: rows.map { Arrays(["rows": NumericArray($0)]) }
    ) { programs, values throws(SubjectFailure) in
      let found = try programs.answers(values).array("answers")
      var due: [Double] = []
      for row in try values.array("rows").integers {
        due += try programs.answers(Arrays(["rows": NumericArray([row])])).numbers("answers")
      }
      return try .compare(Arrays(["answers": found]), Arrays(["answers": found.with(due)]))
    }
  }

  // MARK: The partial likelihood

  private var likelihoodLaws: [Law<Programs>] {
    let inputs = ["risks", "times", "events"]
    let patients = Self.patients
    let definition = Law<Programs>(
      "likelihood", "the partial likelihood and its gradient are those of the definition", field: "tasks",
      cases: patients
    ) { programs, values throws(SubjectFailure) in
      let found = try programs.likelihood(values)
      let limit = Self.roundings(
        risks: try values.numbers("risks"), events: try values.array("events").integers.count { $0 == 1 })
      let due = Arrays(["loss": try found.array("reference"), "gradient": try found.array("reference-gradient")])
      return try .compare(try found.only(["loss", "gradient"]), due) { _, _ in limit }
    }
    let order = Law<any Oracles.Subject>.symmetry(
      "patient-order", "the order of patients moves no bit of the likelihood, or of a patient's gradient",
      inputs: inputs, moving: ["risks": .rows, "times": .rows, "events": .rows], outputs: ["loss", "gradient"],
      carrying: ["gradient": .rows],
      cases: patients.flatMap { values in
        Generator<[Int]>.permutation(values["risks"]?.doubles.count ?? 0).map {
          values.merging(Arrays(["order": NumericArray($0)]))
        }
      }
    ).about("tasks").of { (programs: Programs) in programs.trainedLikelihood }
    let steps = Generator<Double>.dyadic(in: 0x1p-6...4, bits: 6).list(count: Self.latest)
    let time = Law<Programs>(
      "rising-time", "a rising map of time moves no bit", field: "tasks",
      cases: zip(patients, steps).map { values, steps in
        values.merging(Arrays(["steps": NumericArray(shape: [steps.count], steps)]))
      }
    ) { programs, values throws(SubjectFailure) in
      let (times, steps) = (try values.array("times"), try values.numbers("steps"))
      // The k-th moment becomes the sum of the first k steps, all of them above 0.
      let moved = times.doubles.map { steps.prefix(Int($0)).reduce(0, +) }
      let outputs = ["loss", "gradient"]
      return try .compare(
        try programs.trainedLikelihood(values.merging(Arrays(["times": NumericArray(shape: times.shape, moved)]))).only(
          outputs),
        try programs.trainedLikelihood(values).only(outputs))
    }
    return [definition, order, time]
  }

  /// How far two ways of adding the same hazards may be apart.
  ///
  /// Of each of d events a sum of n hazards is off by n + 3 units of rounding, by half of the largest exponent each, and
  /// its logarithm, the largest risk and the risk itself by half of their sizes; twice that, for two ways.
  private static func roundings(risks: [Double], events: Int) -> Double {
    let size = 2 * (risks.map(\.magnitude).max() ?? 0) + Elementary.log(Double(risks.count))
    return 2 * Double(events) * 0x1p-52 * (Double(risks.count) + 3 + 2 * size)
  }

  /// The latest time of a patient of a case; times are whole, so that many are equal, and none is re-rounded.
  private static let latest = 5

  /// Patients with risks, times and events; the first one has the event.
  private static let patients: Generator<Arrays> = Generator<Int>.integer(in: LikelihoodProgram<Float>.counts).flatMap {
    count in
    zip(
      zip(
        Generator<Double>.dyadic(in: -6...6, bits: 8).list(count: count),
        Generator<Int>.integer(in: 1...latest).list(count: count)),
      Generator<Int>.integer(in: 0...1).list(count: count)
    ).map { first, events in
      Arrays([
        "risks": NumericArray(shape: [count], first.0), "times": NumericArray(first.1),
        "events": NumericArray([1] + events.dropFirst()),
      ])
    }
  }
}
