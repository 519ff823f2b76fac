import Determinism

/// A random expression as a tree that the tests evaluate and write themselves.
indirect enum RandomFormula {
  case number(Double)
  case name(String)
  case negate(RandomFormula)
  case infix(String, RandomFormula, RandomFormula)
  case call(String, [RandomFormula])

  static let functions = ["exp", "sin", "cos", "atan", "tanh", "erf", "sigmoid", "log1p", "abs", "square", "cosh"]

  /// A formula of the names x, y, a, b, c. When `isSmooth`, differentiable and of moderate size for names near 1.
  init(_ stream: inout RandomStream, depth: Int, isSmooth: Bool = false) {
    func pick(_ count: Int) -> Int { Int(stream.nextInteger(below: UInt64(count))) }
    guard depth > 0, pick(6) > 0 else {
      let names = ["x", "y", "a", "b", "c"]
      self = pick(3) == 0 ? .number(Double(1 + pick(9)) / 4) : .name(names[pick(names.count)])
      return
    }
    func operand() -> RandomFormula { RandomFormula(&stream, depth: depth - 1, isSmooth: isSmooth) }
    switch pick(isSmooth ? 8 : 11) {
    case 0: self = .negate(operand())
    case 1: self = .infix("+", operand(), operand())
    case 2: self = .infix("-", operand(), operand())
    case 3: self = .infix("*", operand(), operand())
    case 4: self = isSmooth ? .call("sin", [operand()]) : .infix("/", operand(), operand())
    case 5: self = .infix("^", operand(), .number(Double(2 + pick(2))))
    case 6, 7:
      let names = isSmooth ? ["sin", "cos", "atan", "tanh", "erf", "sigmoid"] : Self.functions
      self = .call(names[pick(names.count)], [operand()])
    case 8: self = .infix(["<", "<=", ">", ">=", "==", "!="][pick(6)], operand(), operand())
    case 9: self = .call("where", [.infix(pick(2) == 0 ? "and" : "or", operand(), operand()), operand(), operand()])
    default: self = .call(pick(2) == 0 ? "min" : "max", [operand(), operand()])
    }
  }

  /// The text with every operation in parentheses.
  var text: String {
    switch self {
    case .number(let value): Numeral.render(value)
    case .name(let name): name
    case .negate(let x): "(-\(x.text))"
    case .infix(let symbol, let a, let b): "(\(a.text) \(symbol) \(b.text))"
    case .call(let name, let x): "\(name)(" + x.map(\.text).joined(separator: ",") + ")"
    }
  }

  /// The value, by recursion.
  func value(_ names: [String: Double]) -> Double {
    switch self {
    case .number(let value): return value
    case .name(let name): return names[name] ?? .nan
    case .negate(let x): return -x.value(names)
    case .infix(let symbol, let a, let b): return Self.infix(symbol, a.value(names), b.value(names))
    case .call(let name, let x): return Self.call(name, x.map { $0.value(names) })
    }
  }

  private static func infix(_ symbol: String, _ a: Double, _ b: Double) -> Double {
    switch symbol {
    case "+": a + b
    case "-": a - b
    case "*": a * b
    case "/": a / b
    case "^": b == 2 ? a * a : a * a * a
    case "<": a < b ? 1 : 0
    case "<=": a <= b ? 1 : 0
    case ">": a > b ? 1 : 0
    case ">=": a >= b ? 1 : 0
    case "==": a == b ? 1 : 0
    case "!=": a != b ? 1 : 0
    case "and": a != 0 && b != 0 ? 1 : 0
    default: a != 0 || b != 0 ? 1 : 0
    }
  }

  private static func call(_ name: String, _ x: [Double]) -> Double {
    switch name {
    case "exp": Elementary.exp(x[0])
    case "sin": Elementary.sin(x[0])
    case "cos": Elementary.cos(x[0])
    case "atan": Elementary.atan(x[0])
    case "tanh": Elementary.tanh(x[0])
    case "erf": Elementary.erf(x[0])
    case "sigmoid": Elementary.sigmoid(x[0])
    case "log1p": Elementary.log1p(x[0])
    case "abs": abs(x[0])
    case "square": x[0] * x[0]
    case "cosh": Elementary.cosh(x[0])
    case "min": Elementary.min(x[0], x[1])
    case "max": Elementary.max(x[0], x[1])
    default: x[0] != 0 ? x[1] : x[2]
    }
  }
}
