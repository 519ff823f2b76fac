import Determinism
import Diffraction
import Documents
import Experiments
import Figures
import Records
import Testing

/// What a manifest of a refinement can ask for, on small simulated patterns of ceria.
@Suite struct PowderDiffractionTests {
  private static let cif = """
    data_ceria
    _cell_length_a 5.41
    _cell_length_b 5.41
    _cell_length_c 5.41
    _space_group_name_H-M_alt 'F m -3 m'
    loop_
    _atom_site_label _atom_site_type_symbol _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z _atom_site_U_iso_or_equiv
    Ce Ce 0 0 0 0.004
    O O 0.25 0.25 0.25 0.005

    """

  private static let patterns = """
    structure: ceria.cif
    patterns:
      first: {file: first.xy, radiation: CuKa1, noise: poisson}
      second: {file: second.xy, radiation: neutron, wavelength: 1.6, noise: poisson}

    """

  private func folder() throws -> FitFolder {
    func text(_ instrument: Instrument, scale: Double) throws -> String {
      let cell = Cell(edges: SIMD3(repeating: 5.4116), angles: SIMD3(repeating: 90))
      let crystal = Crystal(
        "ceria", cell: cell, spaceGroup: try SpaceGroup(named: "F m -3 m"),
        atoms: [
          Atom("Ce", type: "Ce", position: .zero, displacement: 0.0025),
          Atom("O", type: "O", position: SIMD3(repeating: 0.25), displacement: 0.0045),
        ])
      let model = try PatternModel(StructureModel(crystal), instrument, angles: (0..<900).map { 22 + Double($0) / 10 })
      var point = model.start
      for (name, value) in [("scale", scale), ("W", 0.03), ("X", 0.05), ("axial", 0.02), ("background0", 300)] {
        if let k = model.parameterNames.firstIndex(of: name) { point[k] = value }
      }
      let pattern = try PowderPattern(
        simulating: model.planned(at: point), at: point, RandomStream(seed: 3, name: "ceria"), name: "ceria")
      return zip(pattern.angles, pattern.intensities).map { "\($0) \($1)\n" }.joined()
    }
    var neutrons = Instrument()
    (neutrons.radiation, neutrons.wavelength, neutrons.geometry) = (.neutron, 1.6, .debyeScherrer)
    return try FitFolder([
      "ceria.cif": Self.cif, "first.xy": text(Instrument(), scale: 0.02), "second.xy": text(neutrons, scale: 2),
    ])
  }

  @Test func refinesTogetherAndAlone() throws {
    let folder = try folder()
    defer { folder.remove() }
    let outcome = try folder.run(PowderDiffraction.self, Self.patterns + "contrast: sharing\n")
    let metrics = outcome.metrics
    #expect(metrics["converged"]?.asBool == true)
    let (a, error) = try (#require(metrics.value("a")), #require(metrics.error("a")))
    #expect(abs(a - 5.4116) < 4 * error && error < 1e-3)
    #expect(abs((metrics.path("statistics.GoF")?.asNumber ?? 0) - 1) < 0.1)
    #expect(metrics.path(["parameters", "a", "scope"])?.asString == "shared")
    #expect(metrics.path(["parameters", "scale[first]", "scope"])?.asString == "own")
    for name in ["first", "second"] {
      let pattern = try #require(metrics["patterns"]?[name])
      #expect((pattern["Rwp"]?.asNumber ?? 99) < 1.1 * (pattern["Rexp"]?.asNumber ?? 0))
      #expect((pattern["R_Bragg"]?.asNumber ?? 99) < 5)
    }
    #expect(outcome.tables.map(\.name) == ["parameters", "stages", "points", "reflections", "alone"])
    #expect(outcome.sharing?.path(["contrast", "parameters", "a", "pulls"])?.asObject?.count == 2)
    #expect(PowderDiffraction.headline(of: metrics)?.hasPrefix("a = 5.41") == true)
  }

  @Test func stagesAndParametersObey() throws {
    let folder = try folder()
    defer { folder.remove() }
    let outcome = try folder.run(
      PowderDiffraction.self,
      Self.patterns + """
        stages: [scale background, [cell], "W[first] widths[second]", Uiso]
        parameters:
          a: {start: 5.411}
          zero: {each: {second: {start: 0.01, fixed: true}}}
          Uiso(O): {shared: false}
          Uiso(Ce): {start: 0.003, fixed: true}
        """)
    let metrics = outcome.metrics
    #expect(metrics.value("Uiso(Ce)") == 0.003)
    #expect(metrics.path(["parameters", "Uiso(Ce)", "state"])?.asString == "fixed")
    #expect(metrics.value("zero[second]") == 0.01)
    #expect(metrics.error("Uiso(O)[first]") != nil && metrics.error("Uiso(O)[second]") != nil)
    #expect(metrics.error("W[first]") != nil && metrics.error("U[first]") == nil)
    #expect(metrics.error("U[second]") != nil)
  }

  @Test func unsharedTwinAndSpread() throws {
    let folder = try folder()
    defer { folder.remove() }
    let twin = try folder.run(PowderDiffraction.self, Self.patterns + "sharing: off\n")
    #expect(twin.metrics.error("a[first]") != nil && twin.metrics.value("a") == nil)
    let spread = try folder.run(PowderDiffraction.self, Self.patterns + "spread: true\n").metrics
    let honest = try #require(spread.path(["parameters", "a", "stderr_honest"])?.asNumber)
    #expect(honest >= spread.error("a") ?? 0)
  }

  @Test func figuresShowEveryPattern() throws {
    let folder = try folder()
    defer { folder.remove() }
    let outcome = try folder.run(PowderDiffraction.self, Self.patterns + "contrast: sharing\n")
    #expect(outcome.tables.first { $0.name == "points" }?.table.rowCount == 1800)
  }

  @Test(arguments: [
    ("structure: none.cif\npatterns: {p: {file: first.xy, radiation: CuKa}}", "none.cif"),
    ("structure: first.xy\npatterns: {p: {file: first.xy, radiation: CuKa}}", "expected"),
    ("structure: ceria.cif\npatterns: {p: {file: ceria.cif, radiation: CuKa}}", "ceria.cif"),
    ("structure: ceria.cif\npatterns: {p: {file: first.xy, radiation: neutron}}", "the field wavelength is missing"),
    (
      "structure: ceria.cif\npatterns: {p: {file: first.xy, radiation: CuKa, range: [50, 40]}}",
      "the first must be less"
    ),
    ("structure: ceria.cif\npatterns: {p: {file: first.xy, radiation: CuKa, range: [150, 160]}}", "no point is left"),
    ("structure: ceria.cif\npatterns: {p: {file: first.xy, radiation: CuKa, bank: 2}}", "no banks"),
    ("structure: ceria.cif\npatterns: {p: {file: first.xy, radiation: CuKb}}", "CuKa"),
    (
      "structure: ceria.cif\npatterns: {p: {file: first.xy, radiation: CuKa}}\nparameters: {x(Ce): {start: 1}}",
      "there is no parameter x(Ce)"
    ),
    (
      "structure: ceria.cif\npatterns: {p: {file: first.xy, radiation: CuKa}}\nstages: [scal]",
      "names no group and no parameter"
    ),
    ("structure: ceria.cif\npatterns: {p: {file: first.xy, radiation: CuKa}}\nparameters: {W: {start: -1}}", "outside"),
    (
      "structure: ceria.cif\npatterns: {p: {file: first.xy, radiation: x-ray, wavelength: 30}}",
      "no reflection lies between"
    ),
  ]) func mistakesAreNamed(_ body: String, _ words: String) throws {
    let folder = try folder()
    defer { folder.remove() }
    let said = try #require(try folder.problems(PowderDiffraction.self, body))
    #expect(said.contains(words), "\(said)")
    #expect(said.hasPrefix("experiments/fit.yaml:"))
  }
}
