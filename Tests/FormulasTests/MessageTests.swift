import Formulas
import Autodiff
import Testing

/// Whole messages: they say where, what was found, and what to write.
@Suite struct MessageTests {
  static let mistakes: [(String, String)] = [
    ("sinn(x)", "unknown function `sinn`; did you mean `sin`?\n  sinn(x)\n  ^~~~"),
    ("a + tan h", "`tan` is a function, not a name; write `tan(x)`\n  a + tan h\n      ^~~"),
    ("2 x", "an operator is missing between `2` and `x`; write `2 * x`\n  2 x\n  ^~~"),
    ("2x + 1", "an operator is missing between `2` and `x`; write `2 * x`\n  2x + 1\n  ^~"),
    ("(a)(b)", "an operator is missing between `)` and `(`; for a product write `*`\n  (a)(b)\n    ^~"),
    ("a(b + c)", "unknown function `a`; for a product write `a * (…)`\n  a(b + c)\n  ^"),
    ("x ** 2", "unexpected `**`; write ^ for powers\n  x ** 2\n    ^~"),
    ("x && y", "unexpected `&&`; write `and`\n  x && y\n    ^~"),
    ("!x", "unexpected `!`; write `not`\n  !x\n  ^"),
    ("a = b", "unexpected `=`; write == to compare, and ~ between response and model\n  a = b\n    ^"),
    ("x²", "unexpected `²`; write ^2\n  x²\n   ^"),
    ("(a + b", "this `(` is never closed; add `)`\n  (a + b\n  ^"),
    ("exp(a", "this `(` is never closed; add `)`\n  exp(a\n     ^"),
    ("a + b)", "this `)` closes nothing; remove it or add `(`\n  a + b)\n       ^"),
    ("a +", "expected a number, a name or `(` after `+`, found the end\n  a +\n     ^"),
    ("* a", "expected a number, a name or `(`, found `*`\n  * a\n  ^"),
    ("()", "expected a number, a name or `(` after `(`, found `)`\n  ()\n   ^"),
    ("", "the formula is empty; write e.g. `y ~ a * x + b`\n  \n  ^"),
    ("a < b < c", "comparisons cannot be chained; write `a < b and b < c`\n  a < b < c\n    ^~~~~"),
    ("1e999", "`1e999` is not a number, or too large for one; write numbers as 2, 0.5 or 1.5e-3\n  1e999\n  ^~~~~"),
    ("1.2.3", "`1.2.3` is not a number, or too large for one; write numbers as 2, 0.5 or 1.5e-3\n  1.2.3\n  ^~~~~"),
    (
      "2,5 * x",
      "unexpected `,`; arguments stand inside a function's parentheses; decimals have a point\n  2,5 * x\n   ^"
    ),
    ("where(a, b)", "`where` takes 3 arguments, found 2; write `where(condition, a, b)`\n  where(a, b)\n  ^~~~~~~~~~~"),
    ("exp()", "`exp` takes 1 argument, found 0; write `exp(x)`\n  exp()\n  ^~~~~"),
    ("y ~ x", "an expression has no `~`; write what stands on its right\n  y ~ x\n    ^"),
    ("a $ b", "unexpected character `$`\n  a $ b\n    ^"),
    ("a\u{200b}b", "unexpected character U+200B\n  a\u{200b}b\n   ^"),
    ("a +\n  + * b", "expected a number, a name or `(` after `+`, found `*`\n    + * b\n      ^"),
  ]

  @Test(arguments: mistakes) func says(_ text: String, _ message: String) {
    #expect { try Expression(parsing: text) } throws: { error in
      guard let error = error as? FormulaError else { return false }
      return error.description == message
    }
  }

  static let formulas: [(String, String)] = [
    ("a + b", "expected `~` and a model; write `response ~ expression`\n  a + b\n       ^"),
    ("y ~ a ~ b", "a second `~`; a formula has one response and one model\n  y ~ a ~ b\n        ^"),
    ("y ~", "expected a number, a name or `(` after `~`, found the end\n  y ~\n     ^"),
    ("~ x", "expected a number, a name or `(`, found `~`\n  ~ x\n  ^"),
  ]

  @Test(arguments: formulas) func saysOfFormulas(_ text: String, _ message: String) {
    #expect { try Formula(parsing: text) } throws: { ($0 as? FormulaError)?.description == message }
  }

  /// Everything that is wrong, from left to right, and nothing that is only its consequence.
  static let several: [(String, [Int])] = [
    ("y ~ sinn(x) + 2 x + exp(a, b)", [4, 14, 20]),
    ("y ~ a * * b + coss(t)", [8, 14]),
    ("y ~ a ** 2 + b && c", [6, 15]),
    ("y ~ (a + ) * (b c) + tan", [9, 14, 21]),
    ("y ~ a < b < c + foo(1, 2", [6, 16, 19]),
    ("2 y ~ 3 x ~ 1", [0, 6, 10]),
    ("y = a + b", [2]),
    ("y ~ ((a + b", [4, 5]),
    ("y ~ a + b))", [9]),
    ("y ~ )(", [4, 5, 6]),
  ]

  @Test(arguments: several) func saysEverything(_ text: String, _ places: [Int]) {
    let (formula, problems) = Formula.parse(text)
    #expect(formula == nil)
    #expect(problems.map(\.range.lowerBound) == places, "\(problems.map(\.description).joined(separator: "\n"))")
  }

  @Test func unknownNames() throws {
    let formula = try Formula(parsing: "y ~ A * exp(-t / taau)")
    #expect { try formula.expression.program(columns: ["t"], parameters: ["A", "tau"]) } throws: {
      ($0 as? FormulaError)?.description
        == "unknown name `taau`; did you mean `tau`?\n  y ~ A * exp(-t / taau)\n                   ^~~~"
    }
    #expect { try formula.expression.program(columns: ["t"], parameters: ["A", "k"]) } throws: {
      ($0 as? FormulaError)?.suggestion == "known names are t, A, k"
    }
  }

  @Test func positionsAreBytes() {
    #expect { try Expression(parsing: "τ + sinn(x)") } throws: { ($0 as? FormulaError)?.range == 5..<9 }
  }
}
