/// A planted fault: a change of a program, its weights or its data that some law must notice.
///
/// An oracle's green counts only when its faults were killed in the same run. A fault never changes a law.
public struct Fault<System: Sendable>: Sendable {
  /// Such as `one-rotation-missing`: lower-case letters, digits and `-`.
  public let name: String
  /// What is wrong, in a line.
  public let statement: String
  /// The laws that are asked to kill it; nil asks all.
  public let laws: [String]?
  let plant: @Sendable (System) -> System

  public init(
    _ name: String, _ statement: String, laws: [String]? = nil, plant: @escaping @Sendable (System) -> System
  ) {
    (self.name, self.statement, self.laws, self.plant) = (name, statement, laws, plant)
  }

  /// The system with the fault in it.
  public func planted(in system: System) -> System { plant(system) }

  /// The same fault in a part of a larger system.
  public func of<Whole>(
    _ part: WritableKeyPath<Whole, System> & Sendable, laws: [String]? = nil
  ) -> Fault<Whole> {
    Fault<Whole>(name, statement, laws: laws ?? self.laws) { whole in
      var whole = whole
      whole[keyPath: part] = plant(whole[keyPath: part])
      return whole
    }
  }
}
