import Determinism
import Formulas
import Manifests

extension PINN {
  /// A field, or a derivative of one: along which coordinates, in the order of their declaration.
  struct Derivative: Sendable, Hashable {
    let field: Int
    let along: [Int]

    var order: Int { along.count }
  }

  /// What the names in formulas stand for.
  ///
  /// A derivative is its field, `_`, and the coordinates one after the other: `u_t`, `u_xx`, `v_xy`. The order in
  /// which they are written does not matter.
  struct Names: Sendable {
    let coordinates: [String]
    let fields: [String]
    let constants: [(name: String, value: Double)]

    enum Meaning: Sendable {
      case coordinate(Int)
      case constant(Double)
      case derivative(Derivative)
    }

    func meaning(of name: String) -> Meaning? {
      if let place = coordinates.firstIndex(where: { sameUTF8($0, name) }) { return .coordinate(place) }
      if let constant = constants.first(where: { sameUTF8($0.name, name) }) { return .constant(constant.value) }
      return derivative(name).map { .derivative($0) }
    }

    func derivative(_ name: String) -> Derivative? {
      for (field, own) in fields.enumerated() {
        if sameUTF8(own, name) { return Derivative(field: field, along: []) }
        guard name.hasPrefix(own + "_"), let along = split(name.dropFirst(own.count + 1)) else { continue }
        return Derivative(field: field, along: along.sorted())
      }
      return nil
    }

    /// The name of a derivative, as formulas write it.
    func name(_ derivative: Derivative) -> String {
      let along = derivative.along.map { coordinates[$0] }.joined()
      return fields[derivative.field] + (along.isEmpty ? "" : "_" + along)
    }

    /// The derivatives that a formula may be meant to name.
    private var likely: [String] {
      fields.flatMap { field -> [String] in
        let first = coordinates.map { field + "_" + $0 }
        return [field] + first + first.flatMap { name in coordinates.map { name + $0 } }
      }
    }

    /// What is unknown in a formula.
    /// - Parameter kind: which names it may have: all, or coordinates and constants alone.
    func problems(_ expression: Expression, isAboutFields: Bool = true) -> [FormulaError] {
      let plain = coordinates + constants.map(\.name)
      let derived = isAboutFields ? likely + expression.names.filter { derivative($0) != nil } : []
      return expression.unknownNames(known: plain + derived)
    }

    /// The coordinates that a suffix names, the shortest names first where several ways lead on.
    private func split(_ suffix: Substring) -> [Int]? {
      if suffix.isEmpty { return nil }
      for (place, name) in coordinates.enumerated() where suffix.hasPrefix(name) {
        let rest = suffix.dropFirst(name.count)
        if rest.isEmpty { return [place] }
        if let others = split(rest) { return [place] + others }
      }
      return nil
    }
  }
}

extension Located where Value == Formula {
  /// The objections of a check of the formula's names.
  func problems(_ names: PINN.Names, isAboutFields: Bool = true) -> [Problem] {
    let errors =
      names.problems(value.response, isAboutFields: isAboutFields)
      + names.problems(value.expression, isAboutFields: isAboutFields)
    return errors.map { place.problem($0.message, at: $0.range.lowerBound) }
  }
}
