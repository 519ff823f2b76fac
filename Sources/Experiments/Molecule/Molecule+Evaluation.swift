import Autodiff
import Determinism
import Documents
import Layers
import Molecules

extension Molecule {
  /// Predictions of frames, one after the other.
  struct Predictions: Sendable {
    /// For each frame, in eV.
    var energies: [Double] = []
    /// For each frame `[atoms, 3]`, in eV/Å.
    var forces: [[Double]] = []
    /// For each frame `[3]`, in e·Å; empty without a dipole.
    var dipoles: [[Double]] = []
  }

  /// A model's predictions, chunk by chunk on all threads.
  struct Evaluation: Sendable {
    private let executable: ArrayExecutable<Float>
    private let programs: MolecularPrograms
    private let room: MolecularRoom
    private let layout: ParameterLayout
    private let chunk: Int

    init(_ programs: MolecularPrograms, _ room: MolecularRoom, _ layout: ParameterLayout, chunk: Int) throws {
      executable = try programs.evaluation(room).compiled(as: Float.self)
      (self.programs, self.room, self.layout, self.chunk) = (programs, room, layout, chunk)
    }

    func callAsFunction(
      _ values: [Float], _ data: MolecularData, _ card: ModelCard, _ frames: Range<Int>
    ) -> Predictions {
      let width = room.molecules * (1 + 3 + 3 * room.places)
      let found = Parallel.gather((frames.count + chunk - 1) / chunk, each: width) { i in
        let session = executable.makeSession()
        for entry in layout.entries where session.takes(entry.name) {
          session.load(entry.name, values[entry.offset..<entry.offset + entry.count])
        }
        let own = frames.dropFirst(i * chunk).prefix(chunk)
        session.load(molecules: own.map { data.systems[$0] }, room, programs.model)
        session.run()
        let dipole = programs.hasDipole ? session.output("dipole") : [Float](repeating: 0, count: 3 * room.molecules)
        return session.output("energy") + dipole + session.output("forces")
      }
      var predictions = Predictions()
      for (place, i) in frames.enumerated() {
        let (start, m) = (place / chunk * width, place % chunk)
        let frame = data.frames[i]
        predictions.energies.append(Double(found[start + m]) + card.reference(frame))
        let dipole = start + room.molecules + 3 * m
        if programs.hasDipole { predictions.dipoles.append(found[dipole..<dipole + 3].map(Double.init)) }
        let force = start + 4 * room.molecules + 3 * m * room.places
        predictions.forces.append(found[force..<force + 3 * frame.atomCount].map(Double.init))
      }
      return predictions
    }
  }

  /// Mean and root mean square of errors.
  struct Spread {
    let mean: Double
    let rms: Double

    init(_ errors: [Double]) {
      mean = ExactSum.sum(errors.map(\.magnitude)) / Double(max(1, errors.count))
      rms = (ExactSum.sum(errors.map { $0 * $0 }) / Double(max(1, errors.count))).squareRoot()
    }

    func document(_ unit: String, _ factor: Double) -> JSON {
      ["mae": .number(factor * mean), "rmse": .number(factor * rms), "unit": .string(unit)]
    }
  }

  /// The errors of predictions: of energies in eV, of force components in eV/Å, of dipole components in e·Å.
  struct Errors {
    let energy, forces: Spread
    let dipole: Spread?

    init(_ found: Predictions, _ data: MolecularData, _ frames: Range<Int>) {
      let own = data.frames[frames]
      energy = Spread(zip(found.energies, own).map { $0 - ($1.energy ?? .nan) })
      forces = Spread(zip(found.forces, own).flatMap { zip($0, $1.forces ?? []).map { $0 - $1 } })
      dipole =
        found.dipoles.isEmpty
        ? nil : Spread(zip(found.dipoles, own).flatMap { zip($0, $1.dipole ?? []).map { $0 - $1 } })
    }

    var document: JSON {
      var document: JSON = [
        "energy": energy.document("meV", 1000), "forces": forces.document("meV/Å", 1000),
      ]
      if let dipole { document["dipole"] = dipole.document("me·Å", 1000) }
      return document
    }
  }
}
