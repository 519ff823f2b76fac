/// Constants of nature in eV, Å, e and u, and in femtoseconds where time is meant.
///
/// Source: CODATA 2022, P. J. Mohr and others, Rev. Mod. Phys. 97 (2025) 025002, doi:10.1103/RevModPhys.97.025002; the
/// joule, mole and kelvin are exact by the SI of 2019. A thermochemical calorie is 4.184 J.
public enum Constants {
  /// The Hartree energy, in eV.
  public static let hartree = 27.211386245981
  /// The Bohr radius, in Å.
  public static let bohr = 0.529177210544
  /// A joule, in eV.
  public static let joule = 1 / 1.602176634e-19
  /// Avogadro's number.
  static let avogadro = 6.02214076e23
  /// In eV.
  public static let kilojoulePerMole = 1000 / (1.602176634e-19 * avogadro)
  /// In eV.
  public static let kilocaloriePerMole = 4.184 * kilojoulePerMole
  /// Boltzmann's constant, in eV/K.
  public static let boltzmann = 1.380649e-23 / 1.602176634e-19
  /// A debye, 1e-21 C·m²/s by the speed of light, in e·Å.
  public static let debye = 1e-21 / 299_792_458 / 1.602176634e-19 * 1e10
  /// A gigapascal, in eV/Å³.
  public static let gigapascal = 1e9 * 1e-30 / 1.602176634e-19
  /// The atomic mass constant, in kg.
  static let atomicMass = 1.66053906892e-27
  /// A femtosecond in the unit of time that goes with eV, Å and u, √(u Å²/eV) = 10.18 fs.
  public static let femtosecond = (1.602176634e-19 / atomicMass).squareRoot() * 1e-5
}
