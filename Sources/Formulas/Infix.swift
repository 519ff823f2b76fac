/// The operators between two operands.
enum Infix: String, Sendable, CaseIterable {
  case or
  case and
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case over = "/"
  case power = "^"

  var strength: Strength {
    switch self {
    case .or: .or
    case .and: .and
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: .comparison
    case .plus, .minus: .sum
    case .times, .over: .product
    case .power: .power
    }
  }
}

/// How tightly an operation binds its operands.
enum Strength: Int, Sendable, Comparable {
  case or, and, not, comparison, sum, product, negation, power, atom

  static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }
}
