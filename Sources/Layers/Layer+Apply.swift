import Autodiff

extension Layer {
  /// Records the layer over a batch.
  func apply(_ x: Tensor, in scope: Scope) -> Tensor {
    switch self {
    case .convolution, .locallyConnected:
      // A filter for every orientation alike would be neither shared among them nor a filter of pictures.
      guard x.shape.rank != 5 else {
        return x.refused(
          by: name, expected: "pictures [n, height, width, channels]; write group-conv, or group-pool first")
      }
      return overPictures(x, in: scope)
    case .groupConvolution(let group, let filters, let size, let stride, let padding):
      return overGroup(
        x, group, filters: filters, size: size, stride: stride, padding: padding, isTied: true, in: scope)
    case .orientedConvolution(let group, let filters, let size, let stride, let padding):
      return overGroup(
        x, group, filters: filters, size: size, stride: stride, padding: padding, isTied: false, in: scope)
    case .dense(let features):
      let inputs = x.shape.extents.last ?? 1
      let weights = scope.parameter("weights", shape: [inputs, features], .he(fanIn: inputs))
      return affine(x, weights, bias: scope.parameter("bias", shape: [features], .zeros))
    case .relu: return Autodiff.relu(x)
    case .silu: return Autodiff.silu(x)
    case .tanh: return Autodiff.tanh(x)
    case .averagePool(let size): return x.overFrames { $0.averagePooled(window: (size, size)) }
    case .maximumPool(let size): return x.overFrames { $0.maximumPooled(window: (size, size)) }
    case .globalAveragePool: return x.exactMean(over: positions(of: x))
    case .globalMaximumPool: return x.maximum(over: positions(of: x))
    case .groupPool(let pool): return pooledOverGroup(x, pool)
    case .flatten:
      let extents = x.shape.extents
      return x.reshaped(to: [extents.first ?? 1, extents.dropFirst().reduce(1, *)])
    case .dropout: return scope.isTraining ? x * scope.data("mask", shape: x.shape.extents) : x
    case .channelDropout: return scope.isTraining ? x * channelMask(x, in: scope) : x
    case .layerNorm:
      let features = x.shape.extents.last ?? 1
      let axis = x.shape.rank - 1
      let kept = Array(x.shape.extents.dropLast()) + [1]
      let centred = x - x.mean(over: [axis]).reshaped(to: kept)
      let variance = square(centred).mean(over: [axis]).reshaped(to: kept)
      let scale = scope.parameter("scale", shape: [features], .ones)
      return centred * rsqrt(variance + 1e-5) * scale + scope.parameter("shift", shape: [features], .zeros)
    case .groupNorm(let groups): return normalizedOverGroups(x, groups, in: scope)
    }
  }

  /// Records a layer that has filters for pictures alone.
  private func overPictures(_ x: Tensor, in scope: Scope) -> Tensor {
    switch self {
    case .convolution(let filters, let size, let stride, let padding):
      let channels = x.shape.extents.last ?? 1
      let weights = scope.parameter(
        "weights", shape: [size, size, channels, filters], .he(fanIn: size * size * channels))
      let bias = scope.parameter("bias", shape: [filters], .zeros)
      return Autodiff.convolution(x, weights, bias: bias, stride: (stride, stride), padding: padding.reaching(size / 2))
    case .locallyConnected(let filters, let size, let stride, let padding):
      return local(x, filters: filters, size: size, stride: stride, padding: padding, in: scope)
    default: return x
    }
  }

  /// A product per position, of the taps that a convolution would see there with weights of its own.
  private func local(
    _ x: Tensor, filters: Int, size: Int, stride: Int, padding: PaddingChoice, in scope: Scope
  ) -> Tensor {
    guard let (taps, rows, columns) = taps(of: x, size: size, stride: stride, padding: padding) else {
      return x.refused(
        by: name, expected: "pictures [n, height, width, channels] of \(size) x \(size) pixels at least")
    }
    let (n, channels) = (x.shape.extents[0], x.shape.extents[3])
    let positions = rows * columns
    let weights = scope.parameter(
      "weights", shape: [positions, size * size * channels, filters], .he(fanIn: size * size * channels))
    let bias = scope.parameter("bias", shape: [rows, columns, filters], .zeros)
    return product(taps.transposed([1, 0, 2]), weights).transposed([1, 0, 2])
      .reshaped(to: [n, rows, columns, filters]) + bias
  }
}

extension Layer {
  /// The pixels that a filter sees at each position, row by row: `[n, positions, taps]`; nil where it fits nowhere.
  func taps(
    of x: Tensor, size: Int, stride: Int, padding: PaddingChoice
  ) -> (taps: Tensor, rows: Int, columns: Int)? {
    let margin = padding == .none ? 0 : size / 2
    guard x.shape.rank == 4, margin <= min(x.shape.extents[1], x.shape.extents[2]) else { return nil }
    let padded = x.bordered(by: margin, isCircular: padding == .circular)
    let (n, height, width, channels) = (
      x.shape.extents[0], padded.shape.extents[1], padded.shape.extents[2], x.shape.extents[3]
    )
    guard height >= size, width >= size else { return nil }
    let (rows, columns) = ((height - size) / stride + 1, (width - size) / stride + 1)
    let places = (0..<rows * columns).flatMap { position in
      (0..<size * size).map { tap in
        (position / columns * stride + tap / size) * width + position % columns * stride + tap % size
      }
    }
    let taps = padded.reshaped(to: [n, height * width, channels]).gathered(places: places, label: "taps")
      .reshaped(to: [n, rows * columns, size * size * channels])
    return (taps, rows, columns)
  }
}

extension Layer.PaddingChoice {
  func reaching(_ margin: Int) -> Padding {
    switch self {
    case .circular: .circular(margin, margin)
    case .zero: .zero(margin, margin)
    case .none: .none
    }
  }
}

extension Tensor {
  /// Images with a border, of zeros or of the image's other side.
  func bordered(by margin: Int, isCircular: Bool) -> Tensor {
    guard margin > 0 else { return self }
    var x = self
    for axis in [1, 2] {
      let extent = x.shape.extents[axis]
      guard margin <= extent else { return Autodiff.convolution(x, x) }
      let (head, tail) = (x.sliced(axis, 0..<margin), x.sliced(axis, extent - margin..<extent))
      x = concatenated(isCircular ? [tail, x, head] : [tail * 0, x, head * 0], axis: axis)
    }
    return x
  }
}
