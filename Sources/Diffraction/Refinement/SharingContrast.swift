import Determinism
import Fitting

/// What each pattern says alone of what they share, and who tears it apart.
public struct SharingContrast: Sendable {
  /// A shared parameter from one pattern alone.
  public struct Voice: Sendable {
    public let pattern: String
    public let value: Double
    /// The larger of the usual error and that for correlated residuals; nil where the pattern does not determine it.
    public let error: Double?
    /// (value − mean of the others) / combined error; nil where there is nothing to compare.
    public internal(set) var pull: Double?
  }

  /// A shared parameter, its voices and its joint value.
  public struct Tension: Sendable {
    public let name: String
    public let coordinate: Int
    public internal(set) var voices: [Voice]
    /// √(χ² / degrees of freedom) of the joint fit, and with this parameter given to each pattern; nil where that was
    /// not tried.
    public internal(set) var unshared: (goodness: Double, rwp: [Double])?
    public internal(set) var verdict: String?

    /// The largest pull by magnitude.
    public var worst: Double { voices.reduce(0) { max($0, ($1.pull ?? 0).magnitude) } }
  }

  /// Each pattern refined alone, in the entries' order.
  public let alone: [RefinedStructure]
  /// Shared parameters, the most torn first.
  public let tensions: [Tension]
  /// The pull from which a verdict is given: two-sided 1 % over all pulls together (Bonferroni).
  public let threshold: Double

  /// So many of the most torn parameters are given to each pattern on trial.
  private static let trials = 4

  /// - Parameter hear: called before each refinement with what it is about.
  public init(
    _ joint: RefinedStructure, from start: Refinement, guessing guesses: [PatternGuess],
    _ hear: (String) throws -> Void
  ) throws {
    alone = try start.entries.indices.map { k in
      try hear("\(start.entries[k].name) alone")
      let one = try start.alone(k)
      return try one.run(guessing: guesses.filter { sameUTF8($0.pattern, start.entries[k].name) })
    }
    let problem = joint.fit.problem
    var found: [Tension] = []
    for (c, coordinate) in problem.coordinates.enumerated() {
      guard coordinate.instance == nil, coordinate.blocks.count > 1, joint.standardError(c) != nil else { continue }
      let voices = zip(start.entries, alone).map { entry, fit in
        let own = fit.fit.problem.index(of: coordinate.parameter)
        return Voice(
          pattern: entry.name, value: own.map { fit.fit.estimates[$0].value } ?? .nan,
          error: own.flatMap { fit.cautiousError($0) })
      }
      found.append(Tension(name: coordinate.parameter, coordinate: c, voices: voices))
    }
    for k in found.indices { Self.pull(&found[k].voices) }
    let count = found.reduce(0) { $0 + $1.voices.count { $0.pull != nil } }
    threshold = Distribution.normalQuantile(tail: 0.005 / Double(max(count, 1)))
    found.sort { ($1.worst, $0.coordinate) < ($0.worst, $1.coordinate) }
    for k in found.indices.prefix(Self.trials) where found[k].worst > threshold {
      try hear("each pattern with its own \(found[k].name)")
      let point = joint.fit.estimates.map(\.value)
      let trial = try joint.refinement.unsharing(found[k].name, from: point, problem).finished()
      found[k].unshared = (trial.goodnessOfFit, trial.agreements.map(\.rwp))
    }
    // Of those torn apart, the one whose release mends most comes first.
    found.sort { a, b in
      let (x, y) = (a.unshared?.goodness ?? .infinity, b.unshared?.goodness ?? .infinity)
      return x == y ? (b.worst, a.coordinate) < (a.worst, b.coordinate) : x < y
    }
    for k in found.indices where found[k].worst > threshold {
      found[k].verdict = Self.verdict(found[k], joint, alone)
    }
    tensions = found
  }

  public var verdicts: [String] { tensions.compactMap(\.verdict) }

  private static func pull(_ voices: inout [Voice]) {
    for k in voices.indices {
      guard let own = voices[k].error, own > 0 else { continue }
      var (weight, sum) = (0.0, 0.0)
      for (j, other) in voices.enumerated() where j != k {
        guard let error = other.error, error > 0 else { continue }
        weight += 1 / (error * error)
        sum += other.value / (error * error)
      }
      guard weight > 0 else { continue }
      voices[k].pull = (voices[k].value - sum / weight) / (own * own + 1 / weight).squareRoot()
    }
  }

  /// What is torn, by whom, what it costs and what to do.
  private static func verdict(_ tension: Tension, _ joint: RefinedStructure, _ alone: [RefinedStructure]) -> String {
    let said = tension.voices.map { voice in
      let error = voice.error.map { Numeral.measured(voice.value, error: $0) } ?? "nothing"
      return "\(voice.pattern) alone says \(error)"
    }
    var text = "\(tension.name) is torn apart by \(Numeral.brief(tension.worst, digits: 2)) σ: "
    text += said.joined(separator: ", ")
    let costs = alone.indices.map { k in
      let (own, shared) = (alone[k].agreements[0].rwp, joint.agreements[k].rwp)
      return "\(alone[k].refinement.entries[0].name) \(percent(own)) alone, \(percent(shared)) together"
    }
    let worse = zip(alone, joint.agreements).allSatisfy { $0.agreements[0].rwp < $1.rwp }
    text += ". Rwp: \(costs.joined(separator: "; "))" + (worse ? ": sharing makes every pattern worse" : "")
    if let unshared = tension.unshared {
      let list = zip(joint.refinement.entries, unshared.rwp).map { "\($0.name) \(percent($1))" }
      text += ". With its own \(tension.name) for each pattern: \(list.joined(separator: ", "))"
    }
    return text + ". " + remedy(tension, joint)
  }

  private static func percent(_ x: Double) -> String { Numeral.brief(100 * x, digits: 3) + " %" }

  /// What usually stands behind a disagreement of such a parameter.
  private static func remedy(_ tension: Tension, _ joint: RefinedStructure) -> String {
    let own = "give each pattern its own (parameters: {\"\(tension.name)\": {shared: false}})"
    let role = joint.refinement.structure.parameters.first { sameUTF8($0.name, tension.name) }?.role
    switch role {
    case .displacement:
      return "Displacements stand for how intensities fall off with angle: either one machine lacks a term of its own, "
        + "so add roughness, absorption or slit: variable to it, or \(own)."
    case .cell:
      return "Wavelength, zero or displacement of one machine is off, or the temperatures differ: refine its "
        + "wavelength, or \(own)."
    case .position, .occupancy:
      return "Preferred orientation, absorption or dispersion may distort one pattern's intensities: add texture or "
        + "absorption to it, or \(own)."
    case nil: return "Consider to " + own + "."
    }
  }
}

extension Refinement {
  /// All stages' parameters free at once, from the starts that they have.
  func finished() throws -> RefinedStructure {
    var selectors: [String] = []
    for stage in stages { selectors += stage.selectors }
    var last = try Refinement(
      structure, entries, parameters: parameters, stages: [RefinementStage(selectors)], held: held)
    last.stepLimit = stepLimit
    return try last.run(guessing: [])
  }
}
