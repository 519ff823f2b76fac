import Layers
import Manifests

extension Classifier {
  /// The networks by name, or the only one and, for a contrast, its twins that share less.
  static func variants(_ parameters: Parameters, _ manifest: Manifest) -> [Variant] {
    guard let only = parameters.networks.first, only.name == nil else {
      return parameters.networks.map { network in
        let name = network.name ?? "network"
        let layers = manifest.isShared ? network.layers : Self.twins(of: network.layers).first?.layers ?? network.layers
        return Variant(name: name, layers: layers, stage: name)
      }
    }
    let twins = Self.twins(of: only.layers)
    guard manifest.isShared else {
      return twins.prefix(1).map { Variant(name: $0.name, layers: $0.layers, stage: "training") }
    }
    return [Variant(name: "shared", layers: only.layers, stage: "training")]
      + (manifest.contrast == .sharing ? twins : [])
  }

  /// Networks of as many features in every layer that share less; where nothing is shared, the network itself.
  private static func twins(of layers: [Layers.Layer]) -> [Variant] {
    let twins = [
      ("own-orientations", layers.map(\.withOwnOrientations)), ("locally-connected", layers.map(\.withOwnPositions)),
      ("dense", withoutPositions(layers)),
    ].compactMap { name, changed in
      changed == layers ? nil : Variant(name: name, layers: changed, stage: name)
    }
    return twins.isEmpty ? [Variant(name: "unshared", layers: layers, stage: "unshared")] : twins
  }

  /// Every feature from every input: a dense layer of as many features as each convolution has filters, and nothing left
  /// to pool. Networks with orientations stay as they are.
  private static func withoutPositions(_ layers: [Layers.Layer]) -> [Layers.Layer] {
    guard layers.contains(where: \.isConvolution), !layers.contains(where: \.isGroupConvolution) else { return layers }
    return [.flatten]
      + layers.compactMap { layer in
        switch layer {
        case .convolution(let filters, _, _, _): .dense(filters)
        case .channelDropout(let probability): .dropout(probability)
        case .groupNorm: .layerNorm
        case .averagePool, .maximumPool, .globalAveragePool, .globalMaximumPool, .flatten: nil
        default: layer
        }
      }
  }
}

extension Layers.Layer {
  /// With a base filter of its own for every orientation.
  fileprivate var withOwnOrientations: Self {
    guard case .groupConvolution(let group, let filters, let size, let stride, let padding) = self else { return self }
    return .orientedConvolution(group, filters: filters, size: size, stride: stride, padding: padding)
  }

  /// With a filter of its own at every position.
  fileprivate var withOwnPositions: Self {
    guard case .convolution(let filters, let size, let stride, let padding) = self else { return self }
    return .locallyConnected(filters: filters, size: size, stride: stride, padding: padding)
  }
}
