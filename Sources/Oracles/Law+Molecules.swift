import Documents

/// Laws of programs that take `species` i64 [n] and `positions` [n, 3] to an `energy` and `forces` [n, 3].
extension Law where System == any Subject {
  static var atoms: [String] { ["species", "positions"] }

  /// F = −∂E/∂x, every component of every atom.
  public static func forces(of molecules: Generator<Arrays>, steps: ScanSteps = ScanSteps(largest: 0x1p-4)) -> Law {
    gradient(
      "forces", "F = −∂E/∂x, every atom and component", of: "energy", along: "positions", claimed: "forces", sign: -1,
      inputs: atoms, steps: steps, cases: molecules)
  }

  /// ∂Fᵢ/∂xⱼ = ∂Fⱼ/∂xᵢ.
  public static func forceJacobian(
    of molecules: Generator<Arrays>, steps: ScanSteps = ScanSteps(largest: 0x1p-4)
  ) -> Law {
    jacobianSymmetry(
      "force-jacobian", "∂Fᵢ/∂xⱼ = ∂Fⱼ/∂xᵢ", of: "forces", along: "positions", inputs: atoms, steps: steps,
      cases: molecules)
  }

  /// Equal under any order of the atoms: E stays, forces follow their atoms.
  public static func atomPermutation(of molecules: Generator<Arrays>, allowance: Allowance = .exact) -> Law {
    symmetry(
      "atom-permutation", "E(P x) = E(x), F(P x) = P F(x)", inputs: atoms,
      moving: ["species": .rows, "positions": .rows], outputs: ["energy", "forces"], carrying: ["forces": .rows],
      allowance: allowance,
      cases: molecules.flatMap { molecule in
        Generator<[Int]>.permutation(molecule.atomCount).map { molecule.with("order", NumericArray($0)) }
      })
  }

  /// E(x + t) = E(x), F(x + t) = F(x), for translations on the grid of the positions, which round nothing.
  public static func translation(of molecules: Generator<Arrays>, allowance: Allowance = .exact) -> Law {
    let shift = Generator<Double>.dyadic(in: -8...8, bits: 6).list(count: 3)
    return Law(
      "translation", "E(x + t) = E(x), F(x + t) = F(x)",
      cases: zip(molecules, shift).map { $0.with("shift", NumericArray(shape: [3], $1)) }
    ) { subject, values throws(SubjectFailure) in
      let shift = try values.numbers("shift")
      return try motion(subject, values, allowance, turning: ["forces"]) { positions in
        positions.enumerated().map { $1 + shift[$0 % 3] }
      } vectors: {
        $0
      }
    }
  }

  /// E(R x) = E(x), F(R x) = R F(x), for rotations uniform on SO(3); an output `dipole` [3] turns too.
  public static func rotation(of molecules: Generator<Arrays>, allowance: Allowance = .reRounding) -> Law {
    turn("rotation", "E(R x) = E(x), F(R x) = R F(x) for R in SO(3)", molecules, .rotation, allowance)
  }

  /// The same for the 48 signed permutations of the axes, which round nothing.
  public static func signedPermutation(of molecules: Generator<Arrays>, allowance: Allowance = .exact) -> Law {
    turn(
      "signed-permutation", "E(R x) = E(x), F(R x) = R F(x) for the 48 signed permutations", molecules,
      .signedPermutation(), allowance)
  }

  private static func turn(
    _ name: String, _ statement: String, _ molecules: Generator<Arrays>, _ group: Generator<NumericArray>,
    _ allowance: Allowance
  ) -> Law {
    Law(
      name, statement, cases: zip(molecules, group).map { $0.with("rotation", $1) }
    ) { subject, values throws(SubjectFailure) in
      let rotation = try values.numbers("rotation")
      return try motion(subject, values, allowance, turning: ["forces", "dipole"]) {
        rotated($0, by: rotation)
      } vectors: {
        rotated($0, by: rotation)
      }
    }
  }

  /// Compares a molecule with the same one moved; vectors that the subject does not give are not asked for.
  private static func motion(
    _ subject: any Subject, _ values: Arrays, _ allowance: Allowance, turning vectors: [String],
    _ move: ([Double]) -> [Double], vectors turn: ([Double]) -> [Double]
  ) throws(SubjectFailure) -> Measurement {
    let given = try values.only(atoms)
    let positions = try given.array("positions")
    // The move is made in double precision and rounded once to the subject's type.
    let moved = given.with("positions", positions.with(move(positions.doubles)))
    let all = try subject.finite(given)
    let names = ["energy", "forces"] + vectors.filter { $0 != "forces" && all[$0] != nil }
    let before = try all.only(names)
    let after = try subject.finite(moved).only(names)
    var due = before
    for name in names where vectors.contains(name) {
      let array = try before.array(name)
      due[name] = NumericArray(shape: array.shape, turn(array.doubles))
    }
    let limits = try allowance.limits(subject, at: [(given, before), (moved, after)], moving: ["positions"])
    return try .compare(after, due) { name, _ in limits[name] ?? 0 }
  }
}

/// Every point of a list of coordinates, turned by a row-major 3 × 3 matrix.
func rotated(_ coordinates: [Double], by matrix: [Double]) -> [Double] {
  var result = coordinates
  for atom in 0..<(coordinates.count / 3) {
    for row in 0..<3 {
      var sum = 0.0
      for column in 0..<3 { sum += matrix[3 * row + column] * coordinates[3 * atom + column] }
      result[3 * atom + row] = sum
    }
  }
  return result
}

extension Arrays {
  /// The number of atoms.
  var atomCount: Int { self["species"]?.shape.first ?? 0 }
}
