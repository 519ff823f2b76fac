public import Autodiff

/// Where a model's layers find their parameters while it is traced.
///
/// A parameter is named by its path, `2-conv.weights`. Asking for a path again, from a second twin or a second head,
/// gives the same parameter: that is how parameters are shared.
public final class Scope {
  public let trace: Trace
  private let prefix: String
  private let registry: Registry

  /// Whether layers that act in training only (dropout) act.
  public let isTraining: Bool

  final class Registry {
    var initializers: [(name: String, initializer: Initializer)] = []
  }

  public init(_ trace: Trace, isTraining: Bool = true) {
    self.trace = trace
    self.isTraining = isTraining
    prefix = ""
    registry = Registry()
  }

  private init(_ parent: Scope, _ name: String) {
    trace = parent.trace
    isTraining = parent.isTraining
    prefix = parent.prefix + name + "."
    registry = parent.registry
  }

  /// The parameters of a part: their names begin with its own.
  public func part(_ name: String) -> Scope { Scope(self, name) }

  /// The parameter of that name in this part.
  public func parameter(
    _ name: String, shape: [Int], _ initializer: Initializer, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let path = prefix + name
    if !registry.initializers.contains(where: { $0.name == path }) { registry.initializers.append((path, initializer)) }
    return trace.parameter(path, shape: shape, file: file, line: line)
  }

  /// An array of data that each run is given, named in this part.
  public func data(_ name: String, shape: [Int]) -> Tensor { trace.data(prefix + name, shape: shape) }

  /// How each parameter starts, in the order of first use.
  public var initializers: [(name: String, initializer: Initializer)] { registry.initializers }
}
