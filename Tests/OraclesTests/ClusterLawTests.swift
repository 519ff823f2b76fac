import Documents
import Oracles
import Testing

/// The laws of energies and forces on pairs whose derivatives are exact, and on every slip that they might have.
@Suite struct ClusterLawTests {
  static let clusters = Generator<Arrays>.molecules(species: [1, 2, 3], atoms: 2...5, spacing: 1.5)
  static let steps = ScanSteps(largest: 0x1p-4, count: 14)

  static let laws: [Law<any Subject>] = [
    .forces(of: clusters, steps: steps), .forceJacobian(of: clusters, steps: steps), .atomPermutation(of: clusters),
    .translation(of: clusters), .rotation(of: clusters), .signedPermutation(of: clusters),
    .additivity(of: clusters, cutoff: 4), .cutoff(4, species: [1, 2, 3]), .smoothCutoff(4, species: [1, 2, 3]),
    .energyConservation(of: clusters, speed: 0.5, step: 0x1p-6),
    .repeatable(clusters, inputs: ["species", "positions"]),
  ]

  private static func fault(
    _ name: String, _ change: @escaping @Sendable (inout ClusterSubject) -> Void
  ) -> Fault<any Subject> {
    Fault(name, name) { subject in
      guard var cluster = subject as? ClusterSubject else { return subject }
      change(&cluster)
      return cluster
    }
  }

  static let faults: [Fault<any Subject>] = [
    fault("dropped-chain-rule") { $0.dropsChainRule = true },
    fault("neighbour-lost") { $0.losesNeighbour = true },
    fault("no-smoothing") { $0.smoothing = .cut },
    fault("late-cutoff") { $0.smoothing = .late },
    fault("curl") { $0.curl = 1e-7 },
    .inOutputs("scaled-force", "one atom's force is 1 + 1e-4 too large") { _, outputs in
      outputs.change("forces") { for k in 0..<3 { $0[k] *= 1 + 1e-4 } }
    },
    .inOutputs("one-component", "one component is off by 1e-6 of the RMS force") { _, outputs in
      outputs.change("forces") { forces in
        let size = (forces.reduce(0) { $0 + $1 * $1 } / Double(forces.count)).squareRoot()
        forces[forces.count - 2] += 1e-6 * size
      }
    },
    .inOutputs("sign", "forces point uphill") { _, outputs in outputs.change("forces") { $0 = $0.map { -$0 } } },
    .inOutputs("axis-slip", "x and y are exchanged") { _, outputs in
      outputs.change("forces") { for i in 0..<($0.count / 3) { $0.swapAt(3 * i, 3 * i + 1) } }
    },
    .inOutputs("atom-slip", "forces belong to the next atom") { _, outputs in
      outputs.change("forces") { $0 = Array($0.dropFirst(3) + $0.prefix(3)) }
    },
    .inOutputs("field", "an energy that depends on where the molecule is") { inputs, outputs in
      let x = inputs["positions"]?.doubles[0] ?? 0
      outputs.change("energy") { $0[0] += 1e-9 * x }
    },
    .inOutputs("first-atom", "the first atom counts more") { inputs, outputs in
      let kind = inputs["species"]?.doubles[0] ?? 0
      outputs.change("energy") { $0[0] += 1e-12 * kind }
    },
    .inOutputs("handed", "a term that a mirror image changes") { inputs, outputs in
      let x = inputs["positions"]?.doubles ?? []
      guard x.count >= 12 else { return }
      let d = (1..<4).map { atom in (0..<3).map { x[3 * atom + $0] - x[$0] } }
      let volume =
        d[0][0] * (d[1][1] * d[2][2] - d[1][2] * d[2][1]) - d[0][1] * (d[1][0] * d[2][2] - d[1][2] * d[2][0])
        + d[0][2] * (d[1][0] * d[2][1] - d[1][1] * d[2][0])
      outputs.change("energy") { $0[0] += 1e-8 * volume }
    },
  ]

  private func examine(
    _ subject: ClusterSubject, _ laws: [Law<any Subject>], _ faults: [Fault<any Subject>], cases: Int = 100
  ) throws -> SuiteReport {
    let suite = Suite(of: subject as any Subject, laws: laws, faults: faults)
    return try #require(
      suite.examine(Suite.Settings(subject: "cluster", seed: 1, budget: CaseBudget(cases: cases))))
  }

  /// An energy that bends over 1e-6 of a length is conserved all the same; with forces that are no derivative it is not.
  @Test func dynamicsOverBends() throws {
    let bent = FunctionSubject { inputs throws(SubjectFailure) in
      let x = try inputs.numbers("positions").map { $0 - 0.3 }
      let lengths = x.map { ($0 * $0 + 1e-12).squareRoot() }
      return Arrays([
        "energy": NumericArray(lengths.reduce(0, +)),
        "forces": NumericArray(shape: [x.count / 3, 3], zip(x, lengths).map { -$0 / $1 }),
      ])
    }
    let near = Generator<Arrays>.molecules(species: [1], atoms: 2...3, spacing: 0.5)
    let suite = Suite(
      of: bent as any Subject, laws: [.energyConservation(of: near, speed: 0.5, step: 0x1p-6, steps: 12)],
      faults: [
        .inOutputs("scaled-force", "forces are 1 + 1e-4 too large") { _, outputs in
          outputs.change("forces") { $0 = $0.map { $0 * (1 + 1e-4) } }
        }
      ])
    let report = try #require(
      suite.examine(Suite.Settings(subject: "bent", seed: 1, budget: CaseBudget(cases: 20_000))))
    #expect(report.laws[0].verdict == .kept, "\(report.laws[0].reason)")
    #expect(report.survivors.isEmpty)
  }

  @Test func everyLawIsKeptAndEveryFaultDies() throws {
    let report = try examine(ClusterSubject(), Self.laws, Self.faults)
    for law in report.laws where law.law != "repeatable" { #expect(law.verdict == .kept, "\(law.law): \(law.reason)") }
    #expect(report.survivors.isEmpty)
    #expect(report.laws[0].visible < 1e-8)
    // Laws that nothing here can break say so.
    #expect(report.laws.last?.verdict == .inconclusive)
    // A chiral term escapes every rotation, and not the mirror.
    let kills = Dictionary(uniqueKeysWithValues: report.laws.map { ($0.law, $0.kills) })
    #expect(kills["signed-permutation"]?.contains("handed") == true)
    #expect(kills["smooth-cutoff"]?.contains("no-smoothing") == true)
    #expect(kills["cutoff"]?.contains("late-cutoff") == true)
    #expect(kills["force-jacobian"]?.contains("curl") == true)
    #expect(kills["energy-conservation"]?.contains("scaled-force") == true)
  }

  @Test func singlePrecisionSeesOneInTenThousandOnlyWhenShifted() throws {
    let clusters = Generator<Arrays>.molecules(species: [1, 2, 3], atoms: 2...5, spacing: 1.5)
    let law = Law<any Subject>.forces(of: clusters, steps: ScanSteps(largest: 0x1p-3, count: 10))
    let fault = Fault<any Subject>.inOutputs("one-component", "one component is off by 1e-4 of the RMS force") {
      _, outputs in
      outputs.change("forces") { forces in
        let size = (forces.reduce(0) { $0 + $1 * $1 } / Double(forces.count)).squareRoot()
        forces[forces.count - 2] += 1e-4 * size
      }
    }
    var subject = ClusterSubject()
    subject.isSingle = true
    let shifted = try examine(subject, [law], [fault])
    #expect(shifted.laws[0].verdict == .kept, "\(shifted.laws[0].reason)")
    // The control: the same model whose energies carry an offset of 1,000 an atom is blind to it.
    subject.isShifted = false
    subject.offset = 1000
    let blind = try examine(subject, [law], [fault])
    #expect(blind.laws[0].verdict == .inconclusive)
    #expect(blind.laws[0].visible > 1e-4)
  }

  @Test func stressIsTheDerivativeByStrain() throws {
    let crystals = Generator<Arrays>.molecules(species: [1, 2, 3], atoms: 2...4, spacing: 1.5).map { molecule in
      var crystal = molecule
      crystal["cell"] = NumericArray(shape: [3, 3], [6, 0, 0, 0, 6.5, 0, 0, 0, 7])
      return crystal
    }
    let report = try examine(
      ClusterSubject(), [.stress(of: crystals)],
      [
        .inOutputs("transposed-axes", "xx and yy are exchanged") { _, outputs in
          outputs.change("stress") { $0.swapAt(0, 4) }
        },
        .inOutputs("small", "one component is off by 1e-6") { _, outputs in
          outputs.change("stress") { $0[5] += 1e-6 * $0.map(\.magnitude).max()! }
        },
        Self.fault("neighbour-lost-in-one-image") { $0.losesNeighbour = true },
      ])
    #expect(report.laws[0].verdict == .kept, "\(report.laws[0].reason)")
    #expect(report.survivors.isEmpty)
  }
}
