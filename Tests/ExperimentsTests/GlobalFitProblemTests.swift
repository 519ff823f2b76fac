import Testing

/// What is wrong with a manifest of a global fit is said where it stands, before anything runs.
@Suite struct GlobalFitProblemTests {
  private func problems(_ body: String) throws -> String? {
    let folder = try FitFolder([
      "d.csv": "x,y,name\n0,1,p\n1,2,q\n", "empty.csv": "x,y\n", "negative.csv": "x,counts\n0,1\n1,-2\n",
      "nan.csv": "x,y,s\n0,1,1\n1,nan,0\n2,  NaN,1\n",
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

  @Test(arguments: [
    ("model: y ~ m * x", "nan.csv:3:3: expected a number in column y, found nan; correct the cell"),
    ("model: y ~ m * x", "there are 2 like it"),
    ("model: x ~ m\nnoise: {gaussian: {sigma: s}}", "nan.csv:3:7: expected a standard error, above 0 in column s"),
    ("model: log(x) ~ m", "nan.csv:2:1: expected what gives a finite response in column x, found 0"),
  ])
  func cellsAreToldByLineAndColumn(_ body: String, _ words: String) throws {
    let text = try #require(try problems("datasets: {d: nan.csv}\n\(body)\nparameters: {m: {start: 1}}"))
    #expect(text.contains("experiments/\(words)") || text.contains(words), "\(text)")
  }

  @Test func everyProblemOfAFormulaIsTold() throws {
    let text = try #require(
      try problems("datasets: {d: d.csv}\nmodel: y ~ sinn(x) + 2 m\nparameters: {m: {start: 1}}"))
    #expect(text.contains("fit.yaml:4:12") && text.contains("fit.yaml:4:22"), "\(text)")
  }

  /// Problems of the text, of the names and of the data are told together, in the order of the text.
  @Test func everythingIsToldAtOnce() throws {
    let text = try #require(
      try problems(
        """
        datasets: {d: d.csv, e: missing.csv}
        model: y ~ m * xx + q * x + kk
        parameters:
          m: {start: fast, shared: {g: [d, f]}}
          q: {start: 1, each: {z: {start: 2}}}
          r: {tie: 2 * mm}
        noise: {gaussian: {sigma: sig}}
        starts: [{qq: 1}]
        intervals: {profile: {of: [q, w]}}
        x: t
        units: {yy: s}
        logarithmic: [u]
        truth: {k: 1}
        expect: {metrics: {parameter.q.value: exact}}
        stps: 3
        """))
    let places = text.split(separator: "\n").filter { $0.hasPrefix("experiments/fit.yaml:") }
      .compactMap { $0.split(separator: ":").dropFirst().first.flatMap { Int($0) } }
    // Lines 3 to 17; the formula has two, and m a start and a group.
    #expect(places == [3, 4, 4, 6, 6, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17], "\(text)")
    for word in [
      "missing.csv", "`xx`", "`kk`", "fast", "instance z", "`mm`", "sig", "qq", "w", "stps",
    ] {
      #expect(text.contains(word), "\(word) in \(text)")
    }
  }

  @Test func cellsThatAreNoNumbersAreNamedByTheirPlace() throws {
    let text = try #require(
      try problems("datasets: {d: d.csv}\nmodel: name ~ m * x\nparameters: {m: {start: 1}}"))
    #expect(text.contains("experiments/d.csv:2:5: expected a number in column name, found \"p\""), "\(text)")
  }

  @Test(arguments: [
    ("parameters: {m: {start: 1, shared: true, each: {d: {start: 2}}}}", "shared by all datasets"),
    ("parameters: {m: {start: 1, shared: {g: [d], h: [d, e]}}}", "stands in g already"),
    ("parameters: {m: {start: 1, shared: {g: [d]}}}", "the dataset e stands in none"),
    ("parameters: {m: {start: 1, fixed: true, prior: {value: 1, sigma: 1}}}", "count for nothing"),
    ("parameters: {m: {start: 1, max: 2, each: {d: {start: 3}}}}", "outside of min and max"),
    ("parameters: {m: {start: 1}}\ntruth: {m: 1}", "there is no result m; there are m[d], m[e]"),
    ("parameters: {m: {start: 1}}\nexpect: {tables: {point: exact}}", "did you mean \"points\"?"),
    ("parameters: {m: {start: 1}}\nexpect: {arrays: {w: exact}}", "no arrays"),
  ])
  func namesOfTwoDatasetsAreChecked(_ body: String, _ words: String) throws {
    let text = try #require(try problems("datasets: {d: d.csv, e: d.csv}\nmodel: y ~ m * x\n\(body)"))
    #expect(text.contains(words), "\(text)")
  }

  @Test(arguments: [
    "parameters: {m: {start: 1, shared: {g: [d]}, each: {g: {start: 2}}}}",
    "parameters: {m: {start: 1, each: {d: {fixed: true, start: 2}}}}",
    "parameters: {m: {start: 1}}\ntruth: {m: 1, statistics.sigma: 2}",
    "parameters: {m: {start: 1}}\nunits: {x: s, y: m}\nlabels: {x: time}\nlogarithmic: [x]\nx: x",
  ])
  func oneDatasetMayBeNamedToo(_ body: String) throws {
    #expect(try problems("datasets: {d: d.csv}\nmodel: y ~ m * x\n\(body)") == nil)
  }
}
