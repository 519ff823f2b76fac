import CKernels

/// One operation that programs are made of, with all its rules: how it is evaluated, how it is
/// differentiated, and which of its identities change no bit.
///
/// Primitives are compared by identity. Each is a static member in a file of its family; the interpreter, the
/// compiler and the transforms know none of them by name.
public final class Primitive: Sendable {
  /// The name in listings and messages.
  public let name: String
  /// The number of operands, 1 to 3.
  public let arity: Int
  /// How the operation appears in an expression.
  let notation: Notation
  /// The compiled form: an operation of the tile interpreter.
  let code: kn_replay_operation
  /// The definition, one element at a time. What tiles compute must equal it bit by bit.
  let scalar: @Sendable (Double, Double, Double) -> Double
  let derivative: Derivative
  /// Whether `f(a, b)` and `f(b, a)` have the same bits (NaN payloads aside).
  let isCommutative: Bool
  /// Gives an equal value that costs less, bit for bit (NaN payloads and signs aside), or nil.
  let identity: @Sendable (_ operands: [Tensor]) -> Tensor?

  init(
    _ name: String, arity: Int, notation: Notation = .function, code: kn_replay_operation,
    isCommutative: Bool = false,
    scalar: @escaping @Sendable (Double, Double, Double) -> Double,
    derivative: Derivative,
    identity: @escaping @Sendable ([Tensor]) -> Tensor? = { _ in nil }
  ) {
    self.name = name
    self.arity = arity
    self.notation = notation
    self.code = code
    self.scalar = scalar
    self.derivative = derivative
    self.isCommutative = isCommutative
    self.identity = identity
  }

  /// How an operation is written: the symbol and how tightly it binds.
  enum Notation: Sendable {
    case function
    case prefix(String, strength: Int)
    case infix(String, strength: Int)
  }
}

extension Primitive {
  /// How a small change of the operands changes the result.
  enum Derivative: Sendable {
    /// The result does not move: comparisons.
    case zero
    /// Each result element depends on the operands' elements of its own index. The rule gives
    /// `∂y/∂xᵢ · d`; the Jacobian is diagonal, so the same rule serves tangents and cotangents.
    case elementwise(@Sendable (_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor)
    /// The result is one of two operands. Derivatives are selected, never multiplied by 0, so that a
    /// non-finite derivative of the operand not taken reaches nothing.
    case selection(@Sendable (_ x: [Tensor]) -> Choice)
    /// A sum over the rows: tangents are summed, cotangents broadcast.
    case rowSum
  }

  /// Which operand a selection takes: `whenTrue` where the condition holds, `otherwise` elsewhere.
  struct Choice {
    var condition: Tensor
    var whenTrue: Int
    var otherwise: Int
  }
}

extension Primitive {
  /// An estimate of the time per element, in units of one addition.
  var cost: Double {
    if code.rawValue > KN_REPLAY_FIRST_CALL.rawValue { return 20 }
    return [KN_REPLAY_DIV, KN_REPLAY_RECIP, KN_REPLAY_SQRT].contains(code) ? 5 : 1
  }
}

extension Primitive: Hashable {
  public static func == (left: Primitive, right: Primitive) -> Bool { left === right }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
