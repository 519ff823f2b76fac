public import Determinism

/// Atoms that move by Newton's law on a potential, free or in a bath.
///
/// Free motion is velocity Verlet. In a bath it is Langevin's equation by the splitting BAOAB, whose averages over
/// positions are right to the fourth order of the time step in the harmonic limit. A motion is a pure function of its
/// start, its potential and its stream: the noise of step s and atom i has its own place in the stream, so that a motion
/// that goes on from a written frame has the bits of one that was never stopped.
///
/// Sources: L. Verlet, doi:10.1103/PhysRev.159.98; B. Leimkuhler and C. Matthews, "Rational construction of stochastic
/// numerical methods for molecular sampling", Appl. Math. Res. eXpress 2013, 34, doi:10.1093/amrx/abs010.
public struct Dynamics: Sendable {
  /// What keeps atoms at a temperature.
  public struct Bath: Sendable, Equatable {
    /// In K.
    public var temperature: Double
    /// How fast the bath takes momenta over, in 1/fs.
    public var friction: Double

    public init(temperature: Double, friction: Double) { (self.temperature, self.friction) = (temperature, friction) }
  }

  /// The atoms now, with momenta and what the potential says of them.
  public private(set) var frame: Frame
  /// How many steps were done, those before the start included.
  public private(set) var step: Int
  public private(set) var balance: EnergyBalance
  /// In fs.
  public let timeStep: Double
  public let bath: Bath?

  private let potential: any Potential
  private let masses: [Double]
  private let noise: RandomStream
  private var forces: [Double]

  /// - Parameters:
  ///   - frame: the start; without momenta the atoms rest.
  ///   - timeStep: in fs.
  ///   - stream: the noise of a bath.
  ///   - step: the number of the step that the frame is.
  /// - Throws: where the potential has no answer, a mass is not positive, or a number of the bath means nothing.
  public init(
    _ frame: Frame, on potential: any Potential, timeStep: Double, bath: Bath? = nil, stream: RandomStream,
    step: Int = 0
  ) throws(MoleculesError) {
    guard timeStep > 0, timeStep.isFinite else {
      throw MoleculesError("time step", "is \(timeStep) fs; a positive time is due, as 0.5")
    }
    if let bath, !(bath.temperature >= 0 && bath.temperature < 1e6 && bath.friction > 0 && bath.friction < 1e6) {
      throw MoleculesError(
        "bath",
        "has \(bath.temperature) K and a friction of \(bath.friction)/fs; a temperature and a positive rate are due")
    }
    masses = frame.masses
    if let atom = masses.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw MoleculesError("atom \(atom)", "has the mass \(masses[atom]) u; a positive one is due")
    }
    (self.frame, self.timeStep, self.bath, self.potential, self.step) = (frame, timeStep, bath, potential, step)
    noise = stream.child("langevin")
    forces = []
    balance = EnergyBalance(atoms: frame.atomCount)
    self.frame.momenta = frame.momenta ?? Array(repeating: 0, count: 3 * frame.atomCount)
    try evaluate()
    balance.add(time: time, potential: self.frame.energy ?? 0, kinetic: kineticEnergy)
  }

  /// How long the motion has been going on, in fs.
  public var time: Double { Double(step) * timeStep }

  /// Σ p²/2m, in eV.
  public var kineticEnergy: Double {
    let momenta = frame.momenta ?? []
    return ExactSum.sum(count: momenta.count) { momenta[$0] * momenta[$0] / (2 * masses[$0 / 3]) }
  }

  /// Does one step.
  /// - Throws: where the potential has no answer any more; what was reached before stays as it was.
  public mutating func advance() throws(MoleculesError) {
    var next = self
    next.kick()
    if let bath {
      next.drift(by: 0.5)
      next.exchange(bath)
      next.drift(by: 0.5)
    } else {
      next.drift(by: 1)
    }
    next.step += 1
    try next.evaluate()
    next.kick()
    next.balance.add(time: next.time, potential: next.frame.energy ?? 0, kinetic: next.kineticEnergy)
    self = next
  }

  /// The time step in the unit that goes with eV, Å and u.
  private var span: Double { timeStep * Constants.femtosecond }

  /// Half a step of forces.
  private mutating func kick() {
    var momenta = frame.momenta ?? []
    for k in momenta.indices { momenta[k] += 0.5 * span * forces[k] }
    frame.momenta = momenta
  }

  /// A part of a step along the momenta.
  private mutating func drift(by part: Double) {
    guard let momenta = frame.momenta else { return }
    for k in momenta.indices { frame.positions[k] += part * span * momenta[k] / masses[k / 3] }
  }

  /// The exact solution of the bath alone over one step.
  private mutating func exchange(_ bath: Bath) {
    guard var momenta = frame.momenta else { return }
    let before = kineticEnergy
    let kept = Elementary.exp(-bath.friction * timeStep)
    let taken = (-Elementary.expm1(-2 * bath.friction * timeStep) * Constants.boltzmann * bath.temperature).squareRoot()
    var stream = noise
    // A normal number takes one word.
    stream.position = UInt64(step) &* UInt64(momenta.count)
    for k in momenta.indices {
      momenta[k] = kept * momenta[k] + taken * masses[k / 3].squareRoot() * stream.nextNormal()
    }
    frame.momenta = momenta
    balance.heat += kineticEnergy - before
  }

  private mutating func evaluate() throws(MoleculesError) {
    let answer: PotentialAnswer
    do throws(MoleculesError) { answer = try potential(frame) } catch {
      throw MoleculesError("step \(step), \(error.place)", error.reason)
    }
    guard answer.forces.count == frame.positions.count else {
      throw MoleculesError(
        "step \(step)", "\(answer.forces.count) forces on \(frame.atomCount) atoms; three for each are due")
    }
    if !answer.energy.isFinite || !answer.forces.allSatisfy(\.isFinite) {
      let atom = answer.forces.firstIndex { !$0.isFinite }.map { "atom \($0 / 3)'s force" } ?? "the energy"
      throw MoleculesError("step \(step)", "\(atom) is not finite; a shorter time step may help, or a better start")
    }
    forces = answer.forces
    (frame.energy, frame.forces, frame.dipole) = (answer.energy, answer.forces, answer.dipole)
    frame.stress = answer.stress
  }
}
