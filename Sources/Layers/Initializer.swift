public import Determinism

/// How a parameter starts: numbers drawn from its own stream, so that no other parameter moves them.
public enum Initializer: Sendable, Hashable {
  case zeros
  case ones
  /// Uniform in (−bound, bound).
  case uniform(bound: Double)
  /// Normal with mean 0.
  case normal(deviation: Double)

  /// He's bound for rectifiers, √(6 / fan-in): keeps the variance of activations from layer to layer.
  /// Source: He et al., 2015, doi:10.1109/ICCV.2015.123.
  public static func he(fanIn: Int) -> Initializer { .uniform(bound: (6 / Double(max(1, fanIn))).squareRoot()) }

  /// Glorot's bound, √(6 / (fan-in + fan-out)). Source: Glorot and Bengio, 2010, PMLR 9:249.
  public static func glorot(fanIn: Int, fanOut: Int) -> Initializer {
    .uniform(bound: (6 / Double(max(1, fanIn + fanOut))).squareRoot())
  }

  /// The first `count` numbers of the stream.
  public func draw(_ count: Int, from stream: RandomStream) -> [Double] {
    var stream = stream
    switch self {
    case .zeros: return [Double](repeating: 0, count: count)
    case .ones: return [Double](repeating: 1, count: count)
    case .uniform(let bound): return (0..<count).map { _ in bound * (2 * stream.nextUniform() - 1) }
    case .normal(let deviation): return (0..<count).map { _ in deviation * stream.nextNormal() }
    }
  }
}
