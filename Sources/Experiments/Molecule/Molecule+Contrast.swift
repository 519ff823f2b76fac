import Autodiff
import Determinism
import Documents
import Laboratory
import Layers
import Molecules
import Records

extension Molecule {
  /// What sharing bought: forces that are a gradient beside those of a head of their own.
  func contrast(
    _ own: Trained, _ twin: Trained, _ stream: RandomStream, _ progress: Progress, _ outcome: inout Outcome
  ) throws {
    var motions: [ForceField.Motion] = []
    func column(_ trained: Trained) throws -> JSON {
      var document: JSON = ["parameters_count": .integer(Int64(trained.layout.count))]
      document["test"] = Errors(try predictions(of: trained, split.test), data, split.test).document
      let field = ForceField(trained, data)
      let frames = split.test.prefix(8).map(\.self)
      document["curl"] = .number(try field.curl(frames))
      document["work"] = ["mean_meV": .number(1000 * (try field.loopWork(frames, stream.child("loops"))))]
      let motion = try field.motion(split.test.lowerBound, stream.child("motion"), progress)
      document["motion"] = [
        "time_ps": .number(motion.times.last ?? 0), "drift_meV_per_atom_per_ps": .number(1000 * motion.drift),
        "largest_energy_error_meV": .number(1000 * (motion.energies.map(\.magnitude).max() ?? .nan)),
      ]
      motions.append(motion)
      return document
    }
    outcome.metrics["contrast"] = ["shared": try column(own), "unshared": try column(twin)]
    outcome.tables.append(("twin", twin.curve))
    // A motion that fails is shorter than the other.
    let times = motions.map(\.times).max { $0.count < $1.count } ?? []
    let columns = zip(["gradient_meV", "head_meV"], motions).map { name, motion in
      Table.Column(
        name, numbers: times.indices.map { $0 < motion.energies.count ? 1000 * motion.energies[$0] : .nan })
    }
    outcome.tables.append(("motion", Table([Table.Column("time_ps", numbers: times)] + columns)))
  }
}

/// A trained model's forces in double precision, and how far they are from being a gradient.
struct ForceField {
  private let trained: Molecule.Trained
  private let data: MolecularData
  private let potential: TrainedPotential

  init(_ trained: Molecule.Trained, _ data: MolecularData) {
    (self.trained, self.data) = (trained, data)
    potential = TrainedPotential(trained.card, trained.programs, trained.layout, trained.values)
  }

  private func makeSession(_ program: Program) throws -> Session<Double> {
    let session = try program.compiled(as: Double.self).makeSession()
    for entry in trained.layout.entries where session.takes(entry.name) {
      session.load(entry.name, trained.values[entry.offset..<entry.offset + entry.count].map(Double.init))
    }
    return session
  }

  /// How unsymmetric the Jacobian of the forces is: |J − Jᵀ| / |J + Jᵀ| by the sums of squares over some frames; 0 for a
  /// gradient.
  func curl(_ frames: [Int]) throws -> Double {
    var (odd, even) = ([Double](), [Double]())
    for frame in frames {
      let system = data.systems[frame]
      let (room, n) = (MolecularRoom(1, of: [system]), 3 * system.atomCount)
      let session = try makeSession(trained.programs.slopes(room))
      session.load(molecules: [system], room, trained.programs.model)
      var jacobian: [[Double]] = []
      for column in 0..<n {
        session.load("along", (0..<n).map { $0 == column ? 1 : 0 })
        session.run()
        jacobian.append(session.output("slopes"))
      }
      for i in 0..<n {
        for j in 0..<i {
          let (a, b) = (jacobian[i][j] - jacobian[j][i], jacobian[i][j] + jacobian[j][i])
          odd.append(a * a)
          even.append(b * b)
        }
      }
    }
    return (ExactSum.sum(odd) / ExactSum.sum(even)).squareRoot()
  }

  /// The mean magnitude of the work around closed paths, in eV: a circle around each frame, whose atoms move by 0.02 Å
  /// along two random directions. For a gradient it is 0, but for what the trapezoid rule leaves.
  func loopWork(_ frames: [Int], _ stream: RandomStream) throws -> Double {
    let (radius, points) = (0.02, 128)
    var works: [Double] = []
    for frame in frames {
      var draw = stream.child("\(frame)")
      let source = data.frames[frame]
      let n = 3 * source.atomCount
      let (a, b) = ((0..<n).map { _ in radius * draw.nextNormal() }, (0..<n).map { _ in radius * draw.nextNormal() })
      var terms: [Double] = []
      for point in 0..<points {
        let angle = 2 * Double.pi * Double(point) / Double(points)
        let (c, s) = (Elementary.cos(angle), Elementary.sin(angle))
        var moved = source
        for i in 0..<n { moved.positions[i] += c * a[i] + s * b[i] }
        let forces = try potential(moved).forces
        for i in 0..<n { terms.append(forces[i] * (c * b[i] - s * a[i]) * 2 * .pi / Double(points)) }
      }
      works.append(ExactSum.sum(terms).magnitude)
    }
    return ExactSum.sum(works) / Double(max(1, works.count))
  }

  /// A free motion: how its total energy changes, in eV, at some times, in ps; and how fast, in eV/atom/ps.
  struct Motion {
    var times = [0.0]
    var energies = [0.0]
    var drift = 0.0
  }

  /// A motion of 1 ps from a frame at 300 K, or up to where it fails.
  ///
  /// The energy is that of the model, also where its forces are those of a head: what they do is not what it says.
  func motion(_ frame: Int, _ stream: RandomStream, _ progress: Progress) throws -> Motion {
    let (steps, interval) = (2000, 20)
    var start = data.frames[frame]
    start.momenta = start.thermalMomenta(temperature: 300, stream: stream)
    var dynamics = try Dynamics(start, on: potential, timeStep: 0.5, stream: stream)
    let first = dynamics.balance.last
    var motion = Motion()
    for step in 1...steps {
      do throws(MoleculesError) { try dynamics.advance() } catch { break }
      guard step % interval == 0 else { continue }
      motion.times.append(dynamics.time / 1000)
      motion.energies.append(dynamics.balance.last - first)
      try progress.report("motion", fraction: Double(step) / Double(steps))
    }
    motion.drift = dynamics.balance.drift
    return motion
  }
}
