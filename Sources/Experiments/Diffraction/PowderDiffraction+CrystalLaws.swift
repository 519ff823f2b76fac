import Diffraction
import Documents
import Oracles

extension PowderDiffraction {
  private static let inputs = ["positions", "indices"]

  /// Atoms near their places, where the group lets them be, and some reflections.
  private func crystals(_ scattering: CrystalScattering) -> Generator<Arrays> {
    let model = try? StructureModel(scattering.crystal)
    let positions = scattering.crystal.atoms.map(\.position)
    let count = model?.parameters.count ?? 0
    let moves = Generator<Double>.dyadic(in: -0.0625...0.0625, bits: 16).list(count: count)
    return zip(moves, Self.index.list(count: 1...8)).map { moves, indices in
      var moved = positions
      if let model {
        let point = zip(model.parameters, zip(model.start, moves)).map { parameter, values in
          parameter.role == .position ? values.0 + values.1 : values.0
        }
        moved = model.crystal(at: point).atoms.map(\.position)
      }
      return Arrays().with("positions", points: moved).with("indices", vectors: indices)
    }
  }

  private static var index: Generator<SIMD3<Int>> {
    // Screw axes and glide planes act where an index is 0.
    Generator<Int>.oneOf([.constant(0), .integer(in: -8...8)]).list(count: 3).map { SIMD3($0[0], $0[1], $0[2]) }
  }

  func equivalentAtoms(_ scattering: CrystalScattering) -> Law<any Subject> {
    let operations = scattering.crystal.spaceGroup.operations
    let atoms = scattering.crystal.atoms.count
    let image = zip(
      Generator<Int>.integer(in: 0...(operations.count - 1)), Generator<Int>.integer(in: -2...2).list(count: 3))
    let cases = zip(crystals(scattering), image.list(count: atoms)).map { values, images in
      values.merging(Arrays(["operations": NumericArray(images.map(\.0))])).with(
        "cells", vectors: images.map { SIMD3($0.1[0], $0.1[1], $0.1[2]) })
    }
    return .invariance(
      "equivalent-atoms", "an atom's image by any operation, in any cell, gives the same |F|²", inputs: Self.inputs,
      moving: ["positions"], outputs: ["squares"], allowance: .reRounding, cases: cases
    ) { values throws(SubjectFailure) in
      let (chosen, cells) = (try values.array("operations").integers, try values.vectors("cells"))
      let positions = try values.points("positions")
      return values.with(
        "positions",
        points: positions.indices.map { operations[chosen[$0]].applied(to: positions[$0]) + SIMD3<Double>(cells[$0]) })
    }
  }

  func equivalentReflections(_ scattering: CrystalScattering) -> Law<any Subject> {
    let operations = scattering.crystal.spaceGroup.operations
    let element = zip(Generator<Int>.integer(in: 0...(operations.count - 1)), .bool)
    let cases = zip(crystals(scattering), element).map { values, element in
      values.merging(Arrays(["operation": NumericArray([element.0]), "sign": NumericArray([element.1 ? -1 : 1])]))
    }
    return .invariance(
      "equivalent-reflections", "|F(±hR)|² = |F(h)|² for every operation", inputs: Self.inputs,
      moving: ["positions"], outputs: ["squares"], allowance: .reRounding, cases: cases
    ) { values throws(SubjectFailure) in
      let operation = operations[try values.array("operation").integers[0]]
      let sign = try values.array("sign").integers[0]
      return values.with("indices", vectors: try values.vectors("indices").map { operation.transposed($0) &* sign })
    }
  }

  func originShift(_ scattering: CrystalScattering, _ shifts: [SIMD3<Int>]) -> Law<any Subject> {
    let cases = zip(crystals(scattering), Generator<Int>.integer(in: 0...(shifts.count - 1))).map { values, shift in
      values.with("shift", vectors: [shifts[shift]])
    }
    return .invariance(
      "origin-shift", "an origin that the group's symmetry allows as well gives the same |F|²", inputs: Self.inputs,
      moving: ["positions"], outputs: ["squares"], allowance: .reRounding, cases: cases
    ) { values throws(SubjectFailure) in
      let shift = SIMD3<Double>(try values.vectors("shift")[0]) / Double(SymmetryOperation.denominator)
      return values.with("positions", points: try values.points("positions").map { $0 + shift })
    }
  }

  /// Four places of no symmetry: one alone might be dark by chance.
  private static let general = [
    SIMD3(0.1371, 0.2419, 0.3917), SIMD3(0.0613, 0.1583, 0.4337), SIMD3(0.2137, 0.3469, 0.0829),
    SIMD3(0.0907, 0.4261, 0.2713),
  ]

  func extinctionRule() -> Law<any Subject> {
    let cases = Self.index.map { Arrays().with("index", vectors: [$0]).with("positions", points: Self.general) }
    return Law(
      "extinctions", "what the group extinguishes is dark, and nothing else is", cases: cases
    ) { subject, values throws(SubjectFailure) in
      let found = try subject.finite(values)
      let index = try values.vectors("index")[0]
      guard index != .zero else { return nil }
      // A phase is off by some roundings of 2π h·x, an amplitude as much, an intensity by its square.
      let phase = 16 * Double(2 + abs(index.x) + abs(index.y) + abs(index.z)) * 0x1p-52
      let (dark, relative) = (try found.numbers("extinguished")[0] == 1, try found.numbers("relative")[0])
      if dark {
        return Measurement(
          defect: relative, allowed: phase * phase, visible: phase * phase,
          sentence: "\(index) is extinguished, but has \(relative) of its greatest |F|²")
      }
      return Measurement(
        defect: relative > phase * phase ? 0 : 1, allowed: 0.5, visible: 0.5,
        sentence: "\(index) is not extinguished, but has \(relative) of its greatest |F|²")
    }
  }
}
