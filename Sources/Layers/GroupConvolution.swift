public import Autodiff

/// Convolutions with one base filter and its turned (and reflected) copies, exactly equivariant.
///
/// The copies are never made. The map of orientation g is kept in the frame of its own copy, turned back by g:
/// F_g = T_g⁻¹ y_g. There, correlating with the copy is correlating with the base filter itself, since
/// x ⋆ T_g w = T_g (T_g⁻¹ x ⋆ w). So one ordinary convolution over a stack of frames does the work of all copies; every
/// copy visits its taps in the same order, and a picture moved by g permutes the stack and changes no bit:
///   lifting     F_g = T_g⁻¹ x ⋆ w + b
///   in a group  F_g = Σ_t T_t F_{g t} ⋆ w_t + b, taps in the order (ky, kx, t, channel)
/// which is y_g = Σ_s y_s ⋆ T_g w_{g⁻¹ s} + b as the picture sees it. Strides and padding, also by zeros, are those of
/// each frame: they keep this symmetry, if not that of translations.
/// Source: Cohen and Welling, 2016, arXiv:1602.07576, in frames of our own.
extension PlanarGroup {
  /// From pictures `[n, s, s, channels]` to maps of every orientation, `[n, order, s′, s′, filters]`.
  /// - Parameter weights: the base filter, `[k, k, channels, filters]`.
  public func lifting(
    _ x: Tensor, _ weights: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Padding = .none
  ) -> Tensor {
    correlation(frames(of: x), weights, bias, stride, padding)
  }

  /// From maps of every orientation to others, `[n, order, s, s, channels]` → `[n, order, s′, s′, filters]`.
  /// - Parameter weights: the base filter, `[k, k, order * channels, filters]`: the channels of relative orientation
  ///   t = 0 first, then those of 1, and so on.
  public func convolution(
    _ x: Tensor, _ weights: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Padding = .none
  ) -> Tensor {
    correlation(neighbours(of: x), weights, bias, stride, padding)
  }

  /// The picture in the frame of every orientation, T_g⁻¹ x: `[n, s, s, channels]` → `[n, order, s, s, channels]`.
  public func frames(of x: Tensor) -> Tensor {
    let extents = x.shape.extents
    guard extents.count == 4, extents[1] == extents[2] else {
      return x.refused(by: "frames of \(rawValue)", expected: "square pictures [n, s, s, channels]")
    }
    let (size, area) = (extents[1], extents[1] * extents[2])
    return x.reshaped(to: [extents[0], area, extents[3]]).gathered(
      places: (0..<order).flatMap { sources(inverse($0), size: size) }, label: "frames of \(rawValue)"
    ).reshaped(to: [extents[0], order] + extents.dropFirst())
  }

  /// What the base filter reads in each frame, T_t F_{g t} for every t, side by side:
  /// `[n, order, s, s, channels]` → `[n, order, s, s, order * channels]`.
  public func neighbours(of x: Tensor) -> Tensor {
    guard let maps = maps(x, "neighbours in \(rawValue)") else { return x }
    let area = maps.size * maps.size
    let turned = (0..<order).map { sources($0, size: maps.size) }
    let places = (0..<order).flatMap { g in
      (0..<area).flatMap { p in (0..<order).map { t in product(g, t) * area + turned[t][p] } }
    }
    return x.reshaped(to: [maps.images, order * area, maps.channels])
      .gathered(places: places, label: "neighbours in \(rawValue)")
      .reshaped(to: [maps.images, order, maps.size, maps.size, order * maps.channels])
  }

  /// The maps of every orientation as the picture sees them, T_g F_g: a place is the same pixel in each.
  public func aligned(_ x: Tensor) -> Tensor {
    guard let maps = maps(x, "alignment in \(rawValue)") else { return x }
    let area = maps.size * maps.size
    return x.reshaped(to: [maps.images, order * area, maps.channels]).gathered(
      places: (0..<order).flatMap { g in sources(g, size: maps.size).map { g * area + $0 } },
      label: "alignment in \(rawValue)"
    ).reshaped(to: x.shape.extents)
  }

  /// One convolution for the frames of all orientations, `[n, order, s, s, c]` → `[n, order, s′, s′, filters]`.
  func correlation(
    _ x: Tensor, _ weights: Tensor, _ bias: Tensor?, _ stride: Int, _ padding: Padding
  ) -> Tensor {
    x.overFrames { Autodiff.convolution($0, weights, bias: bias, stride: (stride, stride), padding: padding) }
  }

  private func maps(_ x: Tensor, _ name: String) -> (images: Int, size: Int, channels: Int)? {
    let extents = x.shape.extents
    guard extents.count == 5, extents[1] == order, extents[2] == extents[3] else {
      _ = x.refused(by: name, expected: "maps [n, \(order), s, s, channels] of \(rawValue)")
      return nil
    }
    return (extents[0], extents[2], extents[4])
  }
}

extension Tensor {
  /// Does to every frame, or to pictures as they are, what is done to pictures `[n, height, width, channels]`.
  func overFrames(_ body: (Tensor) -> Tensor) -> Tensor {
    let extents = shape.extents
    guard extents.count == 5 else { return body(self) }
    let y = body(reshaped(to: [extents[0] * extents[1]] + extents.dropFirst(2)))
    guard y.shape.rank == 4 else { return y }
    return y.reshaped(to: Array(extents.prefix(2)) + y.shape.extents.dropFirst())
  }
}
