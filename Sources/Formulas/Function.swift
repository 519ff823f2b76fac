import Autodiff

/// A function that formulas may call.
public struct Function: Sendable {
  /// The name in formulas.
  public let name: String
  /// The numbers of arguments that it takes.
  public let arity: ClosedRange<Int>
  /// How it is written, for messages: `where(condition, a, b)`.
  public let usage: String
  let lower: @Sendable ([Tensor]) -> Tensor

  init(
    _ usage: String, arity: ClosedRange<Int>, _ lower: @escaping @Sendable ([Tensor]) -> Tensor
  ) {
    self.name = String(usage.prefix { $0 != "(" })
    self.arity = arity
    self.usage = usage
    self.lower = lower
  }

  /// The function of that name.
  static func named(_ name: String) -> Function? { all.first { $0.name == name } }
}

extension Function: Equatable {
  public static func == (left: Function, right: Function) -> Bool { left.name == right.name }
}

extension Function {
  /// All functions. `log` and `ln` are the natural logarithm.
  public static let all: [Function] = [
    unary("exp(x)") { exp($0) },
    unary("log(x)") { log($0) },
    unary("ln(x)") { log($0) },
    unary("log10(x)") { log($0) / Tensor(0x1.26bb1bbb55516p+1) },
    unary("log2(x)") { log($0) / Tensor(0x1.62e42fefa39efp-1) },
    unary("log1p(x)") { log1p($0) },
    unary("expm1(x)") { expm1($0) },
    unary("sqrt(x)") { sqrt($0) },
    unary("square(x)") { square($0) },
    unary("abs(x)") { abs($0) },
    unary("sin(x)") { sin($0) },
    unary("cos(x)") { cos($0) },
    unary("tan(x)") { tan($0) },
    unary("asin(x)") { asin($0) },
    unary("acos(x)") { acos($0) },
    unary("atan(x)") { atan($0) },
    unary("sinh(x)") { sinh($0) },
    unary("cosh(x)") { cosh($0) },
    unary("tanh(x)") { tanh($0) },
    unary("erf(x)") { erf($0) },
    unary("erfc(x)") { erfc($0) },
    unary("sigmoid(x)") { sigmoid($0) },
    unary("softplus(x)") { softplus($0) },
    Function("atan2(y, x)", arity: 2...2) { atan2($0[0], $0[1]) },
    Function("pow(a, b)", arity: 2...2) { pow($0[0], $0[1]) },
    Function("min(a, b, …)", arity: 2...16) { x in x.dropFirst().reduce(x[0]) { min($0, $1) } },
    Function("max(a, b, …)", arity: 2...16) { x in x.dropFirst().reduce(x[0]) { max($0, $1) } },
    Function("where(condition, a, b)", arity: 3...3) { `where`($0[0], $0[1], $0[2]) },
  ]

  private static func unary(_ usage: String, _ lower: @escaping @Sendable (Tensor) -> Tensor) -> Function {
    Function(usage, arity: 1...1) { lower($0[0]) }
  }
}
