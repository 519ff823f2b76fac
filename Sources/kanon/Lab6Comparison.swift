import ArgumentParser
import Diffraction
import Documents
import Fitting
import Records

/// LaB6 on two machines, refined with GSAS-II's wavelengths, ranges and background, beside its values.
struct Lab6Comparison {
  let folder: String

  /// What GSAS-II 2.0 came to: a in Å, SH/L, Rwp in percent alone and together.
  private struct Reference {
    let name: String
    let file: String
    let cell: Double
    let asymmetry: Double
    let rwp: Double
    let jointRwp: Double
  }

  private static let references = [
    Reference(
      name: "nist", file: "MDtutorials_CWInstDemo__NIST660CBI.gsas", cell: 4.15679052, asymmetry: 0.02782922,
      rwp: 8.02083263, jointRwp: 10.14049845),
    Reference(
      name: "lab", file: "lab6_lab_jan2018.csv", cell: 4.15580582, asymmetry: 0.00287609, rwp: 8.33831072,
      jointRwp: 10.93853968),
  ]

  func run() throws {
    for reference in Self.references {
      // GSAS-II's profile has one height much the smaller, and SH/L for A.
      try report("alone, as GSAS-II", refined([reference], imbalance: 1, heldAsymmetry: true))
      // Its searches ended with shifts of more than twenty errors, as its own report says: what its cell costs here
      // tells how far from a minimum it is.
      try report("alone, at GSAS-II's cell", refined([reference], imbalance: 1, heldAsymmetry: true, holdsCell: true))
      try report("alone, all free", refined([reference], imbalance: 0, heldAsymmetry: false))
    }
    let start = try refinement(Self.references, imbalance: 0, heldAsymmetry: false)
    let guesses = start.entries.map { PatternGuess($0.name) }
    let clock = Timing.now()
    let joint = try start.run(guessing: guesses)
    try report("together, all free", (joint, Timing.now() - clock))
    for verdict in try SharingContrast(joint, from: start, guessing: guesses, { _ in }).verdicts {
      Terminal.say(
        (["workload": "LaB6", "variant": "verdict", "verdict": .string(verdict)] as JSON).render(pretty: false))
    }
  }

  private func refined(
    _ references: [Reference], imbalance: Double, heldAsymmetry: Bool, holdsCell: Bool = false
  ) throws -> (RefinedStructure, Double) {
    let start = try refinement(
      references, imbalance: imbalance, heldAsymmetry: heldAsymmetry, holdsCell: holdsCell)
    let clock = Timing.now()
    let refined = try start.run(guessing: start.entries.map { PatternGuess($0.name) })
    return (refined, Timing.now() - clock)
  }

  private func refinement(
    _ references: [Reference], imbalance: Double, heldAsymmetry: Bool, holdsCell: Bool = false
  ) throws -> Refinement {
    let structure = try StructureModel(Self.structure())
    var instrument = Instrument()
    instrument.secondWavelength = 1.5444274
    instrument.axialImbalance = imbalance
    let entries = try references.map { reference in
      guard let bytes = try FileSystem.read(folder + "/" + reference.file) else {
        throw ValidationError("there is no \(reference.file) in \(folder)")
      }
      return try PatternEntry(
        reference.name, PowderPattern(bytes, file: reference.file), structure, instrument)
    }
    var parameters = Refinement.standardParameters(structure, entries)
    if heldAsymmetry, let k = parameters.firstIndex(where: { $0.name == "axial" }) {
      parameters[k].start = references[0].asymmetry
    }
    if heldAsymmetry, let k = parameters.firstIndex(where: { $0.name == "Y" }) { parameters[k].lower = -.infinity }
    if holdsCell, let k = parameters.firstIndex(where: { $0.name == "a" }) { parameters[k].start = references[0].cell }
    return try Refinement(
      structure, entries, parameters: parameters, stages: RefinementStage.usual(entries.map(\.model.instrument)),
      held: Set((heldAsymmetry ? ["axial"] : []) + (holdsCell ? ["a"] : [])))
  }

  private func report(_ variant: String, _ result: (refined: RefinedStructure, seconds: Double)) throws {
    for (k, entry) in result.refined.refinement.entries.enumerated() {
      guard let reference = Self.references.first(where: { $0.name == entry.name }) else { continue }
      let agreement = result.refined.agreements[k]
      let cell = result.refined.fit["a"]?.value ?? .nan
      let line: JSON = [
        "workload": "LaB6", "variant": .string("\(entry.name) \(variant)"), "Rwp": .number(agreement.rwp * 100),
        "GSAS-II_Rwp": .number(variant.hasPrefix("alone") ? reference.rwp : reference.jointRwp), "a": .number(cell),
        "a_minus_GSAS-II": .number(cell - reference.cell), "GoF": .number(agreement.goodnessOfFit),
        "R_Bragg": .number(agreement.rBragg * 100), "seconds": .number(result.seconds),
      ]
      Terminal.say(line.render(pretty: false))
    }
  }

  private static func structure() throws -> Crystal {
    Crystal(
      "LaB6", cell: Cell(edges: SIMD3(repeating: 4.1569), angles: SIMD3(repeating: 90)),
      spaceGroup: try SpaceGroup(named: "P m -3 m"),
      atoms: [
        Atom("La", type: "La", position: SIMD3(0, 0, 0), displacement: 0.006),
        Atom("B", type: "B", position: SIMD3(0.1993, 0.5, 0.5), displacement: 0.004),
      ])
  }
}
