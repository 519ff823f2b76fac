import Autodiff
import Determinism
import Documents
import Laboratory
import Layers
import Manifests
import Molecules
import Records

extension Molecule {
  /// What is recorded of a trained model.
  func outcome(of trained: Trained) throws -> Outcome {
    let found = try predictions(of: trained, split.test)
    var metrics: JSON = [
      "frames": [
        "train": .integer(Int64(split.train.count)), "validate": .integer(Int64(split.validate.count)),
        "test": .integer(Int64(split.test.count)),
      ],
      "steps": .integer(Int64(trained.steps)), "parameters_count": .integer(Int64(trained.layout.count)),
      "loss": .number(try trained.curve.numbers(named: "loss").last ?? .nan),
    ]
    metrics["train"] = Errors(try predictions(of: trained, split.train), data, split.train).document
    metrics["validate"] = Errors(try predictions(of: trained, split.validate), data, split.validate).document
    metrics["test"] = Errors(found, data, split.test).document
    return Outcome(
      metrics: metrics, sharing: try sharing(trained),
      tables: [("curve", trained.curve), ("energies", energyTable(found))], arrays: forceArrays(found),
      blobs: [
        StoredFile("weights.safetensors", trained.layout.weights(trained.values).bytes()),
        StoredFile(ModelCard.path, text: trained.card.document.render(pretty: true)),
      ])
  }

  func predictions(of trained: Trained, _ frames: Range<Int>) throws -> Predictions {
    let room = MolecularRoom(parameters.chunk, of: data.systems)
    let evaluation = try Evaluation(trained.programs, room, trained.layout, chunk: parameters.chunk)
    return evaluation(trained.values, data, trained.card, frames)
  }

  /// `sharing.json`: which quantities each parameter serves.
  private func sharing(_ trained: Trained) throws -> JSON {
    let room = MolecularRoom(1, of: data.systems)
    let evaluation = try trained.programs.evaluation(room)
    var sharing = trained.layout.sharing(in: evaluation, samples: 1)
    let outputs = evaluation.outputs.map(\.name)
    let users = outputs.map { name in Set(evaluation.keeping { $0.name == name }.uses().map(\.parameter)) }
    var serves: JSON = [:]
    for entry in trained.layout.entries {
      serves[entry.name] = .array(
        zip(outputs, users).filter { $1.contains(entry.name) }.map { .string($0.0) })
    }
    sharing["serves"] = serves
    sharing["forces"] = .string(
      trained.programs.forces == .gradient ? "minus the gradient of the energy" : "a head of their own")
    return sharing
  }

  private func energyTable(_ found: Predictions) -> Table {
    let frames = Array(split.test)
    return Table([
      Table.Column("frame", numbers: frames.map(Double.init)),
      Table.Column("energy", numbers: frames.map { data.frames[$0].energy ?? .nan }),
      Table.Column("predicted", numbers: found.energies),
    ])
  }

  /// The components of forces and dipoles of the test frames, as the data have them and as predicted.
  private func forceArrays(_ found: Predictions) -> [(name: String, array: NumericArray)] {
    func pairs(_ known: [[Double]], _ predicted: [[Double]]) -> NumericArray {
      let (known, predicted) = (known.flatMap(\.self), predicted.flatMap(\.self))
      return NumericArray(shape: [2, known.count], known.map { Float($0) } + predicted.map { Float($0) })
    }
    let own = data.frames[split.test]
    var arrays = [("forces", pairs(own.map { $0.forces ?? [] }, found.forces))]
    if !found.dipoles.isEmpty { arrays.append(("dipoles", pairs(own.map { $0.dipole ?? [] }, found.dipoles))) }
    return arrays
  }

  /// Models trained on fewer frames, and what they err on the test frames.
  func learn(
    _ learning: Learning, _ forces: MolecularPrograms.Forces, _ stream: RandomStream, _ progress: Progress,
    _ outcome: inout Outcome
  ) throws {
    let sizes = learning.frames.value.sorted()
    var errors: [Errors] = []
    for frames in sizes {
      let trained = try train(
        forces, frames: frames, steps: learning.steps ?? parameters.steps, stream, progress, "\(frames) frames")
      errors.append(Errors(try predictions(of: trained, split.test), data, split.test))
    }
    var columns = [
      Table.Column("frames", numbers: sizes.map(Double.init)),
      Table.Column("energy_mae_meV", numbers: errors.map { 1000 * $0.energy.mean }),
      Table.Column("forces_mae_meV_per_A", numbers: errors.map { 1000 * $0.forces.mean }),
    ]
    if errors.allSatisfy({ $0.dipole != nil }) {
      columns.append(Table.Column("dipole_mae_meA", numbers: errors.map { 1000 * ($0.dipole?.mean ?? .nan) }))
    }
    outcome.tables.append(("learning", Table(columns)))
  }
}
