/// What a network for pictures keeps exactly, bit for bit, and what stands in the way of more.
public struct NetworkSymmetry: Sendable, Hashable {
  /// Cyclic translations by multiples of so many pixels change no output; nil where all but none do.
  public var translationStep: Int? = 1
  /// Its turns (and reflections) change no output; nil where none is kept.
  public var group: PlanarGroup?
  /// Whether the same holds while training, masks being equal.
  public var holdsInTraining = true
  /// What is not exact, and why: a sentence for each layer that is to blame.
  public var warnings: [String] = []
}

extension Network {
  /// What the network keeps, from its layers alone.
  ///
  /// Symmetries beyond these may hold by accident; those that are told hold for all weights and pictures.
  public func symmetry(height: Int, width: Int) -> NetworkSymmetry {
    var walk = SymmetryWalk(height: height, width: width)
    for (i, layer) in layers.enumerated() { walk.pass(layer, "\(i + 1)-\(layer.name)") }
    return walk.symmetry
  }
}

/// A walk through the layers, with what the features are by then.
private struct SymmetryWalk {
  private enum Features { case picture, maps, orientations, vector }
  private var features = Features.picture
  private var (height, width): (Int, Int)
  private var found = NetworkSymmetry()
  private var lifted: PlanarGroup?
  private var isTurning = true

  init(height: Int, width: Int) { (self.height, self.width) = (height, width) }

  var symmetry: NetworkSymmetry {
    var found = found
    if features != .vector { found.translationStep = nil }
    found.group = isTurning && features == .vector ? lifted : nil
    return found
  }

  mutating func pass(_ layer: Layer, _ name: String) {
    switch layer {
    case .convolution(_, let size, let stride, let padding):
      slide(size, stride, padding, name)
      breakTurns("\(name): a filter without turned copies changes with a turn of the picture")
    case .locallyConnected(_, let size, let stride, let padding):
      slide(size, stride, padding, name, isLocal: true)
      breakTurns("\(name): every position has a filter of its own")
    case .groupConvolution(let group, _, let size, let stride, let padding):
      slide(size, stride, padding, name)
      if !isTurning, lifted == nil { found.warnings.append("\(name): what it is given has lost the turns already") }
      lifted = lifted == nil || group == .p4 ? group : lifted
      features = .maps
    case .orientedConvolution(_, _, let size, let stride, let padding):
      slide(size, stride, padding, name)
      breakTurns("\(name): every orientation has a filter of its own")
      features = .maps
    case .averagePool(let size), .maximumPool(let size):
      if height % size != 0 || width % size != 0 {
        breakTranslations("\(name): windows of \(size) do not fill \(height) x \(width) pixels")
      } else {
        coarsen(by: size, name)
      }
      if features == .picture { breakTurns("\(name): windows are not those of the turned picture") }
      (height, width) = (height / size, width / size)
    case .globalAveragePool, .globalMaximumPool:
      features = features == .maps ? .orientations : .vector
    case .groupPool: features = features == .maps ? .picture : .vector
    case .flatten:
      if features == .picture || features == .maps { breakTranslations("\(name): positions are told apart") }
      if features != .vector { breakTurns("\(name): positions and orientations are told apart") }
      features = .vector
    case .dropout where features != .vector:
      found.holdsInTraining = false
      found.warnings.append(
        "\(name): in training each position has a mask of its own, and symmetries hold on average only; "
          + "channel-dropout keeps them")
    case .dropout, .channelDropout, .dense, .relu, .silu, .tanh, .layerNorm, .groupNorm: break
    }
  }

  private mutating func slide(
    _ size: Int, _ stride: Int, _ padding: Layer.PaddingChoice, _ name: String, isLocal: Bool = false
  ) {
    switch padding {
    case _ where isLocal: breakTranslations("\(name): every position has a filter of its own")
    case .zero: breakTranslations("\(name): zeros beyond the edges do not move with the picture")
    case .none where size > 1:
      breakTranslations("\(name): filters stop at the edges, which do not move with the picture")
    case .none, .circular: if stride > 1 { coarsen(by: stride, name) }
    }
    let margin = padding == .none ? 0 : 2 * (size / 2)
    (height, width) = ((height + margin - size) / stride + 1, (width + margin - size) / stride + 1)
  }

  private mutating func coarsen(by factor: Int, _ name: String) {
    guard let step = found.translationStep else { return }
    found.translationStep = step * factor
    found.warnings.append(
      "\(name): features are \(step * factor) pixels apart; only translations by multiples of that are exact")
  }

  private mutating func breakTranslations(_ reason: String) {
    guard found.translationStep != nil else { return }
    found.translationStep = nil
    found.warnings.append(reason + "; no translation is exact")
  }

  /// Turns are spoken of only where some layer is there to keep them.
  private mutating func breakTurns(_ reason: String) {
    guard isTurning else { return }
    isTurning = false
    if lifted != nil { found.warnings.append(reason + "; no turn is exact") }
  }
}
