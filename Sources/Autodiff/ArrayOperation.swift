/// An operation on whole arrays: how shapes meet, how it is differentiated, its definition, and its kernel.
///
/// Operations are values; two that are equal do the same. Each stands in the file of its family. Together with the
/// elementwise `Primitive`s they are all that programs are made of.
protocol ArrayOperation: Hashable, Sendable {
  /// The name in listings and messages, with what it was given.
  var name: String { get }

  /// The shape of the result, from those of the operands.
  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape

  /// For an operand that holds indices, how many rows these may name; nil where they name none.
  func rows(namedBy operand: Int, of operands: [Shape]) -> Int?

  /// The part of one operand's cotangent that the result's cotangent gives; nil when that is 0.
  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor?

  /// The tangent of the result. At least one operand has a tangent; those that are nil are 0.
  func pushforward(_ x: [Tensor], _ y: Tensor, _ dx: [Tensor?]) -> Tensor?

  /// The definition: one element after the other, slowly.
  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element]

  /// The kernel, bound to its memory.
  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void
}

extension ArrayOperation {
  func rows(namedBy operand: Int, of operands: [Shape]) -> Int? { nil }

  /// For an operation that is linear in its first operand, and takes no other derivative.
  func pushforward(_ x: [Tensor], _ y: Tensor, _ dx: [Tensor?]) -> Tensor? {
    dx[0].map { apply([$0] + x.dropFirst()) }
  }

  /// Records the operation in its operands' trace.
  func apply(_ operands: [Tensor], site: Site? = nil) -> Tensor {
    guard let trace = operands.lazy.compactMap(\.trace).first else {
      preconditionFailure("\(name) of literals alone (\(site.map(\.description) ?? "?")); no program would hold it")
    }
    return trace.apply(AnyOperation(base: self), operands, site: site)
  }

  /// Adds up what an operation that is linear in several operands gives for the tangent of each.
  func sumOfTangents(_ x: [Tensor], _ dx: [Tensor?]) -> Tensor? {
    var sum: Tensor?
    for (i, d) in dx.enumerated() {
      guard let d else { continue }
      var moved = x
      moved[i] = d
      let part = apply(moved)
      sum = sum.map { $0 + part } ?? part
    }
    return sum
  }
}

/// Any array operation, compared by value.
struct AnyOperation: Hashable, Sendable {
  let base: any ArrayOperation

  static func == (left: AnyOperation, right: AnyOperation) -> Bool {
    AnyHashable(left.base) == AnyHashable(right.base)
  }

  func hash(into hasher: inout Hasher) { base.hash(into: &hasher) }
}

/// Shapes that do not meet: what was expected.
struct ShapeFault: Error {
  let expected: String
  init(_ expected: String) { self.expected = expected }
}

/// What a definition reads.
struct Operands<Element: TensorElement> {
  /// The operands' elements; empty for an operand that holds indices.
  var values: [[Element]]
  /// The operands' indices; empty for an operand that holds numbers.
  var indices: [[Int64]]
  var shapes: [Shape]
  /// The shape of the result.
  var shape: Shape
}

/// What a kernel reads and writes. The memory outlives the closure that is made of it.
struct KernelCall<Element: TensorElement> {
  var operands: [UnsafeMutablePointer<Element>]
  /// For an operand that holds indices, where they are.
  var indices: [UnsafeMutablePointer<Int64>?]
  var result: UnsafeMutablePointer<Element>
  var shapes: [Shape]
  /// The shape of the result.
  var shape: Shape
  /// Whether +0 takes the place of results that are not positive.
  var rectifies = false
}

extension UnsafeMutablePointer where Pointee: TensorElement {
  /// Sets elements to +0, whose bits are all 0: a generic loop would take a call for each.
  func clear(_ count: Int) {
    UnsafeMutableRawPointer(self).initializeMemory(
      as: UInt8.self, repeating: 0, count: count * MemoryLayout<Pointee>.size)
  }
}
