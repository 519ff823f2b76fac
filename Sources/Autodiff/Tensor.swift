import CKernels

/// A value of a program being traced, or a literal that no program knows yet.
///
/// Tensors are combined with operators and functions as in a formula: `a * exp(-t / tau) + b`.
/// Tensors of different traces must not be mixed: that traps, naming the operation and its line.
public struct Tensor {
  private enum Value {
    case literal(Double)
    case node(Trace, Int)
  }
  private let value: Value

  /// A literal of shape `[]`.
  public init(_ literal: Double) {
    value = .literal(literal)
  }

  init(trace: Trace, index: Int) {
    value = .node(trace, index)
  }

  /// Its extents; a literal has none.
  public var shape: Shape {
    switch value {
    case .literal: .uniform
    case .node(let trace, let index): trace.program.nodes[index].shape
    }
  }

  var trace: Trace? {
    guard case .node(let trace, _) = value else { return nil }
    return trace
  }

  func index(in trace: Trace) -> Int {
    switch value {
    case .literal(let literal): return trace.literal(literal)
    case .node(let own, let index):
      precondition(
        own === trace,
        "a tensor traced at \(own.program.nodes[index].site.map(\.description) ?? "?") is used in another trace")
      return index
    }
  }

  /// The value, when it is a literal.
  public var literal: Double? {
    switch value {
    case .literal(let literal): return literal
    case .node(let trace, let index):
      guard case .literal(let bits) = trace.program.nodes[index].operation else { return nil }
      return Double(bitPattern: bits)
    }
  }

  /// The operands, when the tensor is the result of this primitive.
  func operands(of primitive: Primitive) -> [Tensor]? {
    guard case .node(let trace, let index) = value,
      case .apply(primitive) = trace.program.nodes[index].operation
    else { return nil }
    return trace.program.nodes[index].operands.map { Tensor(trace: trace, index: $0) }
  }

  /// Whether the tensor is an array of indices.
  var isIndices: Bool {
    guard case .node(let trace, let index) = value else { return false }
    return trace.holdsIndices(index)
  }

  /// The tensor's place in its trace.
  var place: Int? {
    guard case .node(_, let index) = value else { return nil }
    return index
  }

  /// The tensor as a value of a trace, also when it is a literal.
  func anchored(in trace: Trace) -> Tensor { Tensor(trace: trace, index: index(in: trace)) }

  /// The source line that traced it.
  var site: Site? {
    guard case .node(let trace, let index) = value else { return nil }
    return trace.program.nodes[index].site
  }

  /// Notes that an operation cannot be done; the tensor stands in for its result until tracing ends with the error.
  func fault(_ operation: String, _ expected: String, _ site: Site) -> Tensor {
    guard let trace else { preconditionFailure("\(operation) (\(site)): a literal, expected \(expected)") }
    trace.note(fault: operation, shapes: [shape], expected: expected, site: site)
    return self
  }

  /// Notes that an operation made of several cannot take this tensor; tracing ends with the error.
  public func refused(
    by operation: String, expected: String, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor { fault(operation, expected, Site(file, line)) }

  /// Whether both are one value of one trace, or literals with the same bits.
  func isIdentical(to other: Tensor) -> Bool {
    if let left = literal, let right = other.literal { return left.bitPattern == right.bitPattern }
    guard case .node(let left, let i) = value, case .node(let right, let j) = other.value else { return false }
    return left === right && i == j
  }

  func isLiteral(_ value: Double) -> Bool {
    literal.map { $0.bitPattern == value.bitPattern } ?? false
  }
}

extension Tensor: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self.init(value) }
  public init(integerLiteral value: Int) { self.init(Double(value)) }
}

extension Primitive {
  /// Records the operation, or evaluates it by its own kernel when all its operands are literals.
  func callAsFunction(_ operands: Tensor..., site: Site? = nil) -> Tensor {
    apply(operands, site: site)
  }

  func apply(_ operands: [Tensor], site: Site? = nil) -> Tensor {
    guard let trace = operands.lazy.compactMap(\.trace).first else {
      precondition(
        code != KN_REPLAY_SUM, "\(name) of a literal (\(site.map(\.description) ?? "?")) has no rows to run over")
      return Tensor(evaluate(operands.map { $0.literal ?? .nan }))
    }
    return trace.apply(self, operands, site: site)
  }

  /// The value for one element, by the kernel that tiles use.
  func evaluate(_ operands: [Double]) -> Double {
    var result = 0.0
    let (a, b, c) = (operands[0], operands.count > 1 ? operands[1] : 0, operands.count > 2 ? operands[2] : 0)
    withUnsafePointer(to: a) { a in
      withUnsafePointer(to: b) { b in
        withUnsafePointer(to: c) { c in kn_replay_apply_f64(code, a, b, c, &result, 1) }
      }
    }
    return result
  }
}
