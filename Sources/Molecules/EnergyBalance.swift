/// What became of the energy along a motion: kinetic and potential energy, less the heat that a bath gave.
///
/// On a potential whose forces are its gradient the balance stays but for the time step's own error, which swings and
/// does not grow. Its slope is the drift.
public struct EnergyBalance: Sendable, Equatable {
  /// What the bath gave so far, in eV.
  public internal(set) var heat = 0.0
  /// How many moments were seen.
  public private(set) var moments = 0
  /// The balance and the kinetic energy at the last moment, in eV.
  public private(set) var last = 0.0
  public private(set) var kinetic = 0.0
  /// The largest deviation from the first moment, in eV.
  public private(set) var largest = 0.0

  private let atoms: Int
  private var first = 0.0
  private var start = 0.0
  /// Sums over moments of time and deviation: t, e, tt, te, ee, and of the kinetic energy.
  private var (t, e, tt, te, ee, kinetics) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

  init(atoms: Int) { self.atoms = atoms }

  mutating func add(time: Double, potential: Double, kinetic: Double) {
    (last, self.kinetic) = (potential + kinetic - heat, kinetic)
    if moments == 0 { (first, start) = (last, time) }
    let (away, deviation) = (time - start, last - first)
    moments += 1
    largest = max(largest, deviation.magnitude)
    t += away
    e += deviation
    tt += away * away
    te += away * deviation
    ee += deviation * deviation
    kinetics += kinetic
  }

  /// The slope of a straight line through the balance, in eV for each atom and picosecond; 0 of one moment.
  public var drift: Double {
    let count = Double(moments)
    let spread = count * tt - t * t
    return spread > 0 ? 1000 * (count * te - t * e) / spread / Double(max(1, atoms)) : 0
  }

  /// The root mean square of the balance about its mean, in eV.
  public var fluctuation: Double {
    let count = Double(max(1, moments))
    return max(0, ee / count - (e / count) * (e / count)).squareRoot()
  }

  /// The mean of 2 K / (degrees k), in K.
  public func meanTemperature(degrees: Int) -> Double {
    2 * kinetics / Double(max(1, moments)) / (Double(max(1, degrees)) * Constants.boltzmann)
  }
}
