import Determinism
import Documents
import Fitting
import Oracles
import Phylogeny

extension GeneFamilies {
  private static let inputs = ["point", "families", "stretch", "columns", "turns"]

  /// Some families at a point near the anchor, on the tree as it is.
  func familyCases(_ problem: FitProblem, _ anchor: FitAnchor) -> Generator<Arrays> {
    let count = data.table.families.count
    let (species, nodes) = (data.tree.leaves.count, data.tree.nodes.count)
    let (map, classes) = (problem.map, problem.map.count)
    let picked = Generator<Int>.integer(in: 0...(count - 1)).list(count: 1...24)
    return zip(zip(FitLaws(problem, anchor).points, .integer(in: 0...(classes - 1))), picked).map { at, picked in
      let point = at.0["point"]?.doubles ?? []
      let local = map[at.1].map { point[$0] }
      return Arrays([
        "point": NumericArray(shape: [local.count], local), "families": NumericArray(picked),
        "stretch": NumericArray([0]), "columns": NumericArray(Array(0..<species)),
        "turns": NumericArray(Array(repeating: 0, count: nodes)),
      ])
    }
  }

  func familyOrder(_ families: Generator<Arrays>) -> Law<any Oracles.Subject> {
    .symmetry(
      "family-order", "the order of the families moves no bit", inputs: Self.inputs, moving: ["families": .rows],
      outputs: ["logL", "gradient"],
      cases: families.flatMap { values in
        Generator<[Int]>.permutation(values["families"]?.shape[0] ?? 0).map {
          values.merging(Arrays(["order": NumericArray($0)]))
        }
      })
  }

  func rateTime(_ families: Generator<Arrays>) -> Law<any Oracles.Subject> {
    let rates = subject.pruning.rateCount
    let cases = zip(families, Generator<Int>.integer(in: -8...8)).map { values, exponent in
      values.merging(Arrays(["exponent": NumericArray([exponent])]))
    }
    return Law("rate-time", "ln L depends on λt alone: another unit of time moves no bit", cases: cases) {
      subject, values throws(SubjectFailure) in
      let exponent = try values.array("exponent").integers[0]
      let unit = Double(sign: .plus, exponent: exponent, significand: 1)
      var moved = values.merging(Arrays(["stretch": NumericArray([-exponent])]))
      moved.change("point") { for place in 0..<rates { $0[place] *= unit } }
      var after = try subject.finite(moved.only(Self.inputs))
      after.change("gradient") { for place in 0..<rates { $0[place] *= unit } }
      return try .compare(after, try subject.finite(values.only(Self.inputs)))
    }
  }

  func speciesOrder(_ families: Generator<Arrays>) -> Law<any Oracles.Subject> {
    let (species, nodes) = (data.tree.leaves.count, data.tree.nodes.count)
    // A product of two factors has no order; of three it is rounded in one.
    let isBinary = data.tree.nodes.allSatisfy { $0.children.count <= 2 }
    let turns = Generator<Int>.integer(in: 0...1).list(count: nodes)
    return .invariance(
      "species-order", "the order of the table's columns and of a node's children moves no bit", inputs: Self.inputs,
      moving: ["point"], outputs: ["logL"], allowance: isBinary ? .exact : .reRounding,
      cases: zip(families, zip(turns, .permutation(species))).map { values, moves in
        values.merging(Arrays(["moved turns": NumericArray(moves.0), "moved columns": NumericArray(moves.1)]))
      }
    ) { values throws(SubjectFailure) in
      values.merging(
        Arrays(["turns": try values.array("moved turns"), "columns": try values.array("moved columns")]))
    }
  }

  func rootSizes(_ problem: FitProblem, _ anchor: FitAnchor) -> Law<any Oracles.Subject> {
    let weight = Generator<Int>.integer(in: 1...16).list(count: 8)
    let distributions = zip(Generator<Int>.integer(in: 0...2), zip(weight, .dyadic(in: 0.25...8, bits: 4)))
    let cases = zip(familyCases(problem, anchor), distributions).map { values, root in
      let total = Double(root.1.0.reduce(0, +))
      return Arrays([
        "point": values["point"] ?? NumericArray(0), "family": NumericArray([values["families"]?.integers[0] ?? 0]),
        "root": NumericArray([root.0]), "mean": NumericArray(root.1.1),
        "weights": NumericArray(shape: [8], root.1.0.map { Double($0) / total }),
      ])
    }
    return Law(
      "root-sizes", "L = Σ over root sizes of P(size) L(size), and CAFE's maximum the greatest of these", cases: cases
    ) { subject, values throws(SubjectFailure) in
      let found = try subject(values)
      let (logs, weights) = (try found.numbers("logs"), try values.numbers("weights"))
      let mean = try values.numbers("mean")[0]
      var prior = weights
      switch try values.array("root").integers[0] {
      case 0: prior = weights.map { _ in 1 / Double(weights.count) }
      case 1:
        var term = Elementary.exp(-mean)
        for place in prior.indices {
          prior[place] = term
          term *= mean / Double(place + 1)
        }
      default: break
      }
      let terms = zip(prior, logs).map { Elementary.log($0) + $1 }
      guard let greatest = terms.max(), greatest.isFinite else { return nil }
      let due = greatest + Elementary.log(ExactSum.sum(terms.map { Elementary.exp($0 - greatest) }))
      let allowed = 16 * 0x1p-53 * (Double(logs.count) + greatest.magnitude)
      var worst = Worst()
      for (name, expected) in [("total", due), ("maximum", greatest)] {
        let value = try found.numbers(name)[0]
        worst.add((value - expected).magnitude, allowed: allowed) {
          "ln L by the \(name) is \(Numeral.render(value)), \(Numeral.render(expected)) by its root sizes"
        }
      }
      return worst.measurement
    }
  }
}
