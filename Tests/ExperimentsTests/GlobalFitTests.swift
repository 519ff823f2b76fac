import Documents
import Records
import Testing

/// What a manifest of a global fit can ask for, on lines that can be fitted by hand.
@Suite struct GlobalFitTests {
  /// Three lines of slope 2 and intercepts 1, 3 and 5, exact.
  private static let lines =
    "line,x,y,s\n"
    + ["a", "b", "c"].enumerated().flatMap { place, name in
      (0..<6).map { "\(name),\($0),\(Double($0) * 2 + 1 + 2 * Double(place) + ($0 % 2 == 0 ? 0.1 : -0.1)),0.1\n" }
    }.joined()

  private func outcome(_ body: String) throws -> Outcome {
    let folder = try FitFolder(["lines.csv": Self.lines])
    defer { folder.remove() }
    return try folder.run("datasets: {file: lines.csv, by: line}\n" + body)
  }

  private func near(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
    a.map { abs($0 - b) <= tolerance * max(1, abs(b)) } ?? false
  }

  @Test func sharedByAllOrByNone() throws {
    let outcome = try outcome("model: y ~ m * x + q\nparameters: {m: {shared: true, start: 1}, q: {start: 0}}")
    let metrics = outcome.metrics
    // Least squares by hand: the zigzag adds −0.3 / 17.5 to each slope.
    let slope = 2 - 0.3 / 17.5
    #expect(near(metrics.value("m"), slope))
    for (name, q) in [("a", 1.0), ("b", 3), ("c", 5)] {
      #expect(near(metrics.value("q[\(name)]"), q + (2 - slope) * 2.5))
    }
    #expect(metrics["datasets"]?.asInteger == 3)
    #expect(metrics.path("statistics.degrees_of_freedom")?.asInteger == 14)
    #expect(outcome.sharing?["numbers"]?.asInteger == 4)
    #expect(outcome.sharing?["uses"]?.asInteger == 6)
  }

  @Test func sharedByGroups() throws {
    let metrics = try outcome(
      """
      model: y ~ m * x + q
      parameters:
        m: {shared: {low: [a], high: [b, c]}, start: 1}
        q: {start: 0}
      """
    ).metrics
    #expect(metrics.value("m[low]") != nil)
    #expect(metrics.path(["parameters", "m[high]", "scope"])?.asString == "group")
  }

  @Test func theUnsharedTwin() throws {
    let outcome = try outcome(
      "sharing: off\nmodel: y ~ m * x + q\nparameters: {m: {shared: true, start: 1}, q: {start: 0}}")
    #expect(outcome.metrics.value("m[a]") != nil)
    #expect(outcome.sharing?["numbers"]?.asInteger == 6)
  }

  @Test func fixedTiedBoundedAndPriors() throws {
    let fixed = try outcome(
      "model: y ~ m * x + q\nparameters: {m: {shared: true, start: 2, fixed: true}, q: {start: 0}}")
    #expect(fixed.metrics.value("m") == 2)
    #expect(fixed.metrics.error("m") == nil)
    #expect(near(fixed.metrics.value("q[a]"), 1))
    let one = try outcome(
      """
      model: y ~ m * x + q
      parameters: {m: {shared: true, start: 2}, q: {start: 0, each: {b: {start: 7, fixed: true}}}}
      """)
    #expect(one.metrics.value("q[b]") == 7)
    let tied = try outcome(
      "model: y ~ m * x + q\nparameters: {h: {shared: true, start: 1}, m: {tie: 2 * h}, q: {start: 0}}")
    #expect(near(tied.metrics.value("h"), 1 - 0.15 / 17.5))
    let bounded = try outcome(
      "model: y ~ m * x + q\nparameters: {m: {shared: true, start: 1, max: 1.5}, q: {start: 0}}")
    #expect(bounded.metrics.value("m") == 1.5)
    #expect(bounded.metrics.path(["parameters", "m", "state"])?.asString == "at its upper bound")
    let known = try outcome(
      """
      model: y ~ m * x + q
      noise: {gaussian: {sigma: s}}
      parameters: {m: {shared: true, start: 1, prior: {value: 3, sigma: 1e-6}}, q: {start: 0}}
      """)
    #expect(near(known.metrics.value("m"), 3, 1e-6))
  }

  @Test func knownNoiseHasAGoodnessOfFit() throws {
    let metrics = try outcome(
      "model: y ~ m * x + q\nnoise: {gaussian: {sigma: 0.1}}\nparameters: {m: {shared: true, start: 1}, q: {start: 0}}"
    ).metrics
    #expect(metrics.path("statistics.p")?.asNumber != nil)
    // σ / √Σ(x − x̄)² over three lines of 17.5 each.
    #expect(near(metrics.error("m"), 0.1 / (3 * 17.5).squareRoot()))
  }

  @Test func contrastNamesWhoPulls() throws {
    let folder = try FitFolder([
      "near.csv": "x,y,s\n0,0,0.1\n1,2,0.1\n2,4,0.1\n3,6,0.1\n",
      "far.csv": "x,y,s\n0,0,0.1\n1,3,0.1\n2,6,0.1\n3,9,0.1\n",
    ])
    defer { folder.remove() }
    let outcome = try folder.run(
      """
      datasets: {near: near.csv, far: far.csv}
      model: y ~ m * x
      noise: {gaussian: {sigma: s}}
      contrast: sharing
      parameters: {m: {shared: true, start: 1}}
      """)
    let verdict = outcome.sharing?.path("contrast.parameters.m.verdict")?.asString
    #expect(verdict?.contains("near") == true && verdict?.contains("far") == true)
    #expect(verdict?.contains("unshare it") == true)
    #expect(outcome.sharing?.path("contrast.test.p")?.asNumber.map { $0 < 1e-6 } == true)
    let alone = try #require(outcome.tables.first { $0.name == "alone" }?.table)
    #expect(alone.columns.map(\.name).contains("gain"))
  }

  @Test func alternativesAreRanked() throws {
    let outcome = try outcome(
      """
      model: y ~ m * x + q
      parameters: {m: {shared: true, start: 1}, q: {start: 0}}
      compare:
        own slopes: {parameters: {m: {shared: false}}}
        flat: {model: y ~ q}
      """)
    #expect(outcome.metrics.path("comparison.best")?.asString == "this model")
    let table = try #require(outcome.tables.first { $0.name == "comparison" }?.table)
    #expect(table.columns.first.map { $0.values.count } == 3)
  }

  @Test func theOrderOfDatasetsMovesNoNumber() throws {
    let names = [
      "near": "x,y\n0,1\n1,2.9\n2,5.1\n", "far": "x,y\n0,2\n1,4.1\n2,5.9\n", "mid": "x,y\n0,1.5\n1,3.6\n2,5.4\n",
    ]
    let folder = try FitFolder([
      "near.csv": names["near"] ?? "", "far.csv": names["far"] ?? "", "mid.csv": names["mid"] ?? "",
    ])
    defer { folder.remove() }
    let body = "\nmodel: y ~ m * x + q\nparameters: {m: {shared: true, start: 1}, q: {start: 0}}"
    let one = try folder.run("datasets: {near: near.csv, far: far.csv, mid: mid.csv}" + body)
    let other = try folder.run("datasets: {mid: mid.csv, near: near.csv, far: far.csv}" + body)
    #expect(one.metrics == other.metrics)
  }

  @Test func countsArePoissonUnlessSaidOtherwise() throws {
    let folder = try FitFolder(["c.csv": "t,counts\n0,100\n1,61\n2,37\n3,22\n4,14\n"])
    defer { folder.remove() }
    let body = "datasets: {c: c.csv}\nmodel: counts ~ A * exp(-t / tau)\nparameters: {A: {start: 90}, tau: {start: 1}}"
    let plain = try folder.run(body)
    let poisson = try folder.run(body + "\nnoise: poisson")
    #expect(plain.metrics.value("tau") == poisson.metrics.value("tau"))
    let neyman = try folder.run(body + "\nnoise: neyman")
    #expect(neyman.metrics["warnings"]?.render(pretty: false).contains("28 standard errors") == true)
  }
}
