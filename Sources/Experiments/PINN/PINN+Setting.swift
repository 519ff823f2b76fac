import Determinism
import Formulas
import Manifests

extension PINN {
  /// What is asked of the fields, every name being known: the domain in units of its own, equations, conditions.
  struct Setting: Sendable {
    struct Coordinate: Sendable {
      let name: String
      let lower, upper: Double
      var length: Double { upper - lower }
    }

    /// What holds on the face where a coordinate has a value; a term of the loss.
    struct Condition: Sendable {
      let name: String
      let coordinate: Int
      /// The coordinate's value, in units of its length from its lower end.
      let position: Double
      let formula: Formula
      let points: Int
      let weight: Double
    }

    /// What a field is made to be at an end of a coordinate.
    struct Lift: Sendable {
      let field: Int
      let coordinate: Int
      let isUpper: Bool
      let expression: Expression
    }

    let coordinates: [Coordinate]
    let names: Names
    let equations: [Formula]
    let conditions: [Condition]
    let lifts: [Lift]
    /// The periodic coordinate, and up to which order of derivative its ends meet.
    let periodic: Int
    let order: Int
    let exact: [Expression]?

    var fields: [String] { names.fields }
    /// The coordinates of a face across the periodic one.
    var across: [Int] { coordinates.indices.filter { $0 != periodic } }
    /// What is to meet at both ends.
    var matching: [Derivative] {
      fields.indices.flatMap { field in
        (0...order).map { Derivative(field: field, along: Array(repeating: periodic, count: $0)) }
      }
    }
  }
}

extension PINN.Setting {
  /// - Throws: every name that is not known or given twice, every condition that can't be met.
  init(_ parameters: PINN.Parameters) throws(ManifestErrors) {
    var problems: [Problem] = []
    let names = PINN.Names(
      coordinates: parameters.coordinates.map(\.name), fields: parameters.fields.map(\.value),
      constants: parameters.constants.map { ($0.name, $0.value) })
    problems += Self.clashes(parameters)
    for formula in parameters.equations + parameters.conditions.map(\.value.formula) {
      problems += formula.problems(names)
    }
    for equation in parameters.equations where problems.isEmpty {
      let used = (equation.value.response.names + equation.value.names).contains { names.derivative($0) != nil }
      if !used { problems.append(equation.place.problem("the equation has no field in it")) }
    }
    for exact in parameters.exact {
      problems += names.problems(exact.value.value, isAboutFields: false).map {
        exact.place.problem($0.message, at: $0.range.lowerBound)
      }
      if !names.fields.contains(where: { sameUTF8($0, exact.name) }) {
        problems.append(
          exact.namePlace.problem(
            "there is no field \(exact.name)", suggestion: nearestName(to: exact.name, among: names.fields)))
      }
    }
    if !parameters.exact.isEmpty, let reference = parameters.reference {
      problems.append(reference.modes.place.problem("the exact solution is given; leave the reference out"))
    }
    let along = parameters.periodic.along
    let periodic = names.coordinates.firstIndex { sameUTF8($0, along.value) }
    if periodic == nil {
      problems.append(
        along.place.problem(
          "there is no coordinate \(along.value); there are \(names.coordinates.joined(separator: ", "))",
          suggestion: nearestName(to: along.value, among: names.coordinates)))
    }
    guard problems.isEmpty, let periodic else { throw ManifestErrors(problems) }
    let coordinates = parameters.coordinates.map {
      Coordinate(name: $0.name, lower: $0.value.lower, upper: $0.value.upper)
    }
    (self.coordinates, self.names, self.periodic) = (coordinates, names, periodic)
    order = parameters.periodic.order
    equations = parameters.equations.map(\.value)
    var exact: [Expression] = []
    for field in names.fields {
      if let own = parameters.exact.first(where: { sameUTF8($0.name, field) }) {
        exact.append(own.value.value)
      } else if let other = parameters.exact.first {
        problems.append(other.namePlace.problem("the exact solution of the field \(field) is missing"))
      }
    }
    self.exact = exact.isEmpty ? nil : exact
    var (conditions, lifts) = ([Condition](), [Lift]())
    for declared in parameters.conditions {
      do throws(ManifestErrors) {
        let (coordinate, position) = try Self.face(declared, coordinates, names)
        if declared.value.isExact {
          lifts.append(try Self.lift(declared, coordinate, position, names, periodic, lifts))
        } else {
          conditions.append(
            Condition(
              name: declared.name, coordinate: coordinate, position: position, formula: declared.value.formula.value,
              points: declared.value.points.value, weight: declared.value.weight))
        }
      } catch { problems += error.problems }
    }
    (self.conditions, self.lifts) = (conditions, lifts)
    problems += Self.uneven(parameters, conditions)
    guard problems.isEmpty else { throw ManifestErrors(problems) }
  }

  /// Names given twice, and names that derivatives could not be told from.
  private static func clashes(_ parameters: PINN.Parameters) -> [Problem] {
    var problems: [Problem] = []
    var seen: [String] = []
    let all =
      parameters.coordinates.map { ($0.name, $0.namePlace, true) }
      + parameters.fields.map { ($0.value, $0.place, true) }
      + parameters.constants.map { ($0.name, $0.namePlace, false) }
    for (name, place, isPlain) in all {
      if seen.contains(where: { sameUTF8($0, name) }) {
        problems.append(place.problem("\(name) is given twice: a name is one coordinate, one field or one constant"))
      }
      if isPlain, name.contains("_") {
        problems.append(place.problem("\(name) has a _ in it, by which derivatives are written: u_x"))
      }
      seen.append(name)
    }
    return problems
  }

  private static func face(
    _ declared: Named<PINN.DeclaredCondition>, _ coordinates: [Coordinate], _ names: PINN.Names
  ) throws(ManifestErrors) -> (coordinate: Int, position: Double) {
    let at = declared.value.at[0]
    guard let place = coordinates.firstIndex(where: { sameUTF8($0.name, at.name) }) else {
      throw ManifestErrors([
        at.namePlace.problem(
          "there is no coordinate \(at.name); there are \(names.coordinates.joined(separator: ", "))",
          suggestion: nearestName(to: at.name, among: names.coordinates))
      ])
    }
    let own = coordinates[place]
    guard (own.lower...own.upper).contains(at.value) else {
      throw ManifestErrors([
        at.place.problem(
          expected: "a value of \(at.name) from \(Numeral.render(own.lower)) to \(Numeral.render(own.upper))")
      ])
    }
    return (place, at.value == own.upper ? 1 : (at.value - own.lower) / own.length)
  }

  private static func lift(
    _ declared: Named<PINN.DeclaredCondition>, _ coordinate: Int, _ position: Double, _ names: PINN.Names,
    _ periodic: Int, _ others: [Lift]
  ) throws(ManifestErrors) -> Lift {
    func refused(_ reason: String) -> ManifestErrors {
      ManifestErrors([declared.value.formula.place.problem("built in exactly, \(reason)")])
    }
    let formula = declared.value.formula.value
    guard let name = formula.response.soleName, let field = names.fields.firstIndex(where: { sameUTF8($0, name) })
    else { throw refused("a condition is field ~ formula: u ~ sin(x)") }
    guard position == 0 || position == 1 else { throw refused("a condition is at an end of its coordinate") }
    guard coordinate != periodic else { throw refused("a condition is not at the ends that are one") }
    if let error = names.problems(formula.expression, isAboutFields: false).first {
      throw ManifestErrors([
        declared.value.formula.place.problem(
          "built in exactly, the right-hand side is of coordinates alone: " + error.message, at: error.range.lowerBound)
      ])
    }
    for other in others where other.field == field {
      guard other.coordinate == coordinate else {
        throw refused("a field has conditions at the ends of one coordinate only; leave `exactly` off here")
      }
      guard other.isUpper != (position == 1) else { throw refused("this end has a condition already") }
    }
    return Lift(field: field, coordinate: coordinate, isUpper: position == 1, expression: formula.expression)
  }

  /// Numbers of points that chunks do not divide.
  private static func uneven(_ parameters: PINN.Parameters, _ conditions: [Condition]) -> [Problem] {
    let chunk = parameters.points.chunk
    var counts = [parameters.points.inside, parameters.periodic.points]
    counts += parameters.conditions.filter { !$0.value.isExact }.map(\.value.points)
    return counts.filter { $0.value > chunk && $0.value % chunk != 0 }.map {
      $0.place.problem(expected: "at most the chunk, \(chunk), or a multiple of it", found: "\($0.value)")
    }
  }
}
