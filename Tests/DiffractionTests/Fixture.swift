import Diffraction
import Documents
import Foundation

/// Files beside the tests.
enum Fixture {
  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = Bundle.module.resourceURL?.appendingPathComponent("Fixtures") ?? URL(fileURLWithPath: "Fixtures")
    return Array(try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  static func json(_ name: String) throws -> JSON { try JSON(parsing: bytes(name), file: name) }
}

extension JSON {
  var numbers: [Double] { (asArray ?? []).compactMap(\.asNumber) }
}

/// Structures that several tests use.
enum Sample {
  /// Fluorite's relative with no position free.
  static func ceria() throws -> Crystal {
    Crystal(
      "CeO2", cell: Cell(edges: SIMD3(repeating: 5.411651), angles: SIMD3(repeating: 90)),
      spaceGroup: try SpaceGroup(named: "F m -3 m"),
      atoms: [
        Atom("Ce", type: "Ce", position: SIMD3(0, 0, 0), displacement: 0.0025),
        Atom("O", type: "O", position: SIMD3(repeating: 0.25), displacement: 0.0045),
      ])
  }

  /// An orthorhombic structure whose atoms are free along some axes.
  static func anglesite() throws -> Crystal {
    Crystal(
      "PbSO4", cell: Cell(edges: SIMD3(8.48, 5.398, 6.958), angles: SIMD3(repeating: 90)),
      spaceGroup: try SpaceGroup(named: "P n m a"),
      atoms: [
        Atom("Pb", type: "Pb", position: SIMD3(0.1882, 0.25, 0.167), displacement: 0.01),
        Atom("S", type: "S", position: SIMD3(0.063, 0.25, 0.686), displacement: 0.01),
        Atom("O1", type: "O", position: SIMD3(-0.095, 0.25, 0.6), displacement: 0.01),
        Atom("O2", type: "O", position: SIMD3(0.181, 0.25, 0.543), displacement: 0.01),
        Atom("O3", type: "O", position: SIMD3(0.085, 0.026, 0.806), displacement: 0.01),
      ])
  }

  /// A trigonal structure without inversion centre, an oxygen at a general position.
  static func quartz() throws -> Crystal {
    Crystal(
      "SiO2", cell: Cell(edges: SIMD3(4.9134, 4.9134, 5.4052), angles: SIMD3(90, 90, 120)),
      spaceGroup: try SpaceGroup(named: "P 32 2 1"),
      atoms: [
        Atom("Si", type: "Si", position: SIMD3(0.4697, 0, 2.0 / 3), displacement: 0.006),
        Atom("O", type: "O", position: SIMD3(0.4135, 0.2669, 0.7858), displacement: 0.011),
      ])
  }

  static func angles(_ first: Double, _ last: Double, step: Double) -> [Double] {
    (0...Int((last - first) / step)).map { first + Double($0) * step }
  }
}
