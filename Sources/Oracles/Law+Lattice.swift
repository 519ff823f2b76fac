import Determinism
import Documents

/// Laws of programs that take `species` [n], `positions` [n, 3] and the vectors `cell` [3, 3] of a periodic box.
extension Law where System == any Subject {
  private static var box: [String] { ["species", "positions", "cell"] }

  /// An atom in another image of the box is the same atom: moving it by a lattice vector changes nothing.
  ///
  /// A neighbour that is lost, or counted twice, in one image only is seen by this.
  public static func latticeTranslation(of crystals: Generator<Arrays>, allowance: Allowance = .exact) -> Law {
    let moves = zip(Generator<Int>.integer(in: 0...63), Generator<Int>.integer(in: -1...1).list(count: 3))
    return Law(
      "lattice-translation", "E and F stay when an atom moves by a vector of the box",
      cases: zip(crystals, moves).map { crystal, move in
        crystal.with("atom", NumericArray([move.0])).with("image", NumericArray(move.1))
      }
    ) { subject, values throws(SubjectFailure) in
      let given = try values.only(box)
      let (cell, image) = (try given.numbers("cell"), try values.numbers("image"))
      let positions = try given.array("positions")
      var moved = positions.doubles
      guard moved.count >= 3, image.contains(where: { $0 != 0 }) else { return nil }
      let atom = try values.array("atom").integers[0] % (moved.count / 3)
      for axis in 0..<3 {
        for row in 0..<3 { moved[3 * atom + axis] += image[row] * cell[3 * row + axis] }
      }
      let there = given.with("positions", positions.with(moved))
      let before = try subject.finite(given).only(["energy", "forces"])
      let after = try subject.finite(there).only(["energy", "forces"])
      let limits = try allowance.limits(subject, at: [(given, before), (there, after)], moving: ["positions"])
      return try .compare(after, before) { name, _ in limits[name] ?? 0 }
    }
  }

  /// Two boxes beside each other are one box twice as large: 2 E, and the same forces.
  public static func supercell(of crystals: Generator<Arrays>, allowance: Allowance = .exact) -> Law {
    Law(
      "supercell", "E(two boxes) = 2 E(one), F the same",
      cases: zip(crystals, Generator<Int>.integer(in: 0...2)).map { $0.with("along", NumericArray([$1])) }
    ) { subject, values throws(SubjectFailure) in
      let given = try values.only(box)
      let along = try values.array("along").integers[0]
      let (species, positions, cell) = (
        try given.array("species"), try given.array("positions"), try given.array("cell")
      )
      var rows = cell.doubles
      let vector = (0..<3).map { rows[3 * along + $0] }
      for axis in 0..<3 { rows[3 * along + axis] *= 2 }
      let copies = positions.doubles + positions.doubles.enumerated().map { $1 + vector[$0 % 3] }
      let count = positions.shape[0]
      let doubled = Arrays([
        "species": NumericArray(species.integers + species.integers),
        "positions": NumericArray(shape: [2 * count, 3], copies).typed(like: positions), "cell": cell.with(rows),
      ])
      let one = try subject.finite(given).only(["energy", "forces"])
      let two = try subject.finite(doubled).only(["energy", "forces"])
      let (energy, forces) = (try one.array("energy"), try one.array("forces"))
      let due = Arrays([
        "energy": energy.with(energy.doubles.map { 2 * $0 }),
        "forces": NumericArray(shape: [2 * count, 3], forces.doubles + forces.doubles),
      ])
      let limits = try allowance.limits(subject, at: [(doubled, two)], moving: ["positions"])
      return try .compare(two, due) { name, _ in limits[name] ?? 0 }
    }
  }
}
