import Autodiff

extension Layer {
  /// Records the layer over a batch.
  func apply(_ x: Tensor, in scope: Scope) -> Tensor {
    switch self {
    case .convolution(let filters, let size, let stride, let padding):
      let channels = x.shape.extents.last ?? 1
      let weights = scope.parameter(
        "weights", shape: [size, size, channels, filters], .he(fanIn: size * size * channels))
      let bias = scope.parameter("bias", shape: [filters], .zeros)
      return Autodiff.convolution(x, weights, bias: bias, stride: (stride, stride), padding: padding.reaching(size / 2))
    case .locallyConnected(let filters, let size, let stride, let padding):
      return local(x, filters: filters, size: size, stride: stride, padding: padding, in: scope)
    case .dense(let features):
      let inputs = x.shape.extents.last ?? 1
      let weights = scope.parameter("weights", shape: [inputs, features], .he(fanIn: inputs))
      return affine(x, weights, bias: scope.parameter("bias", shape: [features], .zeros))
    case .relu: return Autodiff.relu(x)
    case .silu: return Autodiff.silu(x)
    case .tanh: return Autodiff.tanh(x)
    case .averagePool(let size): return x.averagePooled(window: (size, size))
    case .maximumPool(let size): return x.maximumPooled(window: (size, size))
    case .globalAveragePool: return x.exactMean(over: [1, 2])
    case .globalMaximumPool: return x.maximum(over: [1, 2])
    case .flatten:
      let extents = x.shape.extents
      return x.reshaped(to: [extents.first ?? 1, extents.dropFirst().reduce(1, *)])
    case .dropout: return scope.isTraining ? x * scope.data("mask", shape: x.shape.extents) : x
    case .layerNorm:
      let features = x.shape.extents.last ?? 1
      let axis = x.shape.rank - 1
      let kept = Array(x.shape.extents.dropLast()) + [1]
      let centred = x - x.mean(over: [axis]).reshaped(to: kept)
      let variance = square(centred).mean(over: [axis]).reshaped(to: kept)
      let scale = scope.parameter("scale", shape: [features], .ones)
      return centred * rsqrt(variance + 1e-5) * scale + scope.parameter("shift", shape: [features], .zeros)
    }
  }

  /// A product per position, of the taps that a convolution would see there with weights of its own.
  private func local(
    _ x: Tensor, filters: Int, size: Int, stride: Int, padding: PaddingChoice, in scope: Scope
  ) -> Tensor {
    let margin = padding == .none ? 0 : size / 2
    guard x.shape.rank == 4 else { return Autodiff.convolution(x, x, padding: padding.reaching(margin)) }
    let padded = padding == .none ? x : x.bordered(by: margin, isCircular: padding == .circular)
    let (n, height, width, channels) = (
      x.shape.extents[0], padded.shape.extents[1], padded.shape.extents[2], x.shape.extents[3]
    )
    let (rows, columns) = ((height - size) / stride + 1, (width - size) / stride + 1)
    guard rows > 0, columns > 0 else {
      return Autodiff.convolution(x, scope.parameter("weights", shape: [size, size, channels, filters], .zeros))
    }
    // [position, n, tap]: the taps of each position, then one product per position.
    var taps: [Tensor] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let patch = padded.sliced(1, row * stride..<row * stride + size).sliced(
          2, column * stride..<column * stride + size)
        taps.append(patch.reshaped(to: [1, n, size * size * channels]))
      }
    }
    let positions = rows * columns
    let weights = scope.parameter(
      "weights", shape: [positions, size * size * channels, filters], .he(fanIn: size * size * channels))
    let bias = scope.parameter("bias", shape: [rows, columns, filters], .zeros)
    return product(concatenated(taps, axis: 0), weights).transposed([1, 0, 2])
      .reshaped(to: [n, rows, columns, filters]) + bias
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
