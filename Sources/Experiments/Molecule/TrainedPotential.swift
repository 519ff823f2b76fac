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
  /// Sessions that nobody uses, by the room that they have.
  private let idle: Mutex<[Room: [IdleSession]]> = Mutex([:])

  private struct Room: Hashable {
    let atoms: MolecularRoom
    let isPeriodic: Bool
  }

  // One thread at a time has a session.
  private struct IdleSession: @unchecked Sendable { let session: Session<Double> }

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
    let isPeriodic = frame.lattice != nil && frame.isPeriodic.contains(true)
    let room = Room(
      atoms: MolecularRoom(
        molecules: 1, places: max(1, system.atomCount), pairs: NeighbourList.capacity(for: system.pairCount)),
      isPeriodic: isPeriodic)
    let waiting = idle.withLock { $0[room]?.popLast() }
    let own: IdleSession
    if let waiting { own = waiting } else { own = IdleSession(session: try makeSession(room)) }
    defer { idle.withLock { $0[room, default: []].append(own) } }
    let session = own.session
    session.load(molecules: [system], room.atoms, card.model)
    session.run()
    var answer = PotentialAnswer(
      energy: session.output("energy")[0] + card.reference(frame), forces: session.output("forces"))
    if card.hasDipole { answer.dipole = session.output("dipole") }
    if isPeriodic, let lattice = frame.lattice {
      let virial = session.output("virial")
      answer.stress = (0..<9).map { (virial[$0] + virial[$0 % 3 * 3 + $0 / 3]) / 2 / lattice.volume }
    }
    return answer
  }

  private func makeSession(_ room: Room) throws(MoleculesError) -> Session<Double> {
    do {
      let program = try programs.evaluation(room.atoms, isStrained: room.isPeriodic)
      let session = try program.compiled(as: Double.self).makeSession()
      for entry in layout.entries where session.takes(entry.name) {
        session.load(entry.name, values[entry.offset..<entry.offset + entry.count].map(Double.init))
      }
      if room.isPeriodic { session.load("strain", [Double](repeating: 0, count: 9)) }
      return session
    } catch { throw MoleculesError("model", "\(error)") }
  }
}
