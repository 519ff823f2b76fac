import Determinism
import Documents
import Phylogeny
import Testing

@Suite struct PruningTests {
  /// Likelihoods at 40 digits: one rate, λ ≠ μ, two rates; sum, maximum, Poisson root.
  @Test func agreesWithManyDigits() throws {
    let cases = try oracle("birth_death_pruning")["cases"]?.asArray ?? []
    #expect(cases.count == 36)
    for item in cases {
      let problem = try Known(item)
      for convention in PruningModel.RootConvention.allCases {
        let key = convention == .sum ? "log_sum_uniform" : "log_max_uniform"
        let found = problem.likelihood(.uniform, convention).evaluate(at: problem.point).logLikelihood
        #expect(relative(found, number(item[key])) < 1e-12, "\(key): \(found)")
      }
      let poisson = problem.likelihood(.poisson, .sum).evaluate(at: problem.point + [3]).logLikelihood
      #expect(relative(poisson, number(item["log_sum_shifted_poisson_mean3"])) < 1e-12, "Poisson: \(poisson)")
      let conditionals = problem.likelihood(.uniform, .sum).conditionals(at: problem.point)[0]
      for (size, truth) in (item["cond"]?.asArray ?? []).enumerated() {
        let found = Elementary.exp(conditionals[size])
        // The logarithm of 1e-50 carries a hundred times the rounding of its value.
        #expect(relative(found, number(truth)) < 1e-12 * max(1, -conditionals[size]))
      }
    }
  }

  /// One family of the fixture.
  private struct Known {
    let tree: Tree
    let counts: [Int]
    let point: [Double]
    let birth: [Int]
    let death: [Int]
    let rootLimit: Int

    init(_ item: JSON) throws {
      let text = item["tree"]?.asString ?? ""
      let tree = try Tree(newick: Array(text.utf8), file: "tree")
      self.tree = tree
      counts = tree.species.map { Int(item.path(["counts", $0])?.asInteger ?? -1) }
      rootLimit = Int(item["R"]?.asInteger ?? 0)
      var rates: [Double] = []
      var places: [(Int, Int)] = []
      for branch in tree.branches {
        // The fixture names an ancestor by its species.
        let members = tree.clade(of: branch).filter { tree.nodes[$0].isLeaf }.map { tree.nodes[$0].name }
        let name = tree.nodes[branch].isLeaf ? members[0] : members.joined().lowercased()
        let pair = item.path(["rate_by_branch", name])?.asArray ?? []
        places.append((rates.count, rates.count + 1))
        rates += [number(pair.first), number(pair.last)]
      }
      (point, birth, death) = (rates, places.map(\.0), places.map(\.1))
    }

    func likelihood(_ root: RootDistribution, _ convention: PruningModel.RootConvention) -> PruningLikelihood {
      let model = PruningModel(tree: tree, birth: birth, death: death, root: root, convention: convention)
      return PruningLikelihood(model, families: [counts], limits: SizeLimits(root: rootLimit))
    }
  }

  private func relative(_ found: Double, _ truth: Double) -> Double { abs(found - truth) / abs(truth) }

  // MARK: Gradients

  private static let tree = "((((a:1,b:1)ab:1.5,c:2.5):0.5,(d:1,e:1,f:1):2):1,(g:3,h:3):1);"

  private static func model(_ variant: String, _ convention: PruningModel.RootConvention = .sum) throws -> (
    PruningModel, [Double]
  ) {
    let tree = try Tree(newick: Array(tree.utf8), file: "tree")
    let clade = tree.clade(of: tree.ancestor(of: [0, 1]))
    let birth = tree.branches.map { clade.contains($0) ? 1 : 0 }
    switch variant {
    case "rates": return (PruningModel(tree: tree, birth: birth, death: birth, convention: convention), [0.1, 0.4])
    case "death":
      let death = birth.map { $0 + 2 }
      return (PruningModel(tree: tree, birth: birth, death: death, convention: convention), [0.1, 0.4, 0.2, 0.15])
    case "gamma":
      return (
        PruningModel(tree: tree, birth: birth, death: birth, categories: 4, convention: convention), [0.1, 0.4, 0.8]
      )
    default:
      let model = PruningModel(
        tree: tree, birth: birth, death: birth.map { _ in 2 }, categories: 3, error: .oneOff, root: .poisson,
        convention: convention)
      return (model, [0.1, 0.4, 0.3, 1.3, 0.07, 2.5])
    }
  }

  private static let families = [
    [2, 3, 1, 2, 2, 2, 1, 1], [0, 4, 2, 1, 0, 1, 3, 3], [1, 1, 1, 1, 1, 1, 1, 1], [9, 2, 3, 30, 4, 5, 20, 6],
    [2, 3, 1, 2, 2, 2, 1, 1], [0, 0, 0, 0, 0, 0, 0, 1],
  ]

  @Test(arguments: ["rates", "death", "gamma", "everything"])
  func gradientsAreExact(_ variant: String) throws {
    for convention in PruningModel.RootConvention.allCases {
      let (model, point) = try Self.model(variant, convention)
      let likelihood = PruningLikelihood(model, families: Self.families, limits: SizeLimits(root: 40))
      let gradient = likelihood.evaluate(at: point, gradient: true).gradient
      for (k, value) in point.enumerated() {
        let h = 1e-3 * value
        func at(_ step: Double) -> Double {
          var moved = point
          moved[k] += step
          return likelihood.evaluate(at: moved).logLikelihood
        }
        let measured = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
        #expect(abs(gradient[k] - measured) < 1e-7 * max(1, abs(measured)), "\(variant) \(convention) \(k)")
      }
    }
  }

  // MARK: Laws

  @Test func orderOfFamiliesDoesNotMatter() throws {
    let (model, point) = try Self.model("everything")
    let limits = SizeLimits(root: 40)
    let one = PruningLikelihood(model, families: Self.families, limits: limits).evaluate(at: point, gradient: true)
    let other = PruningLikelihood(model, families: Self.families.reversed(), limits: limits)
      .evaluate(at: point, gradient: true)
    #expect(one.logLikelihood == other.logLikelihood && one.gradient == other.gradient)
  }

  @Test func threadsDoNotMatter() throws {
    let (model, point) = try Self.model("everything")
    let families = model.draw(3000, at: point, rootLimit: 40, RandomStream(seed: 1, name: "threads"))
    let likelihood = PruningLikelihood(model, families: families, limits: SizeLimits(largest: 40))
    let before = WorkerPool.threadCount
    var found: [[UInt64]] = []
    for threads in [1, 2, 5] {
      try WorkerPool.setThreadCount(threads)
      let value = likelihood.evaluate(at: point, gradient: true)
      found.append(([value.logLikelihood] + value.gradient + value.patterns).map(\.bitPattern))
    }
    try WorkerPool.setThreadCount(before)
    #expect(found[0] == found[1] && found[0] == found[2])
  }

  /// What all counts of a family sum to: over every outcome of a small tree, probabilities are one.
  @Test func probabilitiesSumToOne() throws {
    let tree = try Tree(newick: Array("((a:1,b:1):1,c:2);".utf8), file: "tree")
    let model = PruningModel.single(tree, root: .empirical([1]))
    var families: [[Int]] = []
    for a in 0...24 { for b in 0...24 { for c in 0...24 { families.append([a, b, c]) } } }
    let logs = PruningLikelihood(model, families: families, limits: SizeLimits(root: 1)).evaluate(at: [0.1]).patterns
    let sum = logs.reduce(0.0) { $0 + Elementary.exp($1) }
    #expect(abs(sum - 1) < 1e-12, "\(sum)")
  }

  /// Four hundred species, hundreds of nodes deep: nothing underflows.
  @Test func manySpeciesDoNotUnderflow() throws {
    var text = "s0:1"
    for k in 1..<400 { text = "(\(text),s\(k):\(k)):1" }
    let tree = try Tree(newick: Array("\(text);".utf8), file: "comb")
    try tree.checkTime(tolerance: 1e-9)
    let model = PruningModel.single(tree)
    let families = model.draw(40, at: [0.002], rootLimit: 10, RandomStream(seed: 2, name: "comb"))
    let likelihood = PruningLikelihood(model, families: families, limits: SizeLimits(largest: 40))
    let value = likelihood.evaluate(at: [0.002], gradient: true)
    #expect(value.logLikelihood.isFinite && value.logLikelihood < -5000 && value.gradient[0].isFinite)
    func at(_ step: Double) -> Double { likelihood.evaluate(at: [0.002 + step]).logLikelihood }
    let h = 2e-6
    let measured = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
    #expect(abs(value.gradient[0] - measured) < 1e-7 * abs(measured))
  }
}
