public import Autodiff

/// One layer of a network, as manifests list them. Images are `[n, height, width, channels]`, vectors `[n, features]`.
public enum Layer: Sendable, Hashable {
  /// One filter at every position: `filters` of `size` × `size` taps.
  case convolution(filters: Int, size: Int, stride: Int, padding: PaddingChoice)
  /// A filter of its own at every position: the unshared twin of a convolution.
  case locallyConnected(filters: Int, size: Int, stride: Int, padding: PaddingChoice)
  /// One base filter for every position and, turned (and reflected), for every orientation. The first one lifts
  /// pictures to maps of every orientation, `[n, order, size, size, channels]`; the others lead from maps to maps.
  case groupConvolution(PlanarGroup, filters: Int, size: Int, stride: Int, padding: PaddingChoice)
  /// A base filter of its own for every orientation: the twin of a group convolution that shares less.
  case orientedConvolution(PlanarGroup, filters: Int, size: Int, stride: Int, padding: PaddingChoice)
  /// Every output from every input.
  case dense(Int)
  case relu, silu, tanh
  case averagePool(Int)
  case maximumPool(Int)
  /// The mean over all positions, the same for every order of them: cyclic translations change no bit.
  case globalAveragePool
  /// The largest over all positions.
  case globalMaximumPool
  /// Over all orientations, the same for every order of them.
  case groupPool(OrientationPool)
  case flatten
  /// Each feature is dropped with this probability while training, the others scaled up.
  case dropout(Double)
  /// The same for whole channels, at all positions and in all orientations: keeps every symmetry in training, too.
  case channelDropout(Double)
  /// Each sample's features, of the last axis, to mean 0 and deviation 1, then scaled and moved by parameters.
  case layerNorm
  /// Each sample's features in so many groups of channels, over channels, positions and orientations, to mean 0 and
  /// deviation 1 by exact sums, then scaled and moved by parameters. Source: Wu and He, 2018, arXiv:1803.08494.
  case groupNorm(Int)

  /// How orientations become one.
  public enum OrientationPool: String, Sendable, Hashable, CaseIterable { case max, mean }

  /// What lies beyond the edges.
  public enum PaddingChoice: String, Sendable, Hashable, CaseIterable { case circular, zero, none }

  /// The name in manifests.
  public var name: String {
    switch self {
    case .convolution: "conv"
    case .locallyConnected: "locally-connected"
    case .groupConvolution: "group-conv"
    case .orientedConvolution: "oriented-conv"
    case .dense: "dense"
    case .relu: "relu"
    case .silu: "silu"
    case .tanh: "tanh"
    case .averagePool: "average-pool"
    case .maximumPool: "max-pool"
    case .globalAveragePool: "global-average-pool"
    case .globalMaximumPool: "global-max-pool"
    case .groupPool: "group-pool"
    case .flatten: "flatten"
    case .dropout: "dropout"
    case .channelDropout: "channel-dropout"
    case .layerNorm: "layer-norm"
    case .groupNorm: "group-norm"
    }
  }
}

/// Layers one after the other.
public struct Network: Sendable, Hashable {
  public var layers: [Layer]
  public init(_ layers: [Layer]) { self.layers = layers }

  /// What stands in the place of some layers: a slow twin that must agree, a planted fault; nil for those that stay.
  public typealias Replacement = (_ place: Int, _ layer: Layer, _ x: Tensor, _ scope: Scope) -> Tensor?

  /// Records the network. The parameters of layer i are named `i-name.…` in the scope.
  public func callAsFunction(_ x: Tensor, in scope: Scope, replacing replacement: Replacement? = nil) -> Tensor {
    var x = x
    for (i, layer) in layers.enumerated() {
      let own = scope.part("\(i + 1)-\(layer.name)")
      x = replacement?(i, layer, x, own) ?? layer.apply(x, in: own)
    }
    return x
  }
}
