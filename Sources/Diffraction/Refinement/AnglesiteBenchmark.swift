import Determinism
import Fitting

/// A joint refinement to be timed and to be judged by its truth: anglesite, PbSO₄, by X-rays and by neutrons.
///
/// Both patterns are **simulated**: Poisson counts about the model at a stated truth, 5,001 points each. The structure is
/// about that of M. Miyake, I. Minato, H. Morikawa, S. Iwai, American Mineralogist 63 (1978) 506.
public enum AnglesiteBenchmark {
  /// What the patterns are made from: every value that is not an instrument's start.
  public static let truth: [(name: String, value: Double)] = [
    ("a", 8.4816), ("b", 5.3989), ("c", 6.9592), ("x(Pb)", 0.1876), ("z(Pb)", 0.1672), ("Uiso(Pb)", 0.0165),
    ("x(S)", 0.0633), ("z(S)", 0.6843), ("Uiso(S)", 0.0095), ("x(O1)", 0.9078), ("z(O1)", 0.5954), ("Uiso(O1)", 0.0205),
    ("x(O2)", 0.1942), ("z(O2)", 0.5431), ("Uiso(O2)", 0.0225), ("x(O3)", 0.0811), ("y(O3)", 0.0257), ("z(O3)", 0.8089),
    ("Uiso(O3)", 0.0175),
  ]

  /// The instruments' values, by pattern.
  public static let instruments: [(pattern: String, values: [(name: String, value: Double)])] = [
    (
      "neutrons",
      [
        ("scale", 1.4), ("zero", 0.035), ("U", 0.11), ("V", -0.17), ("W", 0.145), ("X", 0), ("Y", 0.02),
        ("axial", 0.03),
        ("background0", 210), ("background1", -24), ("background2", 14), ("background3", 6), ("background4", 0),
        ("background5", 0),
      ]
    ),
    (
      "x-rays",
      [
        ("scale", 0.004), ("displacement", -35), ("U", 0.008), ("V", -0.004), ("W", 0.004), ("X", 0.035), ("Y", 0.05),
        ("axial", 0.035), ("background0", 160), ("background1", -90), ("background2", 40), ("background3", -15),
        ("background4", 5), ("background5", 0),
      ]
    ),
  ]

  /// The structure as a user would start with it: rounded, and a little off.
  public static func start() throws -> Crystal {
    Crystal(
      "anglesite", cell: Cell(edges: SIMD3(8.478, 5.396, 6.958), angles: SIMD3(repeating: 90)),
      spaceGroup: try SpaceGroup(named: "P n m a"),
      atoms: [
        Atom("Pb", type: "Pb", position: SIMD3(0.188, 0.25, 0.167), displacement: 0.01),
        Atom("S", type: "S", position: SIMD3(0.063, 0.25, 0.686), displacement: 0.01),
        Atom("O1", type: "O", position: SIMD3(0.905, 0.25, 0.6), displacement: 0.01),
        Atom("O2", type: "O", position: SIMD3(0.19, 0.25, 0.543), displacement: 0.01),
        Atom("O3", type: "O", position: SIMD3(0.085, 0.026, 0.806), displacement: 0.01),
      ])
  }

  /// The instrument of a pattern.
  public static func instrument(_ pattern: String) -> Instrument {
    var instrument = Instrument()
    if pattern == "neutrons" {
      (instrument.radiation, instrument.wavelength, instrument.geometry) = (.neutron, 1.909, .debyeScherrer)
    } else {
      instrument.secondWavelength = 1.5444274
    }
    return instrument
  }

  /// 2θ of a pattern's points.
  public static func angles(_ pattern: String) -> [Double] {
    let (first, step) = pattern == "neutrons" ? (10_000, 29) : (14_000, 22)
    // Thousandths of a degree, so that three decimals write them exactly.
    return (0...5000).map { Double(first + $0 * step) / 1000 }
  }

  /// The seed of the shipped patterns.
  public static let seed: UInt64 = 20_261_123

  /// A simulated pattern as a file: columns of 2θ and counts, below a line that says so.
  public static func file(_ name: String) throws -> String {
    let pattern = try pattern(name)
    var text = "# SIMULATED: Poisson counts about a stated truth, written by kanon bench diffraction --simulate\n"
    text += "# two_theta counts\n"
    for (angle, counts) in zip(pattern.angles, pattern.intensities) {
      text += "\(Numeral.render(angle)) \(Int(counts))\n"
    }
    return text
  }

  /// A pattern simulated at the truth.
  public static func pattern(_ name: String, seed: UInt64 = seed) throws -> PowderPattern {
    let structure = try StructureModel(start())
    let model = try PatternModel(structure, instrument(name), angles: angles(name))
    var point = model.start
    let own = instruments.first { $0.pattern == name }?.values ?? []
    for (parameter, value) in truth + own {
      if let k = model.parameterNames.firstIndex(of: parameter) { point[k] = value }
    }
    return try PowderPattern(
      simulating: model.planned(at: point), at: point, RandomStream(seed: seed, name: "anglesite/\(name)"), name: name)
  }

  /// The refinement of both patterns, as a user would set it up.
  public static func refinement(seed: UInt64 = seed) throws -> Refinement {
    let structure = try StructureModel(start())
    let entries = try instruments.map { own in
      try PatternEntry(
        own.pattern, pattern(own.pattern, seed: seed), structure, instrument(own.pattern), isCounted: true)
    }
    return try Refinement(
      structure, entries, parameters: Refinement.standardParameters(structure, entries),
      stages: RefinementStage.usual(entries.map(\.model.instrument)))
  }
}
