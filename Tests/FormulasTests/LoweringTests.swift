import Autodiff
import Determinism
import Formulas
import Testing

@Suite struct LoweringTests {
  static func same(_ a: Double, _ b: Double) -> Bool { a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN) }

  @Test func randomFormulasMeanWhatTheySay() throws {
    var stream = RandomStream(seed: 1, name: "formulas")
    for trial in 0..<400 {
      let tree = RandomFormula(&stream, depth: 6)
      let expression = try Expression(parsing: tree.text)
      #expect(try Expression(parsing: expression.description) == expression, "\(tree.text)")
      let program = try expression.program(columns: ["x", "y"], parameters: ["a", "b", "c"])
      let (x, y) = ((0..<9).map { _ in stream.nextNormal() }, (0..<9).map { _ in stream.nextNormal() })
      let p = (0..<3).map { _ in stream.nextNormal() }
      let found = try program.interpret(parameters: p, columns: [x, y], rows: 9)[0]
      let replayed = try program.compiled().run(parameters: p, columns: [x, y], rows: 9)[0]
      for row in 0..<9 {
        let value = tree.value(["x": x[row], "y": y[row], "a": p[0], "b": p[1], "c": p[2]])
        #expect(Self.same(found[row], value), "trial \(trial): \(expression)")
        #expect(Self.same(replayed[row], value), "trial \(trial): \(expression)")
      }
    }
  }

  @Test func derivativesOfRandomFormulas() throws {
    var stream = RandomStream(seed: 2, name: "formulas")
    var compared = 0
    for trial in 0..<60 {
      let tree = RandomFormula(&stream, depth: 4, isSmooth: true)
      let program = try Expression(parsing: tree.text).program(columns: ["x", "y"], parameters: ["a", "b", "c"])
      let at = (0..<5).map { _ in 0.5 + stream.nextUniform() }
      let forward = try program.hessian(mode: .forward)
      let reverse = try program.hessian(mode: .reverse)
      func run(_ program: Program, _ p: [Double]) throws -> [Double] {
        try program.interpret(parameters: p, columns: [[at[3]], [at[4]]], rows: 1).map { $0[0] }
      }
      let (first, second) = (try run(forward, Array(at[..<3])), try run(reverse, Array(at[..<3])))
      for (a, b) in zip(first, second) {
        #expect(abs(a - b) <= 1e-9 * max(1, abs(a)), "trial \(trial): \(tree.text)")
      }
      // ∂²y/∂p∂q as the difference of ∂y/∂p, and ∂y/∂p as the difference of y.
      var place = 4
      for i in 0..<3 {
        for (from, to) in [(0, 1 + i)] + (i..<3).map({ ((1 + i), place + $0 - i) }) {
          let moved = from == 0 ? i : i + to - place
          var (best, error) = (Double.nan, Double.infinity)
          var last = Double.nan
          for exponent in 6...16 {
            let h = Double(sign: .plus, exponent: -exponent, significand: 1)
            var (up, down) = (Array(at[..<3]), Array(at[..<3]))
            up[moved] += h
            down[moved] -= h
            let slope = (try run(forward, up)[from] - run(forward, down)[from]) / (2 * h)
            if abs(slope - last) < error { (best, error) = (slope, abs(slope - last)) }
            last = slope
          }
          let scale = max(1, abs(best), abs(first[from]))
          #expect(abs(first[to] - best) <= 1e-6 * scale + error, "trial \(trial), \(from) → \(to): \(tree.text)")
          compared += 1
        }
        place += 3 - i
      }
    }
    #expect(compared == 540)
  }

  @Test func tiesReplaceNames() throws {
    let model = try Expression(parsing: "A * exp(-k * t) + B")
    let ties = [
      Expression.Tie("k", try Expression(parsing: "log(2) / half")),
      Expression.Tie("B", try Expression(parsing: "A / r")),
      Expression.Tie("r", try Expression(parsing: "half + 1")),
    ]
    let program = try model.program(columns: ["t"], parameters: ["A", "half"], ties: ties)
    #expect(program.parameters == ["A", "half"])
    let found = try program.interpret(parameters: [8, 3], columns: [[3]], rows: 1)[0][0]
    #expect(abs(found - 6) < 1e-14)
    #expect(try program.jacobian().outputs.count == 3)
  }

  @Test func circularTiesAreNamed() throws {
    let model = try Expression(parsing: "a * x")
    let ties = [
      Expression.Tie("a", try Expression(parsing: "b + 1")), Expression.Tie("b", try Expression(parsing: "2 * a")),
    ]
    #expect { try model.program(columns: ["x"], ties: ties) } throws: {
      ($0 as? FormulaError)?.reason == "the ties go round in a circle: a → b → a"
    }
  }

  @Test func aNameIsGivenOnce() throws {
    let model = try Expression(parsing: "a * x")
    #expect { try model.program(columns: ["x"], parameters: ["a", "x"]) } throws: {
      ($0 as? FormulaError)?.description
        == "`x` is given twice; a name is one column, one parameter or one tie\n  a * x\n      ^"
    }
  }

  @Test func inputsStandInTheOrderGiven() throws {
    let program = try Expression(parsing: "b * x").program(columns: ["t", "x"], parameters: ["a", "b"])
    #expect(program.columns == ["t", "x"])
    #expect(program.parameters == ["a", "b"])
    #expect(try program.jacobian().outputs.map(\.literal) == [nil, 0, nil])
  }

  @Test func literalPowersAreProducts() throws {
    let x = -1.1
    func value(_ text: String) throws -> Double {
      try Expression(parsing: text).program(columns: ["x"]).interpret(parameters: [], columns: [[x]], rows: 1)[0][0]
    }
    #expect(try value("x^2") == x * x)
    #expect(try value("x^3") == x * x * x)
    #expect(try value("x^-2") == 1 / (x * x))
    #expect(try value("pow(x, 3)") == x * x * x)
    #expect(try value("x^0") == 1)
    #expect(try value("x^0.5").isNaN)
    #expect(try value("abs(x^9 + 2.357947691) < 1e-12") == 1)
    #expect(try value("log10(100) == 2 and abs(log2(8) - 3) < 1e-15") == 1)
  }
}
