import Documents

/// Laws of energies that end at a distance: `cutoff`, in the units of the positions.
extension Law where System == any Subject {
  /// E(A ∪ B) = E(A) + E(B), and the forces too, when no atom of A is within the cutoff of one of B.
  public static func additivity(of molecules: Generator<Arrays>, cutoff: Double) -> Law {
    Law(
      "additivity", "E(A ∪ B) = E(A) + E(B) beyond the cutoff",
      cases: zip(molecules, molecules).map { first, second in
        var both = first
        both["other species"] = second["species"]
        both["other positions"] = second["positions"]
        return both
      }
    ) { subject, values throws(SubjectFailure) in
      let first = try values.only(atoms)
      let others = try values.array("other positions")
      let positions = try values.array("positions")
      // Along x, by a whole number of cutoffs, so that the grid of the positions is kept.
      let reach = (positions.doubles + others.doubles).map(\.magnitude).max() ?? 0
      let gap = (2 * reach + cutoff + 1).rounded(.up)
      let shifted = others.with(others.doubles.enumerated().map { $0 % 3 == 0 ? $1 + gap : $1 })
      let second = Arrays(["species": try values.array("other species"), "positions": shifted])
      var together = Arrays()
      for name in atoms {
        let (a, b) = (try first.array(name), try second.array(name))
        let shape = [a.shape[0] + b.shape[0]] + a.shape.dropFirst()
        together[name] = NumericArray(shape: shape, a.doubles + b.doubles).typed(like: a)
      }
      let (left, right) = (try subject.finite(first), try subject.finite(second))
      let answer = try subject.finite(together).only(["energy", "forces"])
      let energy = try answer.array("energy")
      let due = Arrays([
        "energy": NumericArray(
          shape: energy.shape, Swift.zip(try left.numbers("energy"), try right.numbers("energy")).map { $0 + $1 }),
        "forces": NumericArray(
          shape: try answer.array("forces").shape, try left.numbers("forces") + right.numbers("forces")),
      ])
      let limits = try Allowance.reRounding.limits(subject, at: [(together, answer)], moving: ["positions"])
      return try .compare(answer, due) { name, _ in limits[name] ?? 0 }
    }
  }

  /// Two atoms feel each other within the cutoff, and not at all from it on.
  public static func cutoff(_ cutoff: Double, species: [Int]) -> Law {
    Law(
      "cutoff", "F = 0 from the cutoff on, and not before",
      cases: pairs(species, distance: .dyadic(in: 0.5...1.5, bits: 8)).filter { $0["distance"]?.doubles[0] != 0 }
    ) { subject, values throws(SubjectFailure) in
      let distance = try values.numbers("distance")[0] * cutoff
      let forces = try subject.finite(pair(values, at: distance)).numbers("forces")
      let largest = forces.map(\.magnitude).max() ?? 0
      if distance >= cutoff {
        return Measurement(
          defect: largest, allowed: 0, visible: 0,
          sentence: "the force is \(largest) at \(distance), from the cutoff on")
      }
      return Measurement(
        defect: largest > 0 ? 0 : 1, allowed: 0, visible: 0,
        sentence: "there is no force at \(distance), within the cutoff")
    }
  }

  /// Energy and force do not jump at the cutoff.
  ///
  /// Across the cutoff, from ε within to ε beyond, energy and force may change by eight times what they change by over
  /// the same length within, plus what rounding makes of them; ε is 2⁻¹² of the cutoff.
  public static func smoothCutoff(_ cutoff: Double, species: [Int], allowance: Allowance = .reRounding) -> Law {
    Law(
      "smooth-cutoff", "E and F are continuous at the cutoff",
      cases: pairs(species, distance: .constant(1))
    ) { subject, values throws(SubjectFailure) in
      let step = cutoff * 0x1p-12
      var answers: [Arrays] = []
      var inputs: [Arrays] = []
      for place in [-3.0, -1, 1] {
        inputs.append(try pair(values, at: cutoff + place * step))
        answers.append(try subject.finite(inputs[inputs.count - 1]).only(["energy", "forces"]))
      }
      let limits = try allowance.limits(
        subject, at: Array(Swift.zip(inputs, answers)), moving: ["positions"])
      let (before, within) = (answers[0], answers[1])
      return try .compare(answers[2], within) { name, place in
        let change = ((before[name]?.doubles[place] ?? 0) - (within[name]?.doubles[place] ?? 0)).magnitude
        return 8 * change + (limits[name] ?? 0)
      }
    }
  }

  private static func pairs(_ species: [Int], distance: Generator<Double>) -> Generator<Arrays> {
    zip(Generator<Int>.element(of: species).list(count: 2), zip(distance, .integer(in: 0...2))).map { kinds, place in
      Arrays([
        "species": NumericArray(kinds), "distance": NumericArray(shape: [1], [place.0]),
        "axis": NumericArray([place.1]),
      ])
    }
  }

  private static func pair(_ values: Arrays, at distance: Double) throws(SubjectFailure) -> Arrays {
    var positions = Array(repeating: 0.0, count: 6)
    positions[3 + (try values.array("axis").integers[0])] = distance
    return Arrays(["species": try values.array("species"), "positions": NumericArray(shape: [2, 3], positions)])
  }
}
