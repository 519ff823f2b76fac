import Determinism
import Documents
import Experiments
import Oracles
import Records
import Testing

/// A wave that goes a fifth of the way round a circle.
@Suite(.serialized) struct PINNTests {
  static let body = """
    seed: 4
    coordinates: {x: [0, 2], t: [0, 0.4]}
    fields: [u]
    constants: {c: 2 / 2}
    equations:
      - u_t + c * u_x ~ 0
    conditions:
      start: {at: {t: 0}, holds: u ~ sin(pi * x + 0.3), exactly: true}
    periodic: {along: x, order: 1, boundary: {widths: [6]}, harmonics: 1, points: 16, weight: 10}
    exact: {u: sin(pi * (x - t) + 0.3)}
    network: {widths: [10, 10]}
    points: {inside: 128, chunk: 32}
    grid: {x: 16, t: 9}
    rate: 0.01
    steps: 60
    lbfgs: {steps: 60}
    """

  private func outcome(_ body: String = body) throws -> Outcome {
    let folder = try FitFolder([:])
    defer { folder.remove() }
    return try folder.run(PINN.self, body)
  }

  private func problems(_ old: String, _ new: String) throws -> String {
    let folder = try FitFolder([:])
    defer { folder.remove() }
    #expect(Self.body.contains(old), "\(old) is not in the manifest")
    return try folder.problems(PINN.self, Self.body.replacing(old, with: new)) ?? "nothing"
  }

  @Test func itLearnsAndItsEndsAreOne() throws {
    let metrics = try outcome().metrics
    #expect((metrics.path("error.u.relative_l2")?.asNumber ?? 1) < 0.02)
    #expect(metrics.path("edges.u")?.asNumber == 0 && metrics.path("edges.u_x")?.asNumber == 0)
    // 2-10-10-1 inside, 1-6-2 at the ends.
    #expect(metrics["parameters_count"]?.asInteger == 177)
    #expect(PINN.headline(of: metrics)?.hasSuffix("ends equal in every bit") == true)
  }

  @Test func theBoundaryNetworkIsUsedAtBothEnds() throws {
    let sharing = try outcome(Self.body.replacing("steps: 60", with: "steps: 1")).sharing
    let uses = sharing?.path(["parameters", "boundary.1.weights", "uses"])?.asArray ?? []
    #expect(uses.count == 2 && uses.allSatisfy { $0["positions"]?.asInteger == 1 })
  }

  @Test func schemesAreContrasted() throws {
    let outcome = try outcome(Self.body + "\ncontrast: sharing")
    let contrast = try #require(outcome.metrics["contrast"])
    for scheme in ["shared-boundary", "fourier"] {
      #expect(contrast.path([scheme, "edges", "u"])?.asNumber == 0, "\(scheme)")
      #expect(contrast.path([scheme, "edges", "u_x"])?.asNumber == 0, "\(scheme)")
    }
    #expect((contrast.path(["penalty", "edges", "u"])?.asNumber ?? 0) > 0)
    #expect((contrast.path(["penalty", "edges", "u_x"])?.asNumber ?? 0) > 0)
    for scheme in ["shared-boundary", "fourier", "penalty"] {
      #expect((contrast.path([scheme, "error", "u", "relative_l2"])?.asNumber ?? 1) < 0.1, "\(scheme)")
    }
  }

  @Test func everyOrderMeetsExactly() throws {
    for order in 0...2 {
      let body = Self.body.replacing("order: 1", with: "order: \(order)").replacing("steps: 60", with: "steps: 3")
        // Lengths that are no powers of two, so that scales round.
        .replacing("x: [0, 2]", with: "x: [-0.7, 1.3]").replacing("t: [0, 0.4]", with: "t: [0.1, 0.4]")
        .replacing("at: {t: 0}", with: "at: {t: 0.1}").replacing("fields: [u]", with: "fields: [u, v]")
        .replacing("- u_t + c * u_x ~ 0", with: "- u_t + c * u_x ~ v\n  - v_xt ~ u * v_t")
        .replacing("exact: {u: sin(pi * (x - t) + 0.3)}\n", with: "")
      let edges = try #require(try outcome(body).metrics["edges"]?.asObject)
      #expect(edges.count == 2 * (order + 1) && edges.allSatisfy { $0.value.asNumber == 0 }, "order \(order)")
    }
  }

  @Test func threadsReachNoBit() throws {
    defer { try? WorkerPool.setThreadCount() }
    let trees = try [1, 2, 3].map { threads in
      try WorkerPool.setThreadCount(threads)
      return try outcome(Self.body.replacing("steps: 60", with: "steps: 8")).tree()
    }
    #expect(trees[0] == trees[1] && trees[0] == trees[2])
  }

  @Test(arguments: ["shared-boundary", "shared-boundary, L-BFGS"])
  func aRunThatGoesOnHasTheSameBits(_ stage: String) throws {
    let folder = try FitFolder([:])
    defer { folder.remove() }
    let body =
      Self.body.replacing("steps: 60", with: "steps: 12")
      .replacing("chunk: 32}", with: "chunk: 32, resample: 5}").replacing("lbfgs: {", with: "lbfgs: {resample: 7, ")
      .replacing("exactly: true", with: "points: 32") + "\nbalance: {every: 4}"
    #expect(try folder.goesOn(PINN.self, body, stage: stage))
  }

  @Test func anotherSeedOrSamplingIsAnotherOutcome() throws {
    let short = Self.body.replacing("steps: 60", with: "steps: 4")
    let tree = try outcome(short).tree()
    for (old, new) in [
      ("seed: 4", "seed: 5"), ("chunk: 32}", "chunk: 32, sampling: latin-hypercube}"), ("chunk: 32", "chunk: 64"),
      ("lbfgs: {", "lbfgs: {precision: double, "), ("widths: [10, 10]", "widths: [10, 10], activation: sin"),
    ] { #expect(try outcome(short.replacing(old, with: new)).tree() != tree, "\(new)") }
  }

  @Test func aSpectralReferenceAgreesWithTheExactSolution() throws {
    // A wave that decays while it travels and is carried by itself only a little: u = e^(−νπ²t) sin(π (x − t)).
    let body = Self.body.replacing("- u_t + c * u_x ~ 0", with: "- u_t + c * u_x ~ 0.1 * u_xx")
      .replacing("steps: 60", with: "steps: 1")
    let exact = try outcome(body.replacing("sin(pi * (x", with: "exp(-0.1 * pi^2 * t) * sin(pi * (x"))
    let spectral = try outcome(
      body.replacing("exact: {u: sin(pi * (x - t) + 0.3)}", with: "reference: {spectral: {modes: 32, steps: 160}}"))
    let errors = [exact, spectral].map { $0.metrics.path("error.u.relative_l2")?.asNumber ?? -1 }
    #expect((errors[0] - errors[1]).magnitude < 1e-9, "\(errors)")
    #expect((spectral.metrics.path("reference.change_by_refinement")?.asNumber ?? 1) < 1e-9)
  }

  @Test(arguments: ["shared-boundary", "fourier", "penalty"]) func lawsAreKeptAndFaultsKilled(_ scheme: String) throws {
    let folder = try FitFolder([:])
    defer { folder.remove() }
    // A second derivative, so that every law has something to look at.
    let body = Self.body.replacing("steps: 60", with: "steps: 5")
      .replacing("along: x,", with: "along: x, scheme: \(scheme),")
      .replacing("- u_t + c * u_x ~ 0", with: "- u_t + c * u_x ~ 0.1 * (u_xx + pi^2 * u)")
    let report = try #require(try folder.examine(PINN.self, body, cases: 12))
    for law in report.laws { #expect(law.verdict == .kept, "\(law.law): \(law.verdict) \(law.reason)") }
    #expect(report.survivors.isEmpty, "\(report.survivors)")
    #expect(report.killed.count >= (scheme == "shared-boundary" ? 20 : 14), "\(report.killed)")
  }

  @Test(arguments: [
    ("u_t + c", "u_tt + k", "unknown name `k`"), ("c * u_x", "c * u_y", "unknown name `u_y`; did you mean `u_x`?"),
    ("c * u_x", "c * w_x", "unknown name `w_x`"), ("u_t + c * u_x ~ 0", "u_t + c * (u_x ~ 0", "("),
    ("u_t + c * u_x ~ 0", "c * x ~ 0", "has no field in it"), ("along: x", "along: z", "there is no coordinate z"),
    ("at: {t: 0}", "at: {s: 0}", "there is no coordinate s"), ("at: {t: 0}", "at: {t: 0.5}", "from 0.0 to 0.4"),
    ("at: {t: 0}", "at: {x: 0}", "not at the ends that are one"),
    ("at: {t: 0}", "at: {t: 0.2}", "is at an end of its coordinate"),
    ("u ~ sin(pi * x + 0.3)", "u ~ sin(x)", "between the ends of x, which are one"),
    ("u ~ sin(pi * x + 0.3)", "u ~ u_x", "coordinates alone"),
    ("u ~ sin(pi * x + 0.3)", "2 * u ~ sin(pi * x)", "field ~ formula"), ("x: [0, 2]", "x: [2, 0]", "the lower end"),
    ("inside: 128", "inside: 100", "a multiple of it"), ("fields: [u]", "fields: [u_1]", "derivatives are written"),
    ("fields: [u]", "fields: [c]", "given twice"), ("exact: {u", "exact: {w", "there is no field w"),
    ("c: 2 / 2", "c: 2 / 0", "a finite number"), ("c: 2 / 2", "c: 2 / k", "unknown name `k`"),
    ("grid: {x", "grid: {z", "there is no coordinate z"),
    ("exact: {u: sin(pi * (x - t) + 0.3)}", "reference: {spectral: {modes: 48}}", "a power of two"),
    ("exact: {u: sin(pi * (x - t) + 0.3)}", "reference: {spectral: {modes: 64, steps: 9}}", "twice a multiple of 8"),
  ])
  func nonsenseIsPointedAt(_ old: String, _ new: String, _ said: String) throws {
    let problems = try problems(old, new)
    #expect(problems.contains(said), "\(new): \(problems)")
    #expect(problems.contains("experiments/fit.yaml:"), "\(problems)")
  }

  /// Line and column of the byte that is wrong, with a caret under it.
  @Test func formulasArePointedInto() throws {
    let problems = try problems("c * u_x", "c * u_z")
    #expect(problems.contains("experiments/fit.yaml:8:15:"), "\(problems)")
    #expect(problems.contains("              ^"), "\(problems)")
  }

  @Test func aLossThatIsNotFiniteEndsTheRun() throws {
    #expect {
      try outcome(Self.body.replacing("rate: 0.01", with: "rate: 1e30\noptimizer: sgd"))
    } throws: { error in "\(error)".contains("the loss is not finite at step") }
  }
}
