import Documents

extension Suite {
  /// The laws of a program from molecules to energies and forces, near the molecule that it names.
  ///
  /// `species` and `positions` are that molecule; `spread` is how far coordinates are moved (0.1 else), `step` the
  /// largest step of differences (2⁻⁴ else), `time_step` that of dynamics with unit masses (2⁻⁶ else), and `cutoff` the
  /// distance beyond which atoms do not feel each other, where there is one.
  static func molecules(
    _ hello: JSON, _ allowance: Allowance
  ) throws(SubjectFailure) -> (laws: [Law<any Subject>], faults: [Fault<any Subject>], usual: [String]) {
    let species = (hello["species"]?.asArray ?? []).compactMap { $0.asInteger.map(Int.init) }
    let rows = (hello["positions"]?.asArray ?? []).map { ($0.asArray ?? []).compactMap(\.asNumber) }
    guard !species.isEmpty, rows.count == species.count, rows.allSatisfy({ $0.count == 3 }) else {
      throw SubjectFailure(
        .rubbish, "\"species\" [n] and \"positions\" [n][3] of a molecule are due in its first answer")
    }
    let place = NumericArray(shape: [species.count, 3], rows.flatMap { $0 })
    let single = hello["type"]?.asString == "f32"
    let rest = Arrays([
      "species": NumericArray(species),
      "positions": single ? NumericArray(shape: place.shape, place.doubles.map(Float.init)) : place,
    ])
    let spread = hello["spread"]?.asNumber ?? 0.1
    let molecules = Generator<Arrays>.molecules(near: rest, spread: spread)
    let steps = ScanSteps(largest: hello["step"]?.asNumber ?? 0x1p-4, count: single ? 8 : 12)
    let time = hello["time_step"]?.asNumber ?? 0x1p-6
    guard spread > 0, steps.largest > 0, time > 0 else {
      throw SubjectFailure(.rubbish, "\"spread\", \"step\" and \"time_step\" must be positive")
    }
    var laws: [Law<any Subject>] = [
      .forces(of: molecules, steps: steps), .forceJacobian(of: molecules, steps: steps),
      .translation(of: molecules, allowance: allowance),
      .rotation(of: molecules), .signedPermutation(of: molecules, allowance: allowance),
      .energyConservation(of: molecules, speed: 0.5, step: time, steps: 16),
      .repeatable(molecules, inputs: ["species", "positions"]),
    ]
    if species.count > 1 { laws.append(.atomPermutation(of: molecules, allowance: allowance)) }
    if let cutoff = hello["cutoff"]?.asNumber, cutoff > 0 {
      laws += [
        .additivity(of: molecules, cutoff: cutoff), .cutoff(cutoff, species: species),
        .smoothCutoff(cutoff, species: species),
      ]
    }
    return (laws, moleculeFaults, laws.map(\.name).filter { $0 != "repeatable" })
  }

  /// Slips in what a program answers.
  static var moleculeFaults: [Fault<any Subject>] {
    let moving = ["translation", "rotation", "signed-permutation", "atom-permutation"]
    return [
      .inOutputs("scaled-force", "one atom's force is 1 + 1e-4 times too large", laws: ["forces", "force-jacobian"]) {
        _, outputs in outputs.change("forces") { for k in 0..<min(3, $0.count) { $0[k] *= 1 + 1e-4 } }
      },
      .inOutputs(
        "uphill", "forces have the other sign", laws: ["forces", "energy-conservation"]
      ) { _, outputs in outputs.change("forces") { $0 = $0.map { -$0 } } },
      .inOutputs(
        "axis-slip", "x and y of forces are exchanged",
        laws: ["forces", "force-jacobian", "rotation", "signed-permutation", "energy-conservation"]
      ) { _, outputs in
        outputs.change("forces") { for i in 0..<($0.count / 3) { $0.swapAt(3 * i, 3 * i + 1) } }
      },
      .inOutputs("atom-slip", "forces belong to the next atom", laws: ["forces", "atom-permutation"]) { _, outputs in
        outputs.change("forces") { $0 = Array($0.dropFirst(3) + $0.prefix(3)) }
      },
      .inOutputs("place", "the energy depends on where the molecule is", laws: moving + ["additivity"]) {
        inputs, outputs in
        let x = inputs["positions"]?.doubles ?? []
        outputs.change("energy") { energy in
          if !energy.isEmpty { for (k, x) in x.enumerated() { energy[0] += 1e-3 * x * Double(k + 1) } }
        }
      },
      .inOutputs("tail", "a force that does not end", laws: ["cutoff"]) { _, outputs in
        outputs.change("forces") { if !$0.isEmpty { $0[0] += 1e-6 } }
      },
      .inOutputs("edge", "the energy jumps at 1 + 2⁻²⁰ times the shortest distance", laws: ["smooth-cutoff"]) {
        inputs, outputs in
        let x = inputs["positions"]?.doubles ?? []
        let distance = x.dropFirst(3).prefix(3).reduce(0, +)
        outputs.change("energy") { if !$0.isEmpty, distance > distance.rounded() { $0[0] += 1e-3 } }
      },
      .restless(output: "energy"),
    ]
  }
}
