import Determinism
import Phylogeny
import Testing

@Suite struct PosteriorTests {
  private static let point = [0.15, 0.25, 0.4, 0.1, 2.0]

  private static func model() throws -> PruningModel {
    let tree = try Tree(newick: Array("((a:1,b:1):1.5,c:2.5);".utf8), file: "t")
    return PruningModel(
      tree: tree, birth: [0, 0, 0, 0], death: [1, 1, 1, 1], categories: 2, error: .oneOff, root: .poisson)
  }

  /// Everything that a family of three species can have been, one by one.
  private struct Enumerated {
    var (total, mean, grown, predicted) = (0.0, 0.0, 0.0, 0.0)

    init(_ counts: [Int]) {
      let point = PosteriorTests.point
      let gamma = DiscreteGamma(shape: point[2], categories: 2)
      let most = 24
      func error(_ counted: Int, _ size: Int) -> Double {
        counted == size ? (size == 0 ? 1 - point[3] / 2 : 1 - point[3]) : abs(counted - size) == 1 ? point[3] / 2 : 0
      }
      var free = 0.0
      for rate in gamma.rates {
        func matrix(_ time: Double) -> TransitionMatrix {
          TransitionMatrix(BirthDeath(birth: point[0] * rate, death: point[1] * rate, time: time), sizes: most)
        }
        let (short, stem, long) = (matrix(1), matrix(1.5), matrix(2.5))
        func leaf(_ matrix: TransitionMatrix, _ from: Int, _ counted: Int) -> Double {
          (0..<most).reduce(0.0) { $0 + matrix[from: from, to: $1] * error(counted, $1) }
        }
        for root in 1..<most {
          let prior = Elementary.exp(
            Double(root - 1) * Elementary.log(point[4]) - point[4] - Elementary.lgamma(Double(root)))
          for inner in 0..<most {
            let others =
              prior * stem[from: root, to: inner] * leaf(short, inner, counts[1]) * leaf(long, root, counts[2])
            let part = others * leaf(short, inner, counts[0])
            total += part
            mean += part * Double(inner)
            if inner > root { grown += part }
            for size in 0..<most {
              for counted in max(0, size - 1)...(size + 1) {
                let joint = others * short[from: inner, to: size] * error(counted, size)
                free += joint
                predicted += joint * Double(counted)
              }
            }
          }
        }
      }
      (mean, grown, predicted) = (mean / total, grown / total, predicted / free)
    }
  }

  @Test(arguments: [[2, 3, 1], [0, 4, 2], [1, 1, 1], [5, 1, 3]])
  func agreesWithEnumeration(_ counts: [Int]) throws {
    let likelihood = PruningLikelihood(try Self.model(), families: [counts], limits: SizeLimits(root: 23))
    let found = likelihood.ancestralSizes(at: Self.point).nodes[0]
    let truth = Enumerated(counts)
    let value = likelihood.evaluate(at: Self.point).logLikelihood
    #expect(abs(value - Elementary.log(truth.total / 2)) < 1e-6)
    #expect(abs(found[2].mean - truth.mean) < 1e-5 && abs(found[2].expansion - truth.grown) < 1e-5)
    #expect(abs(found[0].predicted - truth.predicted) < 1e-4, "\(found[0].predicted), not \(truth.predicted)")
    #expect(found[0].spread > 0 && found[2].modeProbability > 0 && found[2].modeProbability <= 1)
  }

  @Test func whatStaysStays() throws {
    let tree = try Tree(newick: Array("((a:1,b:1):1,(c:1,d:1):1);".utf8), file: "t")
    let likelihood = PruningLikelihood(
      PruningModel.single(tree), families: [[4, 4, 4, 4], [4, 4, 9, 9]], limits: SizeLimits(root: 30))
    let found = likelihood.ancestralSizes(at: [0.001])
    let same = likelihood.patterns.patternOfFamily[0]
    #expect(tree.nodes.indices.allSatisfy { found.nodes[same][$0].mode == 4 })
    let grown = found.nodes[likelihood.patterns.patternOfFamily[1]]
    #expect(grown[5].expansion > 0.4 && grown[0].expansion < 0.01)
    #expect(found.nodes[same].allSatisfy { $0.expansion + $0.contraction < 0.05 })
  }

  // MARK: Simulation

  /// Drawn sizes have the probabilities that the matrix says: χ² over sizes.
  @Test(arguments: [(0.2, 0.2, 1), (1.5, 1.0, 3), (0.05, 0.9, 80)])
  func drawsAreExact(_ birth: Double, _ death: Double, _ size: Int) {
    let process = BirthDeath(birth: birth, death: death, time: 1)
    let matrix = TransitionMatrix(process, sizes: 400)
    var stream = RandomStream(seed: 5, name: "draws")
    let draws = 20_000
    var counts = [Int](repeating: 0, count: 400)
    for _ in 0..<draws { counts[min(process.draw(from: size, &stream), 399)] += 1 }
    var (square, cells) = (0.0, 0)
    for count in 0..<400 where matrix[from: size, to: count] * Double(draws) > 10 {
      let expected = matrix[from: size, to: count] * Double(draws)
      square += (Double(counts[count]) - expected) * (Double(counts[count]) - expected) / expected
      cells += 1
    }
    #expect(cells > 3 && square < Double(cells) + 5 * (2 * Double(cells)).squareRoot(), "χ² \(square) of \(cells)")
  }

  /// What is simulated by the model has p-values that are spread evenly or, sizes being few, higher.
  @Test func pValuesAreValid() throws {
    let tree = try Tree(newick: Array("((a:1,b:1):1,(c:1,d:1):1);".utf8), file: "t")
    let model = PruningModel.single(tree, root: .poisson)
    let families = model.draw(400, at: [0.1, 3], rootLimit: 30, RandomStream(seed: 3, name: "observed"))
    let likelihood = PruningLikelihood(model, families: families + [[1, 1, 1, 25]], limits: SizeLimits(root: 35))
    let found = likelihood.significance(
      at: [0.1, 3], simulations: 400, isKept: { _ in true }, RandomStream(seed: 4, name: "null"))
    let pValues = likelihood.patterns.patternOfFamily.map { found.pValues[$0] }
    for level in [0.05, 0.2, 0.5] {
      let part = Double(pValues.dropLast().count { $0 <= level }) / 400
      #expect(part < level + 3 * (level * (1 - level) / 400).squareRoot(), "\(part) below \(level)")
    }
    #expect(pValues[400] == found.least && found.least == 1.0 / 401)
  }

  @Test func falseDiscoveryRates() {
    let adjusted = FamilySignificance.adjusted([0.01, 0.04, 0.03, 0.005, 0.5])
    for (found, truth) in zip(adjusted, [0.025, 0.05, 0.05, 0.025, 0.5]) { #expect(abs(found - truth) < 1e-15) }
  }

  // MARK: Gamma

  @Test func gammaCategories() {
    // Yang (1994), table 1, to its digits.
    let half = DiscreteGamma(shape: 0.5, categories: 4)
    for (found, truth) in zip(half.rates, [0.0334, 0.2519, 0.8203, 2.8944]) { #expect(abs(found - truth) < 6e-5) }
    for shape in [0.05, 0.3, 1, 4, 60] {
      let gamma = DiscreteGamma(shape: shape, categories: 5)
      #expect(abs(gamma.rates.reduce(0, +) / 5 - 1) < 1e-12)
      let h = shape * 1e-3
      func at(_ step: Double) -> [Double] { DiscreteGamma(shape: shape + step, categories: 5).rates }
      let (a, b, c, d) = (at(h), at(-h), at(2 * h), at(-2 * h))
      for k in 0..<5 {
        let measured = (8 * (a[k] - b[k]) - (c[k] - d[k])) / (12 * h)
        #expect(abs(gamma.slopes[k] - measured) < 1e-7 * max(abs(measured), 0.1), "\(shape) \(k)")
      }
    }
  }
}
