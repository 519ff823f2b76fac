import Autodiff
import Documents
import Layers
import Molecules
import Synchronization

/// A trained model as a potential, in double precision.
///
/// Translations of all atoms by amounts that change no difference of coordinates, and other numbers for equal atoms,
/// change no bit; rotations change what rounding changes.
final class TrainedPotential: Potential {
  let card: ModelCard
  private let programs: MolecularPrograms
  private let layout: ParameterLayout
  private let values: [Float]
  private let double = IdleSessions<Double>()
  private let single = IdleSessions<Float>()

  /// - Parameter values: the elements of all parameters, in the order of `layout`.
  init(_ card: ModelCard, _ programs: MolecularPrograms, _ layout: ParameterLayout, _ values: [Float]) {
    (self.card, self.programs, self.layout, self.values) = (card, programs, layout, values)
  }

  /// A model as it is recorded.
  /// - Throws: `LayersError` when the weights are not those of the card's model.
  convenience init(_ card: ModelCard, weights: Safetensors, forces: MolecularPrograms.Forces) throws {
    let programs = MolecularPrograms(model: card.model, forces: forces, hasDipole: card.hasDipole)
    // Which parameters there are does not depend on how many atoms there are.
    let layout = ParameterLayout([try programs.evaluation(MolecularRoom(molecules: 1, places: 2, pairs: 1))])
    self.init(card, programs, layout, try layout.values(of: weights))
  }

  func callAsFunction(_ frame: Frame) throws(MoleculesError) -> PotentialAnswer {
    let system = try MolecularSystem(frame, card.elements, cutoff: card.model.cutoff)
    var answer = try answer(system, in: frame)
    answer.energy += card.reference(frame)
    return answer
  }

  /// The same with an energy above the elements' reference energies, for atoms whose pairs are given.
  /// - Parameters:
  ///   - others: molecules that stand before this one in a batch; a strain would be of all, so that there is no stress.
  ///   - isSingle: in single precision, as in training.
  func answer(
    _ system: MolecularSystem, in frame: Frame, behind others: [MolecularSystem] = [], isSingle: Bool = false
  ) throws(MoleculesError) -> PotentialAnswer {
    isSingle ? try answer(others + [system], frame, by: single) : try answer(others + [system], frame, by: double)
  }

  /// The energy alone, above the elements' reference energies.
  func energy(of system: MolecularSystem) throws(MoleculesError) -> Double {
    try run(double, [system], telling: .energy) { session, _ in session.output("energy")[0] }
  }

  private func answer<Element>(
    _ systems: [MolecularSystem], _ frame: Frame, by sessions: IdleSessions<Element>
  ) throws(MoleculesError) -> PotentialAnswer {
    let isPeriodic = systems.count == 1 && frame.lattice != nil && frame.isPeriodic.contains(true)
    return try run(sessions, systems, telling: isPeriodic ? .stress : .forces) { session, room in
      func numbers(_ name: String) -> [Double] { session.output(name).map { Double($0) } }
      let last = systems.count - 1
      let forces = numbers("forces").dropFirst(3 * room.places * last).prefix(3 * frame.atomCount)
      var answer = PotentialAnswer(energy: numbers("energy")[last], forces: Array(forces))
      if card.hasDipole { answer.dipole = Array(numbers("dipole").dropFirst(3 * last).prefix(3)) }
      if isPeriodic, let lattice = frame.lattice {
        let virial = numbers("virial")
        answer.stress = (0..<9).map { (virial[$0] + virial[$0 % 3 * 3 + $0 / 3]) / 2 / lattice.volume }
      }
      return answer
    }
  }

  private func run<Element, Result>(
    _ sessions: IdleSessions<Element>, _ systems: [MolecularSystem], telling scope: PotentialRoom.Scope,
    read: (Session<Element>, MolecularRoom) -> Result
  ) throws(MoleculesError) -> Result {
    let room = PotentialRoom(
      atoms: MolecularRoom(
        molecules: systems.count, places: systems.reduce(1) { max($0, $1.atomCount) },
        pairs: NeighbourList.capacity(for: systems.reduce(0) { $0 + $1.pairCount })),
      scope: scope)
    let waiting = sessions.take(room)
    let session: Session<Element>
    if let waiting { session = waiting } else { session = try makeSession(room) }
    defer { sessions.keep(session, room) }
    session.load(molecules: systems, room.atoms, card.model)
    session.run()
    return read(session, room.atoms)
  }

  private func makeSession<Element: TensorElement>(
    _ room: PotentialRoom
  ) throws(MoleculesError) -> Session<Element> {
    do {
      let program =
        room.scope == .energy
        ? try programs.energies(room.atoms)
        : try programs.evaluation(room.atoms, isStrained: room.scope == .stress)
      let session = try program.compiled(as: Element.self).makeSession()
      for entry in layout.entries where session.takes(entry.name) {
        session.load(entry.name, values[entry.offset..<entry.offset + entry.count].map { Element($0) })
      }
      if room.scope == .stress { session.load("strain", [Element](repeating: 0, count: 9)) }
      return session
    } catch { throw MoleculesError("model", "\(error)") }
  }

  /// The same weights, ending at the cutoff in the other way: a slip that laws must notice.
  var withOtherEnvelope: TrainedPotential {
    var model = programs.model
    model.envelope = model.envelope == .cosine ? .polynomial : .cosine
    let other = MolecularPrograms(model: model, forces: programs.forces, hasDipole: programs.hasDipole)
    return TrainedPotential(card, other, layout, values)
  }

  /// The same model with other weights.
  func with(_ change: (inout [Float], ParameterLayout) -> Void) -> TrainedPotential {
    var values = values
    change(&values, layout)
    return TrainedPotential(card, programs, layout, values)
  }
}

/// What sessions of a potential differ by.
private struct PotentialRoom: Hashable {
  /// What a program tells: each also what the ones before tell.
  enum Scope { case energy, forces, stress }

  let atoms: MolecularRoom
  let scope: Scope
}

/// Sessions that nobody uses, by the room that they have.
private final class IdleSessions<Element: TensorElement>: Sendable {
  // One thread at a time has a session.
  private struct Idle: @unchecked Sendable { let session: Session<Element> }
  private let idle: Mutex<[PotentialRoom: [Idle]]> = Mutex([:])

  func take(_ room: PotentialRoom) -> Session<Element>? { idle.withLock { $0[room]?.popLast() }?.session }

  func keep(_ session: Session<Element>, _ room: PotentialRoom) {
    let own = Idle(session: session)
    idle.withLock { $0[room, default: []].append(own) }
  }
}
