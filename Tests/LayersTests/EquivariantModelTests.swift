import Autodiff
import Determinism
import Layers
import Testing

/// A model of molecules with drawn weights: its symmetries, and its forces against its energy.
@Suite struct EquivariantModelTests {
  static let model = EquivariantModel(species: 3, features: 12, interactions: 2, functions: 6, cutoff: 3)

  /// Atoms by element and place, all pairs within the cutoff.
  static func system(_ species: [Int], _ positions: [Double]) -> MolecularSystem {
    var (first, second) = ([Int](), [Int]())
    for i in species.indices {
      for j in species.indices where j > i {
        let square = (0..<3).reduce(0.0) {
          let apart = positions[3 * j + $1] - positions[3 * i + $1]
          return $0 + apart * apart
        }
        guard square < model.cutoff * model.cutoff else { continue }
        first.append(i)
        second.append(j)
      }
    }
    return MolecularSystem(
      species: species, positions: positions, first: first, second: second,
      shifts: [Double](repeating: 0, count: 3 * first.count))
  }

  static let species = [0, 1, 2, 1, 0, 1]
  /// Multiples of 2⁻¹⁰ Å, so that translations can be exact.
  static let positions: [Double] = {
    var stream = RandomStream(seed: 8, name: "atoms")
    return (0..<18).map { _ in (1024 * stream.nextNormal()).rounded() / 1024 }
  }()

  struct Found<Element: TensorElement>: Equatable {
    let energy, forces, dipole: [Element]
  }

  /// Energy, forces and dipole of some systems.
  static func predict<Element: TensorElement>(
    _ systems: [MolecularSystem]
  ) throws -> Found<Element> {
    let room = MolecularRoom(systems.count, of: systems)
    var initializers: [(name: String, initializer: Initializer)] = []
    let program = try Program.model { trace in
      let inputs = MolecularInputs(trace, molecules: room.molecules, places: room.places, pairs: room.pairs + 3)
      let scope = Scope(trace)
      let atoms = model(inputs, in: scope)
      let energy = atoms.energy(inputs, in: scope)
      let forces = -gradient(of: energy.sum(), withRespectTo: [inputs.positions])[0]
      let dipole = atoms.dipole(inputs, in: scope)
      initializers = scope.initializers
      return [("energy", energy), ("forces", forces), ("dipole", dipole)]
    }
    let layout = ParameterLayout([program])
    let values = layout.initialValues(initializers, stream: RandomStream(seed: 5, name: "weights"))
    let session = try program.compiled(as: Element.self).makeSession()
    for entry in layout.entries {
      session.load(entry.name, values[entry.offset..<entry.offset + entry.count].map { Element($0) })
    }
    session.load(EquivariantModel.frequencyName, model.frequencies.map { Element($0) })
    // More room than there are pairs.
    try session.load(
      systems, MolecularRoom(molecules: room.molecules, places: room.places, pairs: room.pairs + 3),
      cutoff: model.cutoff)
    session.run()
    return Found(energy: session.output("energy"), forces: session.output("forces"), dipole: session.output("dipole"))
  }

  @Test func otherNumbersForEqualAtomsChangeNoBit() throws {
    let before: Found<Float> = try Self.predict([
      Self.system(Self.species, Self.positions)
    ])
    let order = [4, 5, 2, 1, 0, 3]
    let after: Found<Float> = try Self.predict([
      Self.system(order.map { Self.species[$0] }, order.flatMap { Self.positions[3 * $0..<3 * $0 + 3] })
    ])
    #expect(before.energy == after.energy && before.dipole == after.dipole)
    #expect(order.flatMap { before.forces[3 * $0..<3 * $0 + 3] } == after.forces)
    // Not because nothing depends on the places.
    #expect(before.forces.contains { abs($0) > 0.01 })
  }

  @Test func exactTranslationsChangeNoBit() throws {
    let before: Found<Float> = try Self.predict([
      Self.system(Self.species, Self.positions)
    ])
    let after: Found<Float> = try Self.predict([
      Self.system(Self.species, Self.positions.enumerated().map { $1 + [64.5, -8, 0.125][$0 % 3] })
    ])
    #expect(before == after)
  }

  @Test func aMoleculeAloneHasTheBitsThatItHasInABatch() throws {
    let small = Self.system([2, 0, 1], Array(Self.positions[0..<9]))
    let large = Self.system(Self.species, Self.positions)
    let alone: Found<Float> = try Self.predict([small])
    let batch: Found<Float> = try Self.predict([large, small])
    #expect(batch.energy[1] == alone.energy[0])
    #expect(Array(batch.forces[18..<27]) == alone.forces && batch.forces[27...].allSatisfy { $0 == 0 })
    #expect(Array(batch.dipole[3...]) == alone.dipole)
  }

  @Test func rotationsTurnForcesAndDipole() throws {
    let (c, s) = (Elementary.cos(0.7), Elementary.sin(0.7))
    func turned(_ x: [Double]) -> [Double] {
      var turned: [Double] = []
      for i in stride(from: 0, to: x.count, by: 3) {
        turned += [c * x[i] - s * x[i + 2], x[i + 1]]
        turned.append(s * x[i] + c * x[i + 2])
      }
      return turned
    }
    let before: Found<Double> = try Self.predict([
      Self.system(Self.species, Self.positions)
    ])
    let after: Found<Double> = try Self.predict([
      Self.system(Self.species, turned(Self.positions))
    ])
    #expect(abs(before.energy[0] - after.energy[0]) < 1e-12)
    #expect(zip(turned(before.forces), after.forces).allSatisfy { abs($0 - $1) < 1e-11 })
    #expect(zip(turned(before.dipole), after.dipole).allSatisfy { abs($0 - $1) < 1e-11 })
  }

  @Test func forcesAreMinusTheGradientOfTheEnergy() throws {
    let found: Found<Double> = try Self.predict([
      Self.system(Self.species, Self.positions)
    ])
    for place in [0, 7, 17] {
      let energies = try [-1e-4, 1e-4].map { step in
        var moved = Self.positions
        moved[place] += step
        let there: Found<Double> = try Self.predict([
          Self.system(Self.species, moved)
        ])
        return there.energy[0]
      }
      #expect(abs(found.forces[place] + (energies[1] - energies[0]) / 2e-4) < 1e-6)
    }
  }

  @Test func pairsEndSmoothlyAtTheCutoff() throws {
    // Just inside the cutoff the envelope falls like the cube of what is left, and so do the Bessel functions by one more
    // power: forces like the cube.
    let forces = try [0.004, 0.002].map { left in
      let found: Found<Double> = try Self.predict([
        Self.system([0, 1], [0, 0, 0, Self.model.cutoff - left, 0, 0])
      ])
      return abs(found.forces[0])
    }
    #expect(forces[1] > 0 && abs(forces[0] / forces[1] - 8) < 0.3)
    let beyond: Found<Double> = try Self.predict([
      Self.system([0, 1], [0, 0, 0, Self.model.cutoff + 1e-9, 0, 0])
    ])
    #expect(beyond.forces.allSatisfy { $0 == 0 })
  }
}
