public import Determinism
public import Documents
public import Laboratory
public import Molecules

/// A motion of atoms: how far it goes, in what steps, and what is written of it.
public struct Motion: Sendable {
  public let steps: Int
  /// A frame is written after so many steps.
  public let interval: Int
  /// In fs.
  public let timeStep: Double
  /// The temperature of atoms that start without momenta, in K.
  public let temperature: Double
  /// In 1/fs; nil for a free motion.
  public let friction: Double?
  public let stream: RandomStream

  public init(
    steps: Int, interval: Int, timeStep: Double, temperature: Double, friction: Double?, stream: RandomStream
  ) {
    (self.steps, self.interval, self.timeStep) = (steps, interval, timeStep)
    (self.temperature, self.friction, self.stream) = (temperature, friction, stream)
  }

  /// What became of a motion.
  public struct Report: Sendable {
    public fileprivate(set) var frames = 0
    public fileprivate(set) var steps = 0
    public fileprivate(set) var balance: EnergyBalance
    public fileprivate(set) var isInterrupted = false
    /// Where it failed, and why: what was written before is sound.
    public fileprivate(set) var failure: MoleculesError?
    /// In fs.
    public let timeStep: Double
    /// Directions of momentum space, for temperatures.
    public let degrees: Int
  }

  /// Follows atoms from a frame.
  ///
  /// A frame with momenta goes on from there, and from the number of its `step`; the frame itself is then not written
  /// again, so that the files of two parts, one behind the other, are the file of the whole. Any other starts with
  /// thermal momenta, and is the first that is written.
  /// - Parameter write: takes each frame as it is due.
  /// - Throws: what `write` throws, and where the motion can't begin.
  public func run(
    from start: Frame, on potential: any Potential, _ progress: Progress, write: (Frame) throws -> Void
  ) throws -> Report {
    var start = start
    let goesOn = start.momenta != nil
    let first = goesOn ? start.remark("step").flatMap { Numeral.parseInteger($0) } ?? 0 : 0
    if !goesOn { start.momenta = start.thermalMomenta(temperature: temperature, stream: stream) }
    start.columns = start.columns.filter { $0.name == "masses" }
    let bath = friction.map { Dynamics.Bath(temperature: temperature, friction: $0) }
    var dynamics = try Dynamics(
      start, on: potential, timeStep: timeStep, bath: bath, stream: stream, step: Int(first))
    var report = Report(
      balance: dynamics.balance, timeStep: timeStep,
      degrees: bath == nil ? start.thermalDegrees : 3 * start.atomCount)
    if !goesOn {
      try write(dynamics.written(report.degrees))
      report.frames += 1
    }
    do {
      while report.steps < steps {
        try dynamics.advance()
        report.steps += 1
        report.balance = dynamics.balance
        if report.steps % interval == 0 {
          try write(dynamics.written(report.degrees))
          report.frames += 1
        }
        try progress.report(
          "motion", fraction: Double(report.steps) / Double(steps),
          metric: "\(Numeral.brief(report.balance.meanTemperature(degrees: report.degrees), digits: 3)) K")
      }
    } catch is Interruption {
      report.isInterrupted = true
    } catch let failure as MoleculesError {
      report.failure = failure
    }
    return report
  }
}

extension Dynamics {
  /// The frame as it is written: what a motion needs to go on, and what people look for.
  fileprivate func written(_ degrees: Int) -> Frame {
    var frame = frame
    let temperature = 2 * kineticEnergy / (Double(degrees) * Constants.boltzmann)
    frame.remarks = [
      Frame.Remark("step", "\(step)"), Frame.Remark("time_fs", Numeral.render(time)),
      Frame.Remark("kinetic_energy", Numeral.render(kineticEnergy)),
      Frame.Remark("temperature_K", Numeral.brief(temperature, digits: 6)),
    ]
    return frame
  }
}

extension Motion.Report {
  /// In ps.
  public var time: Double { Double(steps) * timeStep / 1000 }

  public var meanTemperature: Double { balance.meanTemperature(degrees: degrees) }

  public var document: JSON {
    var document: JSON = [
      "status": failure != nil ? "failed" : isInterrupted ? "interrupted" : "completed",
      "steps": .integer(Int64(steps)), "frames": .integer(Int64(frames)), "time_ps": .number(time),
      "time_step_fs": .number(timeStep), "mean_temperature_K": .number(meanTemperature),
      "energy_drift_eV_per_atom_per_ps": .number(balance.drift),
      "energy_fluctuation_eV": .number(balance.fluctuation), "largest_energy_error_eV": .number(balance.largest),
      "heat_from_bath_eV": .number(balance.heat),
    ]
    if let failure { document["failure"] = .string(failure.description) }
    return document
  }
}
