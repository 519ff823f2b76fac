import Formulas
import Testing

@Suite struct ParserTests {
  /// What is written, and its canonical text.
  static let readings: [(String, String)] = [
    ("A*exp(-t/tau)+B", "A * exp(-t / tau) + B"),
    ("-x^2", "-x^2"), ("(-x)^2", "(-x)^2"), ("2^3^2", "2^3^2"), ("(2^3)^2", "(2^3)^2"), ("2^-x", "2^-x"),
    ("2^-x^2", "2^-x^2"), ("-x*y", "-x * y"), ("-(x*y)", "-(x * y)"), ("x*-y", "x * -y"), ("x- -y", "x - -y"),
    ("--x", "--x"), ("+x", "x"), ("a-b-c", "a - b - c"), ("a-(b-c)", "a - (b - c)"), ("a/b/c", "a / b / c"),
    ("a/(b*c)", "a / (b * c)"), ("((a))", "a"), ("a×b·c÷d−e", "a * b * c / d - e"), ("π*r^2", "pi * r^2"),
    ("1e-5+.5+2.", "0.00001 + 0.5 + 2"), ("0x1p-1*x", "0.5 * x"), ("2*e", "2 * e"),
    ("where(x<=1 and not y>2 or z==0,1,0)", "where(x <= 1 and not y > 2 or z == 0, 1, 0)"),
    ("(a or b) and c", "(a or b) and c"), ("not(a and b)", "not (a and b)"), ("(a<b)<c", "(a < b) < c"),
    ("min(a,b,c)+max(a,b)", "min(a, b, c) + max(a, b)"), ("τ₁*x_1+Ä", "τ₁ * x_1 + Ä"), (" \t\nx\n", "x"),
    ("a≤b", "a <= b"), ("a≠b", "a != b"), ("pow(x,2)*ln(x)", "pow(x, 2) * ln(x)"), ("exp (x)", "exp(x)"),
  ]

  @Test(arguments: readings) func reads(_ text: String, _ canonical: String) throws {
    let expression = try Expression(parsing: text)
    let again = try Expression(parsing: expression.description)
    #expect(again == expression)
    #expect(again.description == expression.description)
    #expect(expression.description == canonical)
  }

  /// How operators group: the same with all parentheses.
  static let groupings: [(String, String)] = [
    ("a + b * c", "a + (b * c)"), ("a * b + c", "(a * b) + c"), ("a - b / c - d", "(a - (b / c)) - d"),
    ("a / b * c", "(a / b) * c"), ("a * b ^ c", "a * (b ^ c)"), ("-a ^ b", "-(a ^ b)"), ("-a * b", "(-a) * b"),
    ("a - -b", "a - (-b)"), ("a ^ -b * c", "(a ^ (-b)) * c"), ("a ^ b ^ c", "a ^ (b ^ c)"),
    ("-a + b", "(-a) + b"), ("a < b + c", "a < (b + c)"), ("a + b < c", "(a + b) < c"),
    ("a < b and c < d", "(a < b) and (c < d)"), ("a or b and c", "a or (b and c)"), ("a and b or c", "(a and b) or c"),
    ("not a and b", "(not a) and b"), ("not a < b", "not (a < b)"), ("not a or b", "(not a) or b"),
    ("not not a", "not (not a)"),
  ]

  @Test(arguments: groupings) func groups(_ text: String, _ grouped: String) throws {
    let expression = try Expression(parsing: text)
    #expect(try expression == Expression(parsing: grouped))
    #expect(expression.description == text.split(separator: " ^ ").joined(separator: "^"))
  }

  @Test func splitsAFormula() throws {
    let formula = try Formula(parsing: "log(y) ~ a + b*x")
    #expect(formula.response.soleName == nil)
    #expect(formula.response.names == ["y"])
    #expect(formula.names == ["a", "b", "x"])
    #expect(formula.description == "log(y) ~ a + b * x")
    #expect(try Formula(parsing: "counts~A").response.soleName == "counts")
  }

  @Test func captions() throws {
    #expect(try Expression(parsing: "A*exp(-t/tau_1) - B^2").caption == "A·exp(−t/τ_1) − B^2")
    #expect(try Expression(parsing: "where(x>=0, pi*lambda, taupe)").caption == "where(x ≥ 0, π·λ, taupe)")
  }

  @Test func namesAreBytes() throws {
    let expression = try Expression(parsing: "\u{e9} + e\u{301}")
    #expect(expression.names.count == 2)
  }
}
