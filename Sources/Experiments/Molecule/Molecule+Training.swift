import Autodiff
import Determinism
import Documents
import Laboratory
import Layers
import Manifests
import Molecules

extension Molecule {
  /// A trained model, and how it came about.
  struct Trained {
    let programs: MolecularPrograms
    let card: ModelCard
    let layout: ParameterLayout
    /// The weights that predict: their mean over steps where that is asked for.
    let values: [Float]
    let steps: Int
    let curve: Table
    let loss: Program
  }

  /// Trains a model on the first so many training frames.
  func train(
    _ forces: MolecularPrograms.Forces, frames: Int, steps: Int, _ stream: RandomStream, _ progress: Progress,
    _ stage: String
  ) throws -> Trained {
    let chosen = split.train.lowerBound..<split.train.lowerBound + frames
    let programs = programs(forces)
    let room = MolecularRoom(parameters.chunk, of: data.systems)
    let (loss, initializers) = try programs.loss(room)
    let layout = ParameterLayout([loss])
    let card = card(references: data.referenceEnergies(chosen))
    let training = try Training(
      stage, [LossTerm(loss)], parameters.descent,
      values: layout.initialValues(initializers, stream: stream.child("weights")), layout: layout, steps: steps,
      interval: parameters.interval, columns: ["validation_energy", "validation_forces"], countsSteps: true)
    let evaluation = try Evaluation(programs, room, layout, chunk: parameters.chunk)
    let batch = min(parameters.batch.value, frames)
    var (epoch, order) = (-1, [Int]())
    try training.run(progress) { step in
      // One permutation after the other; a batch may end one and begin the next.
      let members = ((step - 1) * batch..<step * batch).map { place in
        if place / frames != epoch {
          var shuffle = stream.child("epoch \(place / frames + 1)")
          (epoch, order) = (place / frames, shuffle.permutation(frames))
        }
        return chosen.lowerBound + order[place % frames]
      }
      let feed = MolecularFeed(
        data: data, card: card, members: members, chunk: parameters.chunk, room: room, weights: parameters.loss)
      return Training.Work(chunks: [feed.chunks], samples: members.count) { feed.load($1, $2) }
    } row: { _ in
      let found = evaluation(training.trainer.predicting, data, card, split.validate)
      let errors = Errors(found, data, split.validate)
      return (
        [errors.energy.mean, errors.forces.mean],
        "validation forces \(Numeral.brief(1000 * errors.forces.mean)) meV/Å"
      )
    }
    return Trained(
      programs: programs, card: card, layout: layout, values: training.trainer.predicting, steps: steps,
      curve: training.curve, loss: loss)
  }

  func programs(_ forces: MolecularPrograms.Forces) -> MolecularPrograms {
    MolecularPrograms(
      model: parameters.model.model(species: data.elements.count), forces: forces,
      hasDipole: parameters.loss.dipole.value > 0)
  }

  func card(references: [Double]) -> ModelCard {
    ModelCard(
      model: parameters.model.model(species: data.elements.count), elements: data.elements, references: references,
      hasDipole: parameters.loss.dipole.value > 0)
  }
}

/// The frames of one step, dealt to chunks.
struct MolecularFeed: Sendable {
  let data: MolecularData
  let card: ModelCard
  let members: [Int]
  let chunk: Int
  let room: MolecularRoom
  let weights: Molecule.LossWeights

  var chunks: Int { (members.count + chunk - 1) / chunk }

  func load(_ i: Int, _ session: Session<Float>) {
    let own = Array(members[i * chunk..<min(members.count, (i + 1) * chunk)])
    let atoms = members.reduce(0) { $0 + data.frames[$1].atomCount }
    let places = room.molecules * room.places
    var (energy, energyWeights) = (
      [Float](repeating: 0, count: room.molecules), [Float](repeating: 0, count: room.molecules)
    )
    var (forces, forceWeights) = ([Float](repeating: 0, count: 3 * places), [Float](repeating: 0, count: places))
    var (dipole, dipoleWeights) = ([Float](repeating: 0, count: 3 * room.molecules), energyWeights)
    for (m, frame) in own.enumerated() {
      let frame = data.frames[frame]
      energy[m] = Float((frame.energy ?? 0) - card.reference(frame))
      energyWeights[m] = Float(weights.energy / Double(members.count))
      dipoleWeights[m] = Float(weights.dipole.value / Double(3 * members.count))
      for (k, component) in (frame.dipole ?? []).enumerated() { dipole[3 * m + k] = Float(component) }
      for (k, force) in (frame.forces ?? []).enumerated() { forces[3 * m * room.places + k] = Float(force) }
      for atom in 0..<frame.atomCount {
        forceWeights[m * room.places + atom] = Float(weights.forces / Double(3 * atoms))
      }
    }
    session.load("known.energy", energy)
    session.load("known.energy.weights", energyWeights)
    session.load("known.forces", forces)
    session.load("known.forces.weights", forceWeights)
    if session.takes("known.dipole") {
      session.load("known.dipole", dipole)
      session.load("known.dipole.weights", dipoleWeights)
    }
    session.load(molecules: own.map { data.systems[$0] }, room, card.model)
  }
}

extension Session {
  /// Gives a program systems whose elements are known to be those of the model.
  func load(molecules systems: [MolecularSystem], _ room: MolecularRoom, _ model: EquivariantModel) {
    load(EquivariantModel.frequencyName, model.frequencies.map { Element($0) })
    do { try load(systems, room, cutoff: model.cutoff) } catch { preconditionFailure("molecules: \(error)") }
  }
}
