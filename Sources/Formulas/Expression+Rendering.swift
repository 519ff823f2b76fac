import Determinism

extension Expression: CustomStringConvertible {
  /// The canonical text, which parses to an equal expression.
  public var description: String { rendered(.canonical) }

  /// The text for captions: `A·exp(−t/τ) + B`. Greek letters that are spelled out become letters.
  public var caption: String { rendered(.caption) }

  private func rendered(_ notation: Notation) -> String {
    var parts: [(text: String, strength: Strength)] = []
    for node in nodes {
      let operands = node.operands.map { operand in
        defer { parts[operand].text = "" }  // An operand is written once; long sums need not keep every part.
        return parts[operand]
      }
      parts.append(notation.text(node.kind, operands))
    }
    return parts.last?.text ?? ""
  }
}

/// How operators and names are written.
private enum Notation {
  case canonical
  case caption

  typealias Part = (text: String, strength: Strength)

  func text(_ kind: Expression.Node.Kind, _ x: [Part]) -> Part {
    switch kind {
    case .number(let value):
      return (Int64(exactly: value).map { Numeral.render($0) } ?? Numeral.render(value), .atom)
    case .pi: return (self == .caption ? "π" : "pi", .atom)
    case .name(let name): return (self == .caption ? Greek.letter(for: name) : name, .atom)
    case .negate: return ((self == .caption ? "−" : "-") + wrap(x[0], below: .negation), .negation)
    case .not: return ("not " + wrap(x[0], below: .not), .not)
    case .infix(let infix):
      let strength = infix.strength
      // Powers group to the right, comparisons not at all, all others to the left.
      let (left, right): (Strength, Strength) =
        switch strength {
        case .power: (.atom, .negation)
        case .comparison: (.sum, .sum)
        default: (strength, Strength(rawValue: strength.rawValue + 1) ?? .atom)
        }
      return (wrap(x[0], below: left) + symbol(infix) + wrap(x[1], below: right), strength)
    case .call(let function): return ("\(function.name)(" + x.map(\.text).joined(separator: ", ") + ")", .atom)
    }
  }

  private func wrap(_ part: Part, below strength: Strength) -> String {
    part.strength < strength ? "(\(part.text))" : part.text
  }

  private func symbol(_ infix: Infix) -> String {
    switch (self, infix) {
    case (_, .power): "^"
    case (.caption, .times): "·"
    case (.caption, .over): "/"
    case (.caption, .minus): " − "
    case (.caption, .lessOrEqual): " ≤ "
    case (.caption, .greaterOrEqual): " ≥ "
    case (.caption, .notEqual): " ≠ "
    case (.caption, .equal): " = "
    default: " \(infix.rawValue) "
    }
  }
}

/// The Greek letters by the names that formulas spell them with.
private enum Greek {
  static let letters = [
    ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ε"), ("zeta", "ζ"), ("eta", "η"),
    ("theta", "θ"), ("kappa", "κ"), ("lambda", "λ"), ("mu", "μ"), ("nu", "ν"), ("xi", "ξ"), ("rho", "ρ"),
    ("sigma", "σ"), ("tau", "τ"), ("phi", "φ"), ("chi", "χ"), ("psi", "ψ"), ("omega", "ω"), ("Gamma", "Γ"),
    ("Delta", "Δ"), ("Theta", "Θ"), ("Lambda", "Λ"), ("Sigma", "Σ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"),
  ]

  /// The letter for `tau` or `tau_1` (`τ_1`); any other name as it is.
  static func letter(for name: String) -> String {
    let stem = name.prefix { $0 != "_" && !$0.isNumber }
    guard let letter = letters.first(where: { $0.0 == stem })?.1 else { return name }
    return letter + name.dropFirst(stem.count)
  }
}
