public import Autodiff

/// Twins of layers that come to the same by slower ways: what laws compare them with.
extension Layer {
  /// The layer with its filter used anew for every position, or for every orientation of a group; nil for other layers.
  ///
  /// `Program.untied` then makes a parameter of each use.
  public func apart(_ x: Tensor, in scope: Scope) -> Tensor? {
    switch self {
    case .convolution(let filters, let size, let stride, let padding):
      guard x.shape.rank == 4 else { return nil }
      let channels = x.shape.extents[3]
      let weights = scope.parameter("weights", shape: [size, size, channels, filters], .zeros)
        .reshaped(to: [size * size * channels, filters])
      let bias = scope.parameter("bias", shape: [filters], .zeros)
      guard let (taps, rows, columns) = taps(of: x, size: size, stride: stride, padding: padding) else { return nil }
      let n = x.shape.extents[0]
      let outputs = (0..<rows * columns).map { position in
        let own = taps.sliced(1, position..<position + 1).reshaped(to: [n, size * size * channels])
        return (product(own, weights) + bias).reshaped(to: [n, 1, filters])
      }
      return concatenated(outputs, axis: 1).reshaped(to: [n, rows, columns, filters])
    case .groupConvolution(let group, let filters, let size, let stride, let padding):
      let stack = x.shape.rank == 4 ? group.frames(of: x) : group.neighbours(of: x)
      let weights = scope.parameter("weights", shape: [size, size, stack.shape.extents[4], filters], .zeros)
      let bias = scope.parameter("bias", shape: [filters], .zeros)
      let maps = (0..<group.order).map { g in
        group.correlation(stack.sliced(1, g..<g + 1), weights, bias, stride, padding.reaching(size / 2))
      }
      return concatenated(maps, axis: 1)
    default: return nil
    }
  }

  /// A group convolution as it is defined, y_g = Σ_s y_s ⋆ T_g w_{g⁻¹ s} + b over maps as the picture sees them, with
  /// copies of the filter turned one by one; nil for other layers, and for strides, where frames are definition.
  /// - Parameter copy: the copy of orientation g of the filter's block for relative orientation t.
  public func turned(
    _ x: Tensor, in scope: Scope,
    copy: (_ group: PlanarGroup, _ g: Int, _ filter: Tensor) -> Tensor = { $2.turned($0, $1) }
  ) -> Tensor? {
    guard case .groupConvolution(let group, let filters, let size, let stride, let padding) = self, stride == 1,
      let channels = x.shape.extents.last
    else { return nil }
    let lifts = x.shape.rank == 4
    let (n, extent) = (x.shape.extents[0], x.shape.extents[x.shape.rank - 2])
    let orientations = lifts ? 1 : group.order
    let weights = scope.parameter("weights", shape: [size, size, orientations * channels, filters], .zeros)
    let bias = scope.parameter("bias", shape: [filters], .zeros)
    let seen = lifts ? x : group.aligned(x)
    let pictures = (0..<orientations).map { s in
      lifts ? seen : seen.sliced(1, s..<s + 1).reshaped(to: [n, extent, extent, channels])
    }
    let maps = (0..<group.order).map { g -> Tensor in
      let copies = (0..<orientations).map { s in
        let t = lifts ? 0 : group.product(group.inverse(g), s)
        return copy(group, g, weights.sliced(2, t * channels..<(t + 1) * channels))
      }
      let y = Autodiff.convolution(
        concatenated(pictures, axis: 3), concatenated(copies, axis: 2), bias: bias, padding: padding.reaching(size / 2))
      let area = y.shape.extents[1] * y.shape.extents[2]
      return y.reshaped(to: [n, area, filters])
        .gathered(places: group.sources(group.inverse(g), size: y.shape.extents[1]), label: "turn back")
        .reshaped(to: [n, 1, y.shape.extents[1], y.shape.extents[2], filters])
    }
    return concatenated(maps, axis: 1)
  }
}

extension Tensor {
  /// A filter `[k, k, channels, filters]` moved by an element of a group, T_g w.
  public func turned(_ group: PlanarGroup, _ g: Int) -> Tensor {
    let size = shape.extents[0]
    return reshaped(to: [1, size * size, shape.extents[2] * shape.extents[3]])
      .gathered(places: group.sources(g, size: size), label: "turn").reshaped(to: shape.extents)
  }
}
