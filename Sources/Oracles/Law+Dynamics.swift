import Determinism
import Documents

extension Law where System == any Subject {
  /// The total energy of a free motion stays.
  ///
  /// Velocity Verlet with unit masses, with the steps h, h/2 and h/4 over one span of time. Its own error is even in h,
  /// so that at each moment two extrapolations to h = 0 remain, and their difference tells what is left of it. What then
  /// still drifts was done by forces that belong to no energy. Defects are in units of the kinetic energy at the start.
  ///
  /// A motion through a place where the energy bends within a step has no such errors. So a drift has to stay the same as
  /// the step is halved twice more, or the case says nothing.
  /// - Parameters:
  ///   - speed: of each coordinate at the start, at most.
  ///   - step: of time.
  ///   - steps: of the longest kind.
  public static func energyConservation(
    of molecules: Generator<Arrays>, speed: Double, step: Double, steps: Int = 48
  ) -> Law {
    let cases = molecules.flatMap { molecule in
      Generator<NumericArray>.dyadic(shape: [molecule.atomCount, 3], within: speed, bits: 12).map {
        molecule.with("velocities", $0)
      }
    }
    return Law(
      "energy-conservation", "E + Σ v²/2 stays along a free motion", cost: .dynamics, cases: cases
    ) { subject, values throws(SubjectFailure) in
      let given = try values.only(atoms)
      let velocities = try values.numbers("velocities")
      let kinetic = 0.5 * velocities.reduce(0) { $0 + $1 * $1 }
      guard kinetic > 0 else { return nil }
      func run(_ factor: Int) throws(SubjectFailure) -> [Double] {
        try totals(subject, given, velocities, step: step / Double(factor), steps: steps * factor, every: factor)
      }
      let energy = try subject.finite(given).array("energy")
      let size = energy.doubles.map(\.magnitude).max() ?? 0
      let rounding = 16 * energy.resolution * (size + kinetic) * Double(4 * steps).squareRoot()
      var runs = [try run(1), try run(2), try run(4)]
      var found = Drift(runs[0], runs[1], runs[2])
      for factor in [8, 16] {
        guard found.measurement(kinetic: kinetic, step: step, rounding: rounding).isViolation else { break }
        runs = [runs[1], runs[2], try run(factor)]
        let finer = Drift(runs[0], runs[1], runs[2])
        guard found.stays(in: finer) else { return nil }
        found = finer
      }
      return found.measurement(kinetic: kinetic, step: step, rounding: rounding)
    }
  }

  /// The total energy along a motion, less its value at the start, every so many steps.
  private static func totals(
    _ subject: any Subject, _ given: Arrays, _ start: [Double], step: Double, steps: Int, every: Int
  ) throws(SubjectFailure) -> [Double] {
    let place = try given.array("positions")
    var (positions, velocities) = (place.doubles, start)
    var answer = try subject.finite(given)
    func total() throws(SubjectFailure) -> Double {
      ExactSum.sum(try answer.numbers("energy") + velocities.map { 0.5 * $0 * $0 })
    }
    let first = try total()
    var totals = [0.0]
    for number in 1...steps {
      var forces = try answer.numbers("forces")
      guard forces.count == positions.count else {
        throw SubjectFailure(.shape, "forces has \(forces.count) numbers, positions \(positions.count)")
      }
      for i in positions.indices {
        velocities[i] += 0.5 * step * forces[i]
        positions[i] += step * velocities[i]
      }
      answer = try subject.finite(
        given.with("positions", NumericArray(shape: place.shape, positions).typed(like: place)))
      forces = try answer.numbers("forces")
      for i in positions.indices { velocities[i] += 0.5 * step * forces[i] }
      if number % every == 0 { totals.append(try total() - first) }
    }
    return totals
  }
}

/// What is left of the total energy's drift along a motion, from three runs with halved steps.
private struct Drift {
  /// At each moment the drift extrapolated to steps of nothing, and how far off it may be.
  private var moments: [(drift: Double, allowed: Double)] = []

  init(_ coarse: [Double], _ middle: [Double], _ fine: [Double]) {
    var (uncertain, rough) = (0.0, 0.0)
    for (a, (b, c)) in zip(coarse, zip(middle, fine)).dropFirst() {
      let (first, second) = ((4 * b - a) / 3, (4 * c - b) / 3)
      // Errors of a trajectory grow along it: the largest so far counts.
      uncertain = max(uncertain, (second - first).magnitude)
      rough = max(rough, c.magnitude)
      moments.append(((16 * second - first) / 15, uncertain + 0x1p-6 * rough))
    }
  }

  /// Whether finer runs find the largest drift again, to a sixteenth.
  func stays(in finer: Drift) -> Bool {
    guard let largest = moments.indices.max(by: { moments[$0].drift.magnitude < moments[$1].drift.magnitude }) else {
      return true
    }
    let (drift, again) = (moments[largest].drift, finer.moments[largest].drift)
    return (again - drift).magnitude <= drift.magnitude / 16
  }

  func measurement(kinetic: Double, step: Double, rounding: Double) -> Measurement {
    var worst = Worst()
    for (number, moment) in moments.enumerated() {
      worst.add(moment.drift.magnitude / kinetic, allowed: (moment.allowed + rounding) / kinetic) {
        "after \(number + 1) steps of \(Numeral.brief(step)) the total energy is off by "
          + "\(Numeral.brief(moment.drift, digits: 2)) of a kinetic energy of \(Numeral.brief(kinetic))"
      }
    }
    return worst.measurement
  }
}
