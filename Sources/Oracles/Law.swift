/// A law: what must hold for every case, and how a case is measured.
///
/// Either f(g · x) = ρ(g) · f(x) for a group that acts on inputs and outputs, or a relation of two programs: a
/// derivative and its function, a shared gradient and the sum of the untied ones, a fast program and its slow twin.
/// A law is a value; it never changes with the system under test, and sees nothing of it but outputs.
public struct Law<System: Sendable>: Sendable {
  /// Such as `cyclic-translation`: lower-case letters, digits and `-`.
  public let name: String
  /// The law in a line, as a formula where it has one.
  public let statement: String
  /// What a case costs; budgets are by this.
  public let cost: CaseCost
  /// The field of the manifest that a violation points at; nil points at the kind.
  public let field: String?
  /// The cases: everything that is chosen, as arrays, so that a counterexample is a value.
  public let cases: Generator<Arrays>
  /// Measures a case; nil when it says nothing about this law, and is not counted.
  let measure: @Sendable (System, Arrays) throws(SubjectFailure) -> Measurement?
  /// The gradient of the violation with respect to the case, where the engine knows it.
  let slope: (@Sendable (System, Arrays) throws(SubjectFailure) -> Slope?)?

  /// The violation at a case, as a smooth number, and its gradient.
  struct Slope: Sendable {
    let violation: Double
    let gradient: Arrays
    /// The least and the greatest value of every number that may be moved.
    let bounds: ClosedRange<Double>
  }

  public init(
    _ name: String, _ statement: String, cost: CaseCost = .light, field: String? = nil, cases: Generator<Arrays>,
    measure: @escaping @Sendable (System, Arrays) throws(SubjectFailure) -> Measurement?
  ) {
    self.init(name, statement, cost: cost, field: field, cases: cases, measure: measure, slope: nil)
  }

  init(
    _ name: String, _ statement: String, cost: CaseCost, field: String?, cases: Generator<Arrays>,
    measure: @escaping @Sendable (System, Arrays) throws(SubjectFailure) -> Measurement?,
    slope: (@Sendable (System, Arrays) throws(SubjectFailure) -> Slope?)?
  ) {
    (self.name, self.statement, self.cost, self.field) = (name, statement, cost, field)
    (self.cases, self.measure, self.slope) = (cases, measure, slope)
  }

  /// The same law for a part of a larger system.
  public func of<Whole>(_ part: @escaping @Sendable (Whole) -> System) -> Law<Whole> {
    var slope: (@Sendable (Whole, Arrays) throws(SubjectFailure) -> Law<Whole>.Slope?)?
    if let own = self.slope {
      slope = { whole, values throws(SubjectFailure) in
        guard let found = try own(part(whole), values) else { return nil }
        return Law<Whole>.Slope(violation: found.violation, gradient: found.gradient, bounds: found.bounds)
      }
    }
    return Law<Whole>(
      name, statement, cost: cost, field: field, cases: cases,
      measure: { whole, values throws(SubjectFailure) in try measure(part(whole), values) }, slope: slope)
  }

  /// The same law pointing at a field of the manifest, or with cases that cost more.
  public func about(_ field: String, cost: CaseCost? = nil) -> Law {
    Law(name, statement, cost: cost ?? self.cost, field: field, cases: cases, measure: measure, slope: slope)
  }
}

/// What a case costs, and with it how many cases a budget buys.
public enum CaseCost: Int, Sendable, Comparable {
  /// A few evaluations.
  case light = 1
  /// A scan of steps, or a fit anew.
  case scan = 10
  /// A trajectory.
  case dynamics = 100

  public static func < (a: CaseCost, b: CaseCost) -> Bool { a.rawValue < b.rawValue }
}
