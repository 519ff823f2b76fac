import Determinism

/// A unit of measurement by its name, as files of molecules state them, and what one of it is in Kanon's units: eV for
/// energies, Å for lengths, e·Å for dipoles, eV/Å for forces, eV/Å³ for stresses. These are ASE's units too.
public struct Unit: Sendable, Equatable {
  /// What a unit measures.
  public enum Quantity: String, Sendable, CaseIterable {
    case energy, length, force, dipole, stress
  }

  /// As it was written.
  public let name: String
  public let quantity: Quantity
  /// One of the unit in Kanon's units.
  public let factor: Double

  /// The unit of a name; nil where the name means none of this quantity.
  ///
  /// Forces and stresses may be written as quotients, `kcal/mol/bohr`, `Hartree/bohr^3`, dipoles as `e*bohr`. `au` is
  /// the atomic unit of any quantity.
  public init?(_ name: String, of quantity: Quantity) {
    guard let factor = Self.factor(name, quantity) else { return nil }
    (self.name, self.quantity, self.factor) = (name, quantity, factor)
  }

  /// Names that are known, for messages.
  public static func names(of quantity: Quantity) -> String {
    switch quantity {
    case .energy: energies.map(\.name).joined(separator: ", ")
    case .length: lengths.map(\.name).joined(separator: ", ")
    case .force: "an energy by a length, as eV/Å or kcal/mol/Å"
    case .dipole: "e*Å, e*bohr, Debye"
    case .stress: "an energy by a length cubed, as eV/Å^3, or " + pressures.map(\.name).joined(separator: ", ")
    }
  }

  private typealias Known = (name: String, factor: Double)

  private static func factor(_ name: String, _ quantity: Quantity) -> Double? {
    let isAtomic = ["au", "a.u.", "atomic"].contains(name)
    switch quantity {
    case .energy: return isAtomic ? Constants.hartree : known(name, energies)
    case .length: return isAtomic ? Constants.bohr : known(name, lengths)
    case .force: return isAtomic ? Constants.hartree / Constants.bohr : quotient(name, power: 1)
    case .dipole:
      if isAtomic { return Constants.bohr }
      if ["Debye", "D", "debye"].contains(name) { return Constants.debye }
      for mark in ["e*", "e·", "e "] where name.hasPrefix(mark) {
        return known(String(name.dropFirst(2)), lengths)
      }
      return nil
    case .stress:
      if isAtomic { return Constants.hartree / (Constants.bohr * Constants.bohr * Constants.bohr) }
      return known(name, pressures) ?? quotient(name, power: 3)
    }
  }

  private static func quotient(_ name: String, power: Int) -> Double? {
    guard let slash = name.lastIndex(of: "/") else { return nil }
    var below = String(name[name.index(after: slash)...])
    if power == 3 {
      guard let mark = ["^3", "**3", "³", "3"].first(where: { below.hasSuffix($0) }) else { return nil }
      below.removeLast(mark.count)
    }
    guard let energy = known(String(name[..<slash]), energies), let length = known(below, lengths) else { return nil }
    return power == 3 ? energy / (length * length * length) : energy / length
  }

  private static func known(_ name: String, _ units: [Known]) -> Double? {
    units.first { sameUTF8($0.name, name) }?.factor
  }

  private static let energies: [Known] = [
    ("eV", 1), ("meV", 1e-3), ("Hartree", Constants.hartree), ("hartree", Constants.hartree), ("Ha", Constants.hartree),
    ("Eh", Constants.hartree), ("Rydberg", Constants.hartree / 2), ("Ry", Constants.hartree / 2),
    ("kcal/mol", Constants.kilocaloriePerMole), ("kJ/mol", Constants.kilojoulePerMole), ("J", Constants.joule),
  ]

  private static let lengths: [Known] = [
    ("Å", 1), ("A", 1), ("Ang", 1), ("Angstrom", 1), ("angstrom", 1), ("bohr", Constants.bohr),
    ("Bohr", Constants.bohr), ("a0", Constants.bohr), ("nm", 10), ("pm", 1e-2),
  ]

  private static let pressures: [Known] = [
    ("GPa", Constants.gigapascal), ("kbar", Constants.gigapascal / 10), ("bar", Constants.gigapascal / 10_000),
    ("Pa", Constants.gigapascal / 1e9),
  ]
}

/// The units of a file's numbers, where the file does not state its own.
public struct Units: Sendable, Equatable {
  public var energy: Unit
  public var length: Unit
  /// nil: the energy's by the length's.
  public var force: Unit?
  /// nil: electron charges times the length's.
  public var dipole: Unit?
  /// nil: the energy's by the length's cubed.
  public var stress: Unit?

  public init(energy: Unit, length: Unit, force: Unit? = nil, dipole: Unit? = nil, stress: Unit? = nil) {
    (self.energy, self.length, self.force, self.dipole, self.stress) = (energy, length, force, dipole, stress)
  }

  /// eV and Å.
  public static let ase = Units(energy: .electronvolt, length: .angstrom)

  /// One of the file's in Kanon's units.
  public func factor(of quantity: Unit.Quantity) -> Double {
    switch quantity {
    case .energy: energy.factor
    case .length: length.factor
    case .force: force?.factor ?? energy.factor / length.factor
    case .dipole: dipole?.factor ?? length.factor
    case .stress: stress?.factor ?? energy.factor / (length.factor * length.factor * length.factor)
    }
  }

  /// Replaces one unit.
  mutating func set(_ unit: Unit) {
    switch unit.quantity {
    case .energy: energy = unit
    case .length: length = unit
    case .force: force = unit
    case .dipole: dipole = unit
    case .stress: stress = unit
    }
  }
}

extension Unit {
  public static let electronvolt = Unit(name: "eV", quantity: .energy, factor: 1)
  public static let angstrom = Unit(name: "Å", quantity: .length, factor: 1)

  private init(name: String, quantity: Quantity, factor: Double) {
    (self.name, self.quantity, self.factor) = (name, quantity, factor)
  }
}
