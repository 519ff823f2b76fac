import Testing

/// What is wrong with a manifest of a global fit is said where it stands, before anything runs.
@Suite struct GlobalFitProblemTests {
  private func problems(_ body: String) throws -> String? {
    let folder = try FitFolder([
      "d.csv": "x,y,name\n0,1,p\n1,2,q\n", "empty.csv": "x,y\n", "negative.csv": "x,counts\n0,1\n1,-2\n",
    ])
    defer { folder.remove() }
    return try folder.problems(body)
  }

  @Test func aSoundManifestHasNone() throws {
    #expect(try problems("datasets: {d: d.csv}\nmodel: y ~ m * x\nparameters: {m: {start: 1}}") == nil)
  }

  @Test func formulasArePointedInto() throws {
    let text = try #require(try problems("datasets: {d: d.csv}\nmodel: y ~ m * sinn(x)\nparameters: {m: {start: 1}}"))
    #expect(
      text == """
        experiments/fit.yaml:4:16: model: unknown function `sinn`; did you mean `sin`?
        model: y ~ m * sinn(x)
                       ^
        """)
    let name = try #require(try problems("datasets: {d: d.csv}\nmodel: y ~ m * z\nparameters: {m: {start: 1}}"))
    #expect(name.hasPrefix("experiments/fit.yaml:4:16: model: "))
  }

  @Test(arguments: [
    ("datasets: {d: d.csv}\nmodel: w ~ m * x\nparameters: {m: {start: 1}}", "w"),
    (
      "datasets: {d: d.csv}\nmodel: y ~ m * x\nparameters: {m: {start: 1}, q: {start: 2}}",
      "the model has no parameter q"
    ),
    ("datasets: {d: d.csv}\nmodel: y ~ m * x\nparameters: {m: {}}", "start"),
    ("datasets: {d: d.csv}\nmodel: y ~ m * x\nparameters: {m: {start: 3, max: 2}}", "outside of min and max"),
    ("datasets: {d: d.csv}\nmodel: y ~ m * x\nparameters: {m: {start: 3, shared: {g: [e]}}}", "no dataset e"),
    (
      "datasets: {d: d.csv, e: d.csv}\nmodel: y ~ m * x\nparameters: {m: {start: 3, shared: {g: [d, f]}}}",
      "no dataset f"
    ),
    ("datasets: {d: empty.csv}\nmodel: y ~ m * x\nparameters: {m: {start: 3}}", "no rows"),
    ("datasets: {d: nothing.csv}\nmodel: y ~ m * x\nparameters: {m: {start: 3}}", "nothing.csv"),
    ("datasets: {file: d.csv, by: nam}\nmodel: y ~ m * x\nparameters: {m: {start: 3}}", "did you mean \"name\"?"),
    ("datasets: {d: negative.csv}\nmodel: counts ~ m * x + 2\nparameters: {m: {start: 3}}", "count"),
    ("datasets: {d: d.csv}\nmodel: y ~ m * x\nparameters: {m: {tie: 2 * q}}", "q"),
    (
      "datasets: {d: d.csv}\nmodel: y ~ m * x\nparameters: {m: {start: 1}}\nnoise: {gaussian: {sigma: sig}}",
      "no column sig"
    ),
  ])
  func saysWhatIsWrong(_ body: String, _ words: String) throws {
    let text = try #require(try problems(body), "nothing was found wrong with \(body)")
    #expect(text.contains(words), "\(text)")
    #expect(text.hasPrefix("experiments/fit.yaml:"))
  }
}
