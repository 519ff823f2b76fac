import Autodiff

extension Layer {
  /// Records a convolution over a group: lifting where pictures come in, within the group where maps do.
  /// - Parameter isTied: off gives every orientation a base filter of its own.
  func overGroup(
    _ x: Tensor, _ group: PlanarGroup, filters: Int, size: Int, stride: Int, padding: PaddingChoice, isTied: Bool,
    in scope: Scope
  ) -> Tensor {
    let lifts = x.shape.rank == 4
    let stack = lifts ? group.frames(of: x) : group.neighbours(of: x)
    guard stack.shape.rank == 5 else { return stack }
    let channels = stack.shape.extents[4]
    func correlation(_ stack: Tensor, _ own: Scope) -> Tensor {
      let weights = own.parameter(
        "weights", shape: [size, size, channels, filters], .he(fanIn: size * size * channels))
      return group.correlation(
        stack, weights, own.parameter("bias", shape: [filters], .zeros), stride, padding.reaching(size / 2))
    }
    guard !isTied else { return correlation(stack, scope) }
    let maps = (0..<group.order).map { g in correlation(stack.sliced(1, g..<g + 1), scope.part("\(g)")) }
    return maps.allSatisfy { $0.shape.rank == 5 } ? concatenated(maps, axis: 1) : maps[0]
  }

  /// Over orientations: maps become pictures again, or what was pooled over positions becomes a vector.
  func pooledOverGroup(_ x: Tensor, _ pool: OrientationPool) -> Tensor {
    guard let group = PlanarGroup(order: x.shape.extents.dropFirst().first ?? 0), [3, 5].contains(x.shape.rank) else {
      return x.refused(by: name, expected: "features of every orientation, as group-conv gives them")
    }
    let aligned = x.shape.rank == 5 ? group.aligned(x) : x
    return pool == .max ? aligned.maximum(over: [1]) : aligned.exactMean(over: [1])
  }

  /// The axes of positions: of pictures, or of the maps of every orientation.
  func positions(of x: Tensor) -> [Int] { x.shape.rank == 5 ? [2, 3] : [1, 2] }

  /// Each sample's groups of channels to mean 0 and deviation 1 over channels, positions and orientations.
  func normalizedOverGroups(_ x: Tensor, _ groups: Int, in scope: Scope) -> Tensor {
    let extents = x.shape.extents
    guard extents.count >= 2, let channels = extents.last, channels % groups == 0 else {
      return x.refused(by: name, expected: "a number of channels that \(groups) divides")
    }
    let split = x.reshaped(to: extents.dropLast() + [groups, channels / groups])
    // Everything but the sample and the group of channels.
    let axes = Array(1..<extents.count - 1) + [extents.count]
    let kept = split.shape.extents.indices.map { axes.contains($0) ? 1 : split.shape.extents[$0] }
    let centred = split - split.exactMean(over: axes).reshaped(to: kept)
    let variance = square(centred).exactMean(over: axes).reshaped(to: kept)
    let normal = (centred * rsqrt(variance + 1e-5)).reshaped(to: extents)
    return normal * scope.parameter("scale", shape: [channels], .ones)
      + scope.parameter("shift", shape: [channels], .zeros)
  }

  /// A mask for each channel of each sample, the same at every position and in every orientation.
  func channelMask(_ x: Tensor, in scope: Scope) -> Tensor {
    let extents = x.shape.extents
    return scope.data("mask", shape: extents.indices.map { $0 == 0 || $0 == extents.count - 1 ? extents[$0] : 1 })
  }
}
