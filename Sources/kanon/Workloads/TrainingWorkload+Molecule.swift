import Autodiff
import Determinism
import Documents
import Layers

/// W6: energy, forces and dipole of molecules from one representation.
enum MoleculeWorkload {
  static let model = EquivariantModel(
    species: 10, features: 64, interactions: 3, functions: 20, cutoff: 5, envelope: .cosine)

  /// Ethanol's atoms: elements and places in Å.
  private static let elements = [6, 6, 8, 1, 1, 1, 1, 1, 1]
  private static let places: [Double] = [
    -0.748, 0.015, 0.024, 0.558, 0.42, -0.278, 1.279, -0.669, -0.121, -1.293, -0.202, -0.901, -1.263, 0.754, 0.6,
    -0.699, -0.934, 0.609, 0.716, 1.404, 0.137, 0.595, 0.56, -1.36, 2.187, -0.4, -0.33,
  ]

  /// So many ethanol molecules, each atom moved by up to 0.1 Å along each axis.
  static func ethanol(_ count: Int) -> [MolecularSystem] {
    (0..<count).map { m in
      let moved = places.enumerated().map { i, x in
        x + (-0.1 + 0.2 * PortableNumbers.number(200, m * places.count + i))
      }
      return system(elements, moved, box: nil)
    }
  }

  /// A periodic box of 64 water molecules.
  static func water() -> MolecularSystem {
    let edge = 12.42
    var (positions, elements) = ([Double](), [Int]())
    for molecule in 0..<64 {
      let centre = [molecule / 16, molecule / 4 % 4, molecule % 4].map { (Double($0) + 0.5) * edge / 4 }
      let drawn = (0..<4).map { -1 + 2 * PortableNumbers.number(300, molecule * 4 + $0) }
      let length = drawn.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let q = drawn.map { $0 / length }
      let rows = [
        [
          1 - 2 * (q[2] * q[2] + q[3] * q[3]), 2 * (q[1] * q[2] - q[3] * q[0]), 2 * (q[1] * q[3] + q[2] * q[0]),
        ],
        [
          2 * (q[1] * q[2] + q[3] * q[0]), 1 - 2 * (q[1] * q[1] + q[3] * q[3]), 2 * (q[2] * q[3] - q[1] * q[0]),
        ],
        [
          2 * (q[1] * q[3] - q[2] * q[0]), 2 * (q[2] * q[3] + q[1] * q[0]), 1 - 2 * (q[1] * q[1] + q[2] * q[2]),
        ],
      ]
      for atom in [[0, 0, 0], [0.757, 0.586, 0], [-0.757, 0.586, 0]] {
        positions += (0..<3).map { k in (0..<3).reduce(centre[k]) { $0 + rows[k][$1] * atom[$1] } }
      }
      elements += [8, 1, 1]
    }
    return system(elements, positions, box: edge)
  }

  private static func system(_ elements: [Int], _ positions: [Double], box: Double?) -> MolecularSystem {
    var (first, second, shifts) = ([Int](), [Int](), [Double]())
    for i in elements.indices {
      for j in elements.indices where j > i {
        let apart = (0..<3).map { positions[3 * j + $0] - positions[3 * i + $0] }
        let shift = apart.map { x in box.map { -$0 * (x / $0).rounded(.toNearestOrEven) } ?? 0 }
        guard zip(apart, shift).reduce(0, { $0 + ($1.0 + $1.1) * ($1.0 + $1.1) }) < 25 else { continue }
        first.append(i)
        second.append(j)
        shifts += shift
      }
    }
    return MolecularSystem(
      species: elements, positions: positions, first: first, second: second, shifts: shifts, isAnchored: false)
  }

  /// Energy, forces and dipole of a chunk.
  static func predictions(_ trace: Trace, _ room: MolecularRoom) -> (energy: Tensor, forces: Tensor, dipole: Tensor) {
    let inputs = MolecularInputs(trace, molecules: room.molecules, places: room.places, pairs: room.pairs)
    let scope = Scope(trace)
    let atoms = model(inputs, in: scope)
    let energy = atoms.energy(inputs, in: scope)
    let forces = -gradient(of: energy.sum(), withRespectTo: [inputs.positions])[0]
    return (energy, forces, atoms.dipole(inputs, in: scope, isNeutral: false))
  }

  /// The peers' initial weights by our names: seeds count the layers in the order of their script.
  static func values(_ layout: ParameterLayout) -> [Double] {
    let f = model.features
    var named: [String: [Double]] = ["embedding": PortableNumbers.uniform(9, 10 * f, -1, 1).map(Double.init)]
    var seed: UInt64 = 10
    /// A layer `[out, in]` of the peers, in our order and in parts: by rows for several outputs, by columns for inputs.
    func layer(_ out: Int, _ inputs: Int, rows: [String], columns: [String] = []) {
      seed += 1
      let drawn = PortableNumbers.weights(seed, out * inputs, fanIn: Double(inputs))
      let (height, width) = (out / rows.count, inputs / max(1, columns.count))
      for (r, row) in rows.enumerated() {
        for (c, column) in (columns.isEmpty ? [row] : columns).enumerated() {
          named["\(column).weights"] = (0..<width * height).map { place in
            Double(drawn[(r * height + place % height) * inputs + c * width + place / height])
          }
        }
      }
    }
    for k in 1...model.interactions {
      layer(3 * f, model.functions, rows: ["scalars", "directed", "vectors"].map { "\(k).filter.\($0)" })
      layer(f, f, rows: ["\(k).message.hidden"])
      layer(3 * f, f, rows: ["scalars", "directed", "vectors"].map { "\(k).message.\($0)" })
      layer(2 * f, f, rows: ["\(k).update.left", "\(k).update.right"])
      layer(f, 2 * f, rows: [""], columns: ["\(k).update.hidden", "\(k).update.norms"])
      layer(3 * f, f, rows: ["vectors", "products", "scalars"].map { "\(k).update.\($0)" })
    }
    for head in ["energy", "charge"] {
      layer(f / 2, f, rows: ["\(head).hidden"])
      layer(1, f / 2, rows: [head])
    }
    layer(1, f, rows: ["dipole"])
    return layout.entries.flatMap { named[$0.name] ?? [Double](repeating: 0, count: $0.count) }
  }

  /// Energy and forces of one system, run again and again.
  static func inference(_ system: MolecularSystem, _ trainer: Trainer) throws -> () -> Void {
    let room = MolecularRoom(1, of: [system])
    let program = try Program.model { trace in
      let found = predictions(trace, room)
      return [("energy", found.energy), ("forces", found.forces)]
    }
    let session = try program.compiled(as: Float.self).makeSession()
    for entry in trainer.layout.entries where session.takes(entry.name) {
      session.load(entry.name, trainer.values[entry.offset..<entry.offset + entry.count])
    }
    session.load(EquivariantModel.frequencyName, model.frequencies.map(Float.init))
    try session.load([system], room, cutoff: model.cutoff)
    return { session.run() }
  }
}

extension TrainingWorkload {
  /// W6: 32 ethanol molecules; energies, forces as their gradient, and dipoles; Adam.
  static func molecule() throws -> TrainingWorkload {
    let (batch, chunk) = (32, 8)
    let systems = MoleculeWorkload.ethanol(batch)
    let room = MolecularRoom(chunk, of: systems)
    let energies = PortableNumbers.uniform(400, batch, -1, 1)
    let forces = PortableNumbers.uniform(401, batch * 27, -1, 1)
    let dipoles = PortableNumbers.uniform(402, batch * 3, -1, 1)
    let program = try Program.model { trace in
      let found = MoleculeWorkload.predictions(trace, room)
      let energy = squaredError(found.energy, trace.data("energies", shape: [chunk])) * Tensor(1 / Double(batch))
      let force =
        squaredError(found.forces, trace.data("forces", shape: [9 * chunk, 3])) * Tensor(1 / Double(batch * 27))
      let dipole = squaredError(found.dipole, trace.data("dipoles", shape: [chunk, 3])) * Tensor(1 / Double(batch * 3))
      return [("loss", energy + force + dipole)]
    }
    let layout = ParameterLayout([program])
    let trainer = try Trainer(
      [LossTerm(program)], optimizer: .adam, values: MoleculeWorkload.values(layout), layout: layout)
    var workload = TrainingWorkload(
      name: "W6_molecule", trainer: trainer, chunks: [batch / chunk], rate: 1e-3,
      load: { _, i, session in
        let own = i * chunk..<(i + 1) * chunk
        session.load(EquivariantModel.frequencyName, MoleculeWorkload.model.frequencies.map(Float.init))
        session.load("energies", energies[own])
        session.load("forces", forces[own.lowerBound * 27..<own.upperBound * 27])
        session.load("dipoles", dipoles[own.lowerBound * 3..<own.upperBound * 3])
        do { try session.load(Array(systems[own]), room, cutoff: MoleculeWorkload.model.cutoff) } catch {
          preconditionFailure("W6: \(error)")
        }
      })
    workload.inferences = {
      [
        ("infer_ethanol", try MoleculeWorkload.inference(MoleculeWorkload.ethanol(1)[0], trainer)),
        ("infer_water192", try MoleculeWorkload.inference(MoleculeWorkload.water(), trainer)),
      ]
    }
    return workload
  }
}
