import Determinism
import Diffraction
import Documents
import Fitting
import Oracles
import Synchronization

extension PowderDiffraction {
  /// The programs of a refinement that laws look at, each from outside.
  struct Programs: FitPrograms {
    /// `base`, the coordinates `chosen` and their values `point` → `objective` and their `gradient`.
    var objective: any Subject
    /// `point` → `gradient`, and `parts`, the gradient of each pattern alone.
    var shares: any Subject
    /// `positions` of the atoms and `indices` of reflections → `squares`, |F|², behind them that of all atoms in phase:
    /// where waves cancel, what is left of their size is rounding.
    var factors: any Subject
    /// `positions` of one atom each and one `index` → `relative`, the largest |F|² over its greatest value, and whether
    /// it is `extinguished`.
    var extinctions: any Subject
    /// `point` of one pattern's model, and its `entry` → `intensities`.
    var pattern: any Subject
    /// The same with an order of the `axes`, in which the crystal is set up anew.
    var setting: any Subject
    /// `point`, and the `order` of the patterns → `objective`, `gradient`, and the `step` that the solver takes.
    var ordered: any Subject
    /// `seed` → `rise`, how far the truth of a simulation is above the minimum.
    var refit: any Subject
  }

  /// The refinement that laws are tried on: thinned, planned at the anchor, with all free that stages free.
  struct Trial: Sendable {
    let refinement: Refinement
    let problem: FitProblem
    let anchor: FitAnchor
    /// The coordinates that are free.
    let free: [Int]

    /// Laws need no more points and reflections of a pattern than these.
    private static let (points, reflections) = (200, 60)

    init(_ whole: Refinement, guessing guesses: [PatternGuess], _ outcome: Table?) throws {
      let thin = try whole.thinned(to: Self.points, reflections: Self.reflections)
      let declared = FitAnchor(try thin.settled(at: nil, guessing: []).problem, outcome)
      let settled = try thin.settled(at: outcome == nil ? nil : declared.values, guessing: guesses)
      (refinement, problem) = (settled.refinement, settled.problem)
      var errors = outcome?.columns.first { $0.name == "stderr" }?.values.numbers ?? []
      if errors.isEmpty {
        // Without a result, the errors that the data would give here are the widths to step by.
        let fit = problem.fit(from: settled.point, options: SolverOptions(stepLimit: 1))
        errors = fit.estimates.map { $0.standardError ?? .nan }
      }
      anchor = FitAnchor(values: settled.point, errors: errors.count == settled.point.count ? errors : [])
      free = settled.problem.coordinates.indices.filter { !settled.problem.coordinates[$0].isFixed }
    }

    /// The values of one pattern's model at a point.
    func local(_ point: [Double], _ entry: Int) -> [Double] { problem.map[entry].map { point[$0] } }

    /// The crystal at the anchor, as the first pattern has it.
    var crystal: Crystal {
      let structure = refinement.structure
      return structure.crystal(at: Array(local(anchor.values, 0)[..<structure.parameters.count]))
    }
  }

  func programs(_ trial: Trial, _ scattering: CrystalScattering) -> Programs {
    Programs(
      objective: objective(trial), shares: FitLaws(trial.problem, trial.anchor).shares,
      factors: Self.factors(scattering), extinctions: Self.extinctions(of: scattering.crystal.spaceGroup),
      pattern: Self.pattern(trial), setting: Self.setting(trial), ordered: Self.ordered(trial),
      refit: Self.refit(trial) { $0 })
  }

  private func objective(_ trial: Trial) -> any Subject {
    // A scan asks for the same coordinates many times in turn.
    let latest = Latest()
    return FunctionSubject { inputs throws(SubjectFailure) in
      let chosen = try inputs.array("chosen").integers
      var point = try inputs.numbers("base")
      for (place, value) in zip(chosen, try inputs.numbers("point")) { point[place] = value }
      guard
        let problem = latest.problem(chosen, { try? trial.refinement.problem(freeing: chosen, of: trial.problem) }),
        let (objective, gradient) = problem.gradient(at: point)
      else { throw FitLaws.undefined }
      return Arrays([
        "objective": NumericArray(objective),
        "gradient": NumericArray(shape: [chosen.count], chosen.map { gradient[$0] }),
      ])
    }
  }

  static func factors(_ scattering: CrystalScattering) -> any Subject {
    FunctionSubject { inputs throws(SubjectFailure) in
      let squares = scattering.squares(of: try inputs.vectors("indices") + [.zero], at: try inputs.points("positions"))
      return Arrays(["squares": NumericArray(shape: [squares.count], squares)])
    }
  }

  /// One atom that scatters alike at all angles shows what the group alone extinguishes.
  static func extinctions(of group: SpaceGroup, told: SpaceGroup? = nil) -> any Subject {
    var instrument = Instrument()
    (instrument.radiation, instrument.scattering) = (.neutron, ["H": Dispersion(real: 1, imaginary: 0)])
    let crystal = Crystal(
      "one atom", cell: Cell(edges: SIMD3(7, 8, 9), angles: SIMD3(repeating: 90)), spaceGroup: group,
      atoms: [Atom("H", type: "H", position: .zero, displacement: 0)])
    let scattering = try? CrystalScattering(crystal, instrument)
    let told = told ?? group
    return FunctionSubject { inputs throws(SubjectFailure) in
      guard let scattering else { throw SubjectFailure(.refused, "one atom can't be set up") }
      let index = try inputs.vectors("index")[0]
      var relative = 0.0
      for position in try inputs.points("positions") {
        let squares = scattering.squares(of: [index, .zero], at: [position])
        relative = max(relative, squares[0] / squares[1])
      }
      return Arrays([
        "relative": NumericArray(relative), "extinguished": NumericArray(told.extinguishes(index) ? 1.0 : 0),
      ])
    }
  }

  private static func pattern(_ trial: Trial) -> any Subject {
    FunctionSubject { inputs throws(SubjectFailure) in
      let model = trial.refinement.entries[try inputs.array("entry").integers[0]].model
      let computed = model.intensities(at: try inputs.numbers("point"))
      return Arrays(["intensities": NumericArray(shape: [computed.count], computed)])
    }
  }

  /// - Parameter movesEdges: whether the cell's edges follow the axes into another setting.
  static func setting(_ trial: Trial, movesEdges: Bool = true) -> any Subject {
    FunctionSubject { inputs throws(SubjectFailure) in
      let entry = trial.refinement.entries[try inputs.array("entry").integers[0]]
      let axes = try inputs.array("axes").integers
      let point = try inputs.numbers("point")
      let count = trial.refinement.structure.parameters.count
      do {
        let crystal = trial.refinement.structure.crystal(at: Array(point[..<count]))
        var renamed = try crystal.renamed(axes: axes)
        if !movesEdges { renamed.cell.edges = crystal.cell.edges }
        let structure = try StructureModel(renamed)
        var instrument = entry.model.instrument
        instrument.texture = instrument.texture.map { SIMD3($0[axes[0]], $0[axes[1]], $0[axes[2]]) }
        let own = structure.start + point[count...]
        let model = try PatternModel(structure, instrument, angles: entry.model.angles).planned(at: own)
        let computed = model.intensities(at: own)
        return Arrays(["intensities": NumericArray(shape: [computed.count], computed)])
      } catch {
        throw SubjectFailure(.refused, "\(error)")
      }
    }
  }

  private static func ordered(_ trial: Trial) -> any Subject {
    FunctionSubject { inputs throws(SubjectFailure) in
      do {
        let point = try inputs.numbers("point")
        let refinement = try trial.refinement.ordered(try inputs.array("order").integers)
        // Coordinates are known by their labels: their places may be others.
        var labels: [String: Int] = [:]
        for (place, coordinate) in trial.problem.coordinates.enumerated() { labels[coordinate.label] = place }
        let bare = try refinement.settled(at: nil).problem
        let places = bare.coordinates.map { labels[$0.label] ?? 0 }
        let problem = try refinement.settled(at: places.map { point[$0] }).problem
        guard let (objective, gradient) = problem.gradient(at: places.map { point[$0] }) else {
          throw FitLaws.undefined
        }
        let step = problem.minimize(from: places.map { point[$0] }, options: SolverOptions(stepLimit: 2)).point
        var (slopes, moved) = (gradient, step)
        for (own, place) in places.enumerated() { (slopes[place], moved[place]) = (gradient[own], step[own]) }
        return Arrays([
          "objective": NumericArray(objective), "gradient": NumericArray(shape: [slopes.count], slopes),
          "step": NumericArray(shape: [moved.count], moved),
        ])
      } catch let failure as SubjectFailure {
        throw failure
      } catch {
        throw SubjectFailure(.refused, "\(error)")
      }
    }
  }

  /// - Parameter distort: what becomes of the intensities before noise is drawn about them.
  static func refit(_ trial: Trial, distort: @escaping @Sendable ([Double]) -> [Double]) -> any Subject {
    FunctionSubject { inputs throws(SubjectFailure) in
      let stream = RandomStream(seed: UInt64(try inputs.array("seed").integers[0]), name: "simulated-truth")
      do {
        let point = trial.anchor.values
        let simulated = try trial.refinement.simulated(at: point, trial.problem, stream, distort: distort)
        let problem = try simulated.settled(at: point).problem
        return Arrays(["rise": NumericArray(try FitLaws.rise(of: problem, from: point))])
      } catch let failure as SubjectFailure {
        throw failure
      } catch {
        throw SubjectFailure(.refused, "\(error)")
      }
    }
  }
}

/// The problem that was asked for last, so that it need not be set up again.
private final class Latest: Sendable {
  private let state = Mutex<(chosen: [Int], problem: FitProblem?)>(([], nil))

  func problem(_ chosen: [Int], _ make: () -> FitProblem?) -> FitProblem? {
    if let known = state.withLock({ $0.chosen == chosen ? $0.problem : nil }) { return known }
    let made = make()
    state.withLock { $0 = (chosen, made) }
    return made
  }
}

extension Arrays {
  /// The rows of an array [n, 3] of whole numbers.
  func vectors(_ name: String) throws(SubjectFailure) -> [SIMD3<Int>] {
    let numbers = try array(name).integers
    return stride(from: 0, to: numbers.count - 2, by: 3).map { SIMD3(numbers[$0], numbers[$0 + 1], numbers[$0 + 2]) }
  }

  /// The rows of an array [n, 3] of coordinates.
  func points(_ name: String) throws(SubjectFailure) -> [SIMD3<Double>] {
    let numbers = try numbers(name)
    return stride(from: 0, to: numbers.count - 2, by: 3).map { SIMD3(numbers[$0], numbers[$0 + 1], numbers[$0 + 2]) }
  }

  /// The same array with other rows.
  func with(_ name: String, points: [SIMD3<Double>]) -> Arrays {
    merging(Arrays([name: NumericArray(shape: [points.count, 3], points.flatMap { [$0.x, $0.y, $0.z] })]))
  }

  /// The same array with other rows.
  func with(_ name: String, vectors: [SIMD3<Int>]) -> Arrays {
    let numbers = vectors.flatMap { [Int64($0.x), Int64($0.y), Int64($0.z)] }
    return merging(Arrays([name: NumericArray(shape: [vectors.count, 3], numbers)]))
  }
}
