public import Autodiff

/// One layer of a network, as manifests list them. Images are `[n, height, width, channels]`, vectors `[n, features]`.
public enum Layer: Sendable, Hashable {
  /// One filter at every position: `filters` of `size` × `size` taps.
  case convolution(filters: Int, size: Int, stride: Int, padding: PaddingChoice)
  /// A filter of its own at every position: the unshared twin of a convolution.
  case locallyConnected(filters: Int, size: Int, stride: Int, padding: PaddingChoice)
  /// Every output from every input.
  case dense(Int)
  case relu, silu, tanh
  case averagePool(Int)
  case maximumPool(Int)
  /// The mean over all positions, the same for every order of them: cyclic translations change no bit.
  case globalAveragePool
  /// The largest over all positions.
  case globalMaximumPool
  case flatten
  /// Each feature is dropped with this probability while training, the others scaled up.
  case dropout(Double)
  /// Each sample's features, of the last axis, to mean 0 and deviation 1, then scaled and moved by parameters.
  case layerNorm

  /// What lies beyond the edges.
  public enum PaddingChoice: String, Sendable, Hashable, CaseIterable { case circular, zero, none }

  /// The name in manifests.
  public var name: String {
    switch self {
    case .convolution: "conv"
    case .locallyConnected: "locally-connected"
    case .dense: "dense"
    case .relu: "relu"
    case .silu: "silu"
    case .tanh: "tanh"
    case .averagePool: "average-pool"
    case .maximumPool: "max-pool"
    case .globalAveragePool: "global-average-pool"
    case .globalMaximumPool: "global-max-pool"
    case .flatten: "flatten"
    case .dropout: "dropout"
    case .layerNorm: "layer-norm"
    }
  }
}

/// Layers one after the other.
public struct Network: Sendable, Hashable {
  public var layers: [Layer]
  public init(_ layers: [Layer]) { self.layers = layers }

  /// Records the network. The parameters of layer i are named `i-name.…` in the scope.
  public func callAsFunction(_ x: Tensor, in scope: Scope) -> Tensor {
    var x = x
    for (i, layer) in layers.enumerated() { x = layer.apply(x, in: scope.part("\(i + 1)-\(layer.name)")) }
    return x
  }
}
