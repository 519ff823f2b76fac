import Determinism

/// A computation as a list of operations in the order in which they were traced, each used by later ones only.
///
/// A program is a value: transforms (`jacobian`, `hessian`, `gradient`, `optimized`) give new programs.
/// `interpret` evaluates it slowly and obviously, `compiled` gives the fast form; both agree bit by bit.
///
/// ```swift
/// let decay = Program.trace { trace in
///   let t = trace.column("t")
///   let (a, tau, b) = (trace.parameter("A"), trace.parameter("tau"), trace.parameter("B"))
///   return ["y": a * exp(-t / tau) + b]
/// }
/// let fit = try decay.jacobian().compiled()   // y, ∂y/∂A, ∂y/∂tau, ∂y/∂B
/// ```
public struct Program: Sendable {
  /// The inputs in the order of their first mention, parameters and columns mixed.
  public internal(set) var inputs: [Input] = []
  /// The results, in the order given.
  public internal(set) var outputs: [Output] = []
  var nodes: [Node] = []

  /// A named input: a parameter, a column of a table (`[n]`), an array of data, or an array of indices.
  public struct Input: Sendable, Hashable {
    public enum Role: Sendable, Hashable { case parameter, column, data, indices }
    public let name: String
    public let role: Role
    public let shape: Shape
  }

  /// A named result, or a derivative of one.
  public struct Output: Sendable, Hashable {
    /// The name given when the program was traced.
    public let name: String
    /// The inputs with respect to which it has been differentiated, in the order of the transforms.
    public let derivatives: [String]
    /// Its shape: `[]` when it depends on no column.
    public let shape: Shape
    /// Its value when that is a literal: 0 for a derivative that vanishes everywhere.
    public let literal: Double?
    let node: Int

    /// `y`, `∂y/∂tau`, `∂²y/∂A∂tau`.
    public var label: String {
      guard !derivatives.isEmpty else { return name }
      let powers = ["", "", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
      let power = derivatives.count < powers.count ? powers[derivatives.count] : "^\(derivatives.count)"
      return "∂\(power)\(name)/" + derivatives.map { "∂" + $0 }.joined()
    }
  }

  /// One operation.
  struct Node: Sendable {
    enum Operation: Sendable, Hashable {
      case input(Int)
      case literal(UInt64)
      case apply(Primitive)
      case transform(AnyOperation)
    }
    let operation: Operation
    let operands: [Int]
    let shape: Shape
    let site: Site?
  }
}

extension Program {
  /// The names of the parameters, in the order in which a run takes their values.
  public var parameters: [String] { inputs.filter { $0.role == .parameter }.map(\.name) }
  /// The names of the columns, in the order in which a run takes them.
  public var columns: [String] { inputs.filter { $0.role == .column }.map(\.name) }
  /// The number of operations, inputs and literals.
  public var count: Int { nodes.count }

  /// The place of an output among `outputs`.
  /// - Parameter derivatives: The inputs with respect to which it was differentiated, in any order.
  public func index(of name: String, derivatives: [String] = []) -> Int? {
    let wanted = derivatives.sorted(by: orderedByUTF8)
    return outputs.firstIndex { $0.name == name && $0.derivatives.sorted(by: orderedByUTF8) == wanted }
  }
}
