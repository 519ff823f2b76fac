import Determinism
import Molecules
import Testing

/// Motions keep their energy as far as their forces belong to one, sample what a bath prescribes, and can be gone on with.
@Suite struct DynamicsTests {
  private let stream = RandomStream(seed: 20_261_128, name: "dynamics")

  private func run(_ dynamics: Dynamics, _ steps: Int) throws -> Dynamics {
    var dynamics = dynamics
    for _ in 0..<steps { try dynamics.advance() }
    return dynamics
  }

  /// Argon at rest falls together and swings.
  private func cluster(_ potential: LennardJones, step: Double) throws -> Dynamics {
    var frame = Frame.argon(side: 2, spacing: 3.5, isPeriodic: false)
    frame.momenta = frame.thermalMomenta(temperature: 30, stream: stream)
    return try Dynamics(frame, on: potential, timeStep: step, stream: stream)
  }

  @Test func theEnergysErrorIsOfSecondOrder() throws {
    let rough = try run(cluster(LennardJones(), step: 16), 200).balance.largest
    let fine = try run(cluster(LennardJones(), step: 8), 400).balance.largest
    #expect((3.2...4.8).contains(rough / fine), "\(rough) and \(fine)")
  }

  @Test func forcesThatAreNoGradientDrift() throws {
    let sound = try run(cluster(LennardJones(), step: 4), 2000).balance
    let slipped = try run(cluster(LennardJones(slip: 1.1), step: 4), 2000).balance
    #expect(abs(sound.drift) < 1e-5, "\(sound.drift)")
    #expect(abs(slipped.drift) > 100 * abs(sound.drift), "\(slipped.drift)")
  }

  @Test func motionCanBeTurnedBack() throws {
    let start = try cluster(LennardJones(), step: 4)
    var back = try run(start, 100).frame
    back.momenta = back.momenta?.map { -$0 }
    let end = try run(Dynamics(back, on: LennardJones(), timeStep: 4, stream: stream), 100).frame
    let off = zip(end.positions, start.frame.positions).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(off < 1e-9, "\(off)")
  }

  @Test func periodOfASpring() throws {
    // ω = √(k/m) in 1/(10.18 fs): hydrogen on 1 eV/Å² swings in 64.2 fs.
    let frame = Frame(species: try #require(Element(symbol: "H").map { [$0] }), positions: [1, 0, 0])
    let period = 2 * Double.pi * (1.008 / 1.0).squareRoot() / Constants.femtosecond
    #expect(abs(period - 64.2) < 0.1)
    let end = try run(Dynamics(frame, on: Springs(), timeStep: period / 1000, stream: stream), 1000).frame
    #expect(abs(end.positions[0] - 1) < 1e-4)
  }

  /// BAOAB has the exact spread of positions in a harmonic well, for any step that is stable.
  @Test func aBathSpreadsPositionsAsItShould() throws {
    let count = 400
    let atoms = Element(symbol: "C").map { Array(repeating: $0, count: count) } ?? []
    let frame = Frame(species: atoms, positions: Array(repeating: 0, count: 3 * count))
    let period = 2 * Double.pi * 12.011.squareRoot() / Constants.femtosecond
    let bath = Dynamics.Bath(temperature: 300, friction: 0.02)
    var dynamics = try Dynamics(frame, on: Springs(), timeStep: period / 6, bath: bath, stream: stream)
    dynamics = try run(dynamics, 40)
    var (sum, moments) = (0.0, 0.0)
    for _ in 0..<400 {
      try dynamics.advance()
      sum += dynamics.frame.positions.reduce(0) { $0 + $1 * $1 } / Double(3 * count)
      moments += 1
    }
    let due = Constants.boltzmann * 300
    #expect(abs(sum / moments / due - 1) < 0.02, "\(sum / moments) of \(due)")
  }

  @Test func heatIsAccountedFor() throws {
    var frame = Frame.argon(side: 2, spacing: 3.6, isPeriodic: false)
    frame.momenta = nil
    let bath = Dynamics.Bath(temperature: 80, friction: 0.005)
    let end = try run(Dynamics(frame, on: LennardJones(), timeStep: 4, bath: bath, stream: stream), 500)
    #expect(end.balance.heat > 0.01)
    #expect(end.balance.largest < 0.02 * end.balance.heat, "\(end.balance)")
  }

  @Test(arguments: [nil, Dynamics.Bath(temperature: 90, friction: 0.01)])
  func aMotionThatGoesOnHasTheSameBits(_ bath: Dynamics.Bath?) throws {
    var frame = Frame.argon(side: 2, spacing: 3.6, isPeriodic: true)
    frame.momenta = frame.thermalMomenta(temperature: 90, stream: stream)
    let potential = LennardJones(cutoff: 5)
    let whole = try run(Dynamics(frame, on: potential, timeStep: 2, bath: bath, stream: stream), 30)
    let half = try run(Dynamics(frame, on: potential, timeStep: 2, bath: bath, stream: stream), 13)
    let written = try ExtendedXYZ.frames(ExtendedXYZ.render([half.frame]), file: "half.xyz")[0]
    let rest = try run(
      Dynamics(written, on: potential, timeStep: 2, bath: bath, stream: stream, step: half.step), 17)
    #expect(ExtendedXYZ.render([rest.frame]) == ExtendedXYZ.render([whole.frame]))
    let other = try run(
      Dynamics(frame, on: potential, timeStep: 2, bath: bath, stream: RandomStream(seed: 2, name: "dynamics")), 30)
    #expect((other.frame == whole.frame) == (bath == nil))
  }

  @Test func thermalMomentaMoveNothingAsAWhole() throws {
    let frame = Frame.argon(side: 4, spacing: 4, isPeriodic: false)
    let p = frame.thermalMomenta(temperature: 300, stream: stream)
    for axis in 0..<3 {
      #expect(abs((0..<64).reduce(0) { $0 + p[3 * $1 + axis] }) < 1e-12)
      let (b, c) = ((axis + 1) % 3, (axis + 2) % 3)
      let turning = (0..<64).reduce(0) { sum, atom in
        sum + frame.positions[3 * atom + b] * p[3 * atom + c] - frame.positions[3 * atom + c] * p[3 * atom + b]
      }
      #expect(abs(turning) < 1e-10, "\(turning)")
    }
    let kinetic = p.reduce(0) { $0 + $1 * $1 / (2 * 39.948) }
    let temperature = 2 * kinetic / Double(frame.thermalDegrees) / Constants.boltzmann
    #expect((240...360).contains(temperature), "\(temperature)")
  }

  @Test func twoAtomsOnALineHaveNoTurnToTakeOutTwice() throws {
    let atoms = ["H", "Cl"].compactMap { Element(symbol: $0) }
    let frame = Frame(species: atoms, positions: [0.1, 0.2, 0.3, 0.9, 1.1, 0.7])
    let p = frame.thermalMomenta(temperature: 300, stream: stream)
    #expect(p.allSatisfy { $0.isFinite } && p.contains { abs($0) > 1e-3 } && frame.thermalDegrees == 1)
    // What is left is along the line.
    #expect(abs(p[0] * 0.9 - p[1] * 0.8) < 1e-12 && abs(p[1] * 0.4 - p[2] * 0.9) < 1e-12)
  }

  @Test func whatHasNoAnswerStops() throws {
    let near = Frame(species: ["Ar", "Ar"].compactMap { Element(symbol: $0) }, positions: [0, 0, 0, 0, 0, 0])
    #expect(throws: MoleculesError.self) { try Dynamics(near, on: LennardJones(), timeStep: 1, stream: stream) }
    #expect(throws: MoleculesError.self) {
      try Dynamics(Frame.argon(side: 1, spacing: 1, isPeriodic: false), on: Springs(), timeStep: 0, stream: stream)
    }
  }

  /// The stress of the potential that these tests use is the strain derivative of its energy.
  @Test func stressIsTheStrainDerivative() throws {
    let frame = Frame.argon(side: 2, spacing: 3.4, isPeriodic: true)
    let potential = LennardJones(cutoff: 8)
    let (lattice, stress) = (try #require(frame.lattice), try #require(try potential(frame).stress))
    for (a, b) in [(0, 0), (0, 1), (1, 2)] {
      func energy(_ strain: Double) throws -> Double {
        var strained = frame
        func moved(_ rows: [Double]) -> [Double] {
          rows.indices.map { rows[$0] + ($0 % 3 == a ? strain * rows[$0 - a + b] : 0) }
        }
        strained.positions = moved(frame.positions)
        strained.lattice = Lattice(rows: moved(lattice.rows))
        return try potential(strained).energy
      }
      let slope = try (energy(1e-5) - energy(-1e-5)) / 2e-5 / lattice.volume
      #expect(abs(slope - stress[3 * a + b]) < 1e-9, "\(slope) and \(stress[3 * a + b])")
    }
  }
}
