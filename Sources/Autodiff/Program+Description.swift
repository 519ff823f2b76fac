import Determinism

extension Program: CustomStringConvertible {
  /// One line per operation: `%4 [n] = mul(%1, %3)`, then the outputs.
  public var description: String {
    var lines: [String] = []
    for (place, node) in nodes.enumerated() {
      let text =
        switch node.operation {
        case .input(let input): "\(inputs[input].role) \(inputs[input].name)"
        case .literal(let bits): Numeral.render(Double(bitPattern: bits))
        case .apply(let primitive):
          primitive.name + "(" + node.operands.map { "%\($0)" }.joined(separator: ", ") + ")"
        case .transform(let operation):
          operation.base.name + "(" + node.operands.map { "%\($0)" }.joined(separator: ", ") + ")"
        }
      lines.append("%\(place) \(node.shape) = \(text)")
    }
    for output in outputs { lines.append("\(output.label) = %\(output.node)") }
    return lines.joined(separator: "\n")
  }

  /// A node as a formula over the inputs; parts nested deeper than `depth` are shown as `…`.
  func formula(of place: Int, depth: Int = 6) -> String {
    part(place, depth).text
  }

  private func part(_ place: Int, _ depth: Int) -> (text: String, strength: Int) {
    let node = nodes[place]
    switch node.operation {
    case .input(let input): return (inputs[input].name, .max)
    case .literal(let bits):
      let value = Double(bitPattern: bits)
      return (Numeral.render(value), value.sign == .minus ? 3 : .max)
    case .transform(let operation):
      guard depth > 0 else { return ("…", .max) }
      let x = node.operands.map { part($0, depth - 1).text }
      return ("\(operation.base.name)(" + x.joined(separator: ", ") + ")", .max)
    case .apply(let primitive):
      guard depth > 0 else { return ("…", .max) }
      let x = node.operands.map { part($0, depth - 1) }
      func operand(_ i: Int, _ strength: Int) -> String { x[i].strength < strength ? "(\(x[i].text))" : x[i].text }
      switch primitive.notation {
      case .function: return ("\(primitive.name)(" + x.map(\.text).joined(separator: ", ") + ")", .max)
      case .prefix(let symbol, let strength): return (symbol + operand(0, strength + 1), strength)
      case .infix(let symbol, let strength):
        let text = operand(0, strength) + " \(symbol) " + operand(1, strength + 1)
        return (text, strength)
      }
    }
  }
}
