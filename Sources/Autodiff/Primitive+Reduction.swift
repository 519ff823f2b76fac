import CKernels

extension Primitive {
  /// The sum over the rows, `[n] → []`; a uniform operand is added n times.
  ///
  /// Row i is added, in order, to lane i mod 64; the 64 lanes are added by the fixed tree 32, 16 … 1.
  static let rowSum: Primitive = Primitive(
    "rowSum", arity: 1, code: KN_REPLAY_SUM,
    scalar: { x, _, _ in x },
    derivative: .rowSum)
}
