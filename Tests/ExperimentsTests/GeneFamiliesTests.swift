import Determinism
import Documents
import Experiments
import Laboratory
import Manifests
import Phylogeny
import Records
import Testing

/// What a manifest of gene families can ask for.
@Suite struct GeneFamiliesTests {
  private static let tree = "((a:1,b:1)ab:1,(c:1.5,d:1.5)cd:0.5);"

  /// Families drawn at λ = 0.1, the clade cd at 0.4.
  private static let families: FamilyTable = {
    let tree = try? Tree(newick: Array(Self.tree.utf8), file: "tree")
    guard let tree else { return FamilyTable(species: [], families: []) }
    let rates = tree.branches.map { $0 < 3 ? 0 : 1 }
    let model = PruningModel(tree: tree, birth: rates, death: rates, root: .poisson)
    let drawn = model.draw(300, at: [0.1, 0.4, 3], rootLimit: 30, RandomStream(seed: 9, name: "families"))
    return FamilyTable(
      species: tree.species, families: drawn.enumerated().map { FamilyTable.Family("F\($0)", counts: $1) })
  }()

  private static let classes =
    "family,class\n" + (0..<300).map { "F\($0),\($0 % 2 == 0 ? "even" : "odd")\n" }.joined()

  private func folder() throws -> FitFolder {
    try FitFolder([
      "tree.nwk": Self.tree, "families.tsv": Self.families.tabbed, "classes.csv": Self.classes,
      "groups.nwk": "((a:1,b:1):1,(c:2,d:2):2);", "error.txt": "maxcnt:9\ncntdiff -1 0 1\n0 0 0.9 0.1\n1 0.1 0.8 0.1\n",
      "flat.nwk": "((a:1,b:1)ab:0,(c:1,d:1)cd:1);", "rooted.nwk": "((a:1,b:1):1,(c:1,d:2):1);",
      "other.nwk": "((a:1,b:1):1,(c:1,e:1):1);", "negative.tsv": "Desc\tFamily ID\ta\tb\tc\td\nx\tF1\t1\t-1\t2\t3\n",
      "twice.tsv": "Desc\tFamily ID\ta\ta\tc\td\nx\tF1\t1\t1\t2\t3\n",
      "alone.tsv": "Desc\tFamily ID\ta\tb\tc\td\nx\tF1\t1\t1\t0\t0\n",
    ])
  }

  private func outcome(_ body: String) throws -> Outcome {
    let folder = try folder()
    defer { folder.remove() }
    return try folder.run(GeneFamilies.self, "tree: tree.nwk\nfamilies: families.tsv\n" + body)
  }

  @Test func oneRateForAll() throws {
    let outcome = try outcome("root: poisson\nintervals: profile")
    let metrics = outcome.metrics
    let lambda = try #require(metrics.value("lambda"))
    let mean = try #require(metrics.value("root_mean"))
    #expect(metrics["converged"]?.asBool == true && metrics["likelihood"]?.asString == "sum over root sizes")
    // At the maximum the gradient is nothing beside what a standard error would make of it.
    let tree = try Tree(newick: Array(Self.tree.utf8), file: "tree")
    let isAtRoot = RootPresence(tree)
    let kept = Self.families.families.map(\.counts).filter { isAtRoot($0) }
    let likelihood = PruningLikelihood(
      PruningModel.single(tree, root: .poisson), families: kept,
      limits: SizeLimits(largest: kept.flatMap { $0 }.max() ?? 0))
    let value = likelihood.evaluate(at: [lambda, mean], gradient: true)
    #expect(abs(value.gradient[0] * (metrics.error("lambda") ?? 0)) < 1e-8)
    #expect(abs(value.logLikelihood - (metrics.path("statistics.logL")?.asNumber ?? 0)) < 1e-9)
    let lower = try #require(metrics.path(["parameters", "lambda", "interval", "lower"])?.asNumber)
    #expect(lower < lambda && lambda - lower < 2.5 * (metrics.error("lambda") ?? 0))
    #expect(metrics["families"]?.asInteger == Int64(kept.count))
    #expect(outcome.sharing?.path(["rates", "lambda", "branches"])?.asInteger == 6)
    #expect(
      Set(["branches", "ancestors", "residuals", "families", "profiles"]).isSubset(of: outcome.tables.map(\.name)))
    #expect(abs(metrics.path("sizes.truncation")?.asNumber ?? 1) < 1e-6)
  }

  @Test func conventionsAreNamed() throws {
    let sum = try outcome("root_sizes: sum").metrics
    let maximum = try outcome("root_sizes: maximum").metrics
    #expect(maximum["likelihood"]?.asString == "maximum over root sizes, as CAFE has it")
    let own = try #require(maximum.path("statistics.logL")?.asNumber)
    #expect(own < (maximum.path("statistics.logL_sum_over_root_sizes")?.asNumber ?? -.infinity))
    #expect(sum.path("statistics.logL_maximum_over_root_sizes") != nil)
  }

  @Test func ratesByCladeAndClass() throws {
    let body = "root: poisson\nclades: {cd: [c, d]}\nclasses: {file: classes.csv}\n"
    let clade = try outcome(body + "rates: {lambda: {by: clade}}").metrics
    let (fast, slow) = (try #require(clade.value("lambda[cd]")), try #require(clade.value("lambda[rest]")))
    #expect(fast > 2 * slow)
    let both = try outcome(body + "rates: {lambda: {by: [clade, class]}, mu: {by: class}}").metrics
    for name in ["lambda[cd][even]", "lambda[rest][odd]", "mu[odd]", "mu[even]", "root_mean"] {
      #expect(both.value(name) != nil, "\(name)")
    }
    let unshared = try outcome(body + "sharing: off").metrics
    #expect(unshared.value("lambda[cd][odd]") != nil)
    let grouped = try outcome("root: poisson\nclades: {file: groups.nwk}\nrates: {lambda: {by: clade}}").metrics
    #expect(abs((grouped.value("lambda[group 2]") ?? 0) - fast) < 1e-6 * fast)
    let fixed = try outcome(
      "root: {poisson: {mean: 3}}\nclades: {cd: [c, d]}\n"
        + "rates: {lambda: {by: clade, each: {cd: {start: 0.5, fixed: true}}}}"
    ).metrics
    #expect(fixed.value("lambda[cd]") == 0.5 && fixed.error("lambda[cd]") == nil && fixed.value("root_mean") == 3)
  }

  @Test func variationAndErrors() throws {
    let gamma = try outcome("root: empirical\ngamma: 3").metrics
    #expect(gamma.value("alpha") != nil)
    let fitted = try outcome("root: poisson\nerror: fitted").metrics
    #expect((fitted.value("epsilon") ?? -1) >= 0)
    let table = try outcome("root: poisson\nerror: {table: error.txt}").metrics
    #expect(table.value("epsilon") == nil && table["converged"]?.asBool == true)
  }

  /// The clade that is four times faster is found, and the models are tested where one contains the other.
  @Test func contrastAndComparison() throws {
    let outcome = try outcome(
      """
      root: poisson
      clades: {cd: [c, d]}
      contrast: sharing
      compare:
        two rates: {rates: {lambda: {by: clade}}}
        deaths: {rates: {mu: {}}}
        gamma: {gamma: 3}
      """)
    let test = outcome.sharing?.path("contrast.by_clade.test")
    #expect((test?["p"]?.asNumber ?? 1) < 1e-6 && test?["degrees"]?.asInteger == 1)
    let warnings = (outcome.metrics["warnings"]?.asArray ?? []).compactMap(\.asString)
    #expect(warnings.contains { $0.contains("lambda: ") && $0.contains("let it differ by clade") })
    let tests = outcome.metrics.path("comparison.tests")?.asArray ?? []
    #expect(tests.prefix(2).map { $0["larger"]?.asString } == ["two rates", "deaths"])
    #expect(outcome.metrics.path("comparison.best")?.asString == "two rates")
    let found = try #require(tests.first?["statistic"]?.asNumber)
    #expect(abs(found - (test?["statistic"]?.asNumber ?? 0)) < 1e-6)
  }

  @Test func simulatedFamiliesAreTheSeeds() throws {
    let body = """
      tree: tree.nwk
      families: {simulate: {count: 200, lambda: 0.2, mu: {ab: 0.1, rest: 0.3}, alpha: 1, epsilon: 0.05}}
      clades: {ab: [a, b]}
      root: poisson
      significance: {simulations: 50}
      """
    let folder = try folder()
    defer { folder.remove() }
    let (one, two) = (
      try folder.run(GeneFamilies.self, body), try folder.run(GeneFamilies.self, body)
    )
    #expect(try one.files() == two.files())
    let other = try folder.run(GeneFamilies.self, "seed: 8\n" + body)
    #expect(try one.files() != other.files())
    let table = try #require(one.blobs.first { $0.path == "families.tsv" })
    #expect(try FamilyTable(tabbed: table.bytes, file: "families.tsv").families.count == 200)
    #expect(one.metrics.path("fast_families.simulations")?.asInteger == 50)
  }

  @Test(arguments: [
    ("tree: rooted.nwk\nfamilies: families.tsv", "rooted.nwk:1:3: expected an ultrametric tree"),
    ("tree: flat.nwk\nfamilies: families.tsv", "flat.nwk:1:11: expected a length above 0 of the branch to ab, found 0"),
    ("tree: other.nwk\nfamilies: families.tsv", "families.tsv:1:22: expected a species of the tree"),
    (
      "tree: tree.nwk\nfamilies: negative.tsv", "negative.tsv:2:8: expected the count of b, from 0 to 1000000, found -1"
    ),
    ("tree: tree.nwk\nfamilies: twice.tsv", "twice.tsv:1:18: expected a name for each species, found a second a"),
    ("tree: tree.nwk\nfamilies: alone.tsv", "none of the 1 families is left to fit"),
    ("tree: tree.nwk\nfamilies: families.tsv\nclades: {x: [a, z]}", "the tree has no species z"),
    ("tree: tree.nwk\nfamilies: families.tsv\nrates: {lambda: {by: clade}}", "by: clade needs clades"),
    ("tree: tree.nwk\nfamilies: families.tsv\nrates: {lambda: {by: class}}", "by: class needs at least two classes"),
    ("tree: tree.nwk\nfamilies: families.tsv\nrates: {lambda: {fixed: true}}", "a fixed rate needs its value"),
    ("tree: tree.nwk\nfamilies: {simulate: {count: 5, lambda: {no: 1}}}", "there is no rate for rest"),
    ("tree: families.tsv\nfamilies: families.tsv", "families.tsv:1:6"),
  ])
  func saysWhatIsWrong(_ body: String, _ message: String) throws {
    let folder = try folder()
    defer { folder.remove() }
    let found = try folder.problems(GeneFamilies.self, body)
    #expect(found?.contains(message) == true, "\(found ?? "nothing")")
    #expect(found?.hasPrefix("experiments/fit.yaml:") == true)
  }
}
