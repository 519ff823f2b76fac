package import CKernels

/// A convolution in two dimensions, as learned systems know it (a correlation), and its gradients.
///
/// Images are `[image, y, x, channel]`, weights `[ky, kx, channel of the group, filter]`. Each element is one chain of
/// fused multiply-adds: forward over (ky, kx, channel) from the bias or +0; to the data over the outputs that read
/// the element, (oy, ox, filter), from +0; to the weights over (image, oy, ox) from +0. Zeros beyond the edges take
/// part, which shows only beside infinities and NaN. **Not** flipped: no kernel is mirrored.
///
/// So one image alone gives the bits that it gives in any batch, and with circular padding a translation of the image
/// by whole strides translates the output, bit for bit.
public struct Convolution: Sendable, Hashable {
  /// What lies beyond the edges of an image.
  public enum Padding: Sendable { case zero, circular }

  /// How many images, and their extent.
  public var images, height, width, channels: Int
  /// How many filters, and their extent.
  public var filters, kernelHeight, kernelWidth: Int
  /// Pixels from one output to the next, along y and x.
  public var strideY = 1, strideX = 1
  /// Pixels from one tap of the kernel to the next, along y and x.
  public var dilationY = 1, dilationX = 1
  /// Channels and filters fall into so many groups that know nothing of each other.
  public var groups = 1
  public var padding = Padding.zero
  /// Pixels added beyond the edges.
  public var top = 0, bottom = 0, left = 0, right = 0

  public init(
    images: Int, height: Int, width: Int, channels: Int, filters: Int, kernelHeight: Int, kernelWidth: Int
  ) {
    (self.images, self.height, self.width, self.channels) = (images, height, width, channels)
    (self.filters, self.kernelHeight, self.kernelWidth) = (filters, kernelHeight, kernelWidth)
  }

  /// What is wrong with the shape, as a sentence; `nil` if nothing is.
  public var fault: String? {
    let sizes = [
      images, height, width, channels, filters, kernelHeight, kernelWidth, strideY, strideX, dilationY, dilationX,
      groups, top, bottom, left, right,
    ]
    guard sizes.allSatisfy({ $0 >= 0 }) else { return "a size is negative" }
    guard strideY > 0, strideX > 0, dilationY > 0, dilationX > 0, groups > 0 else {
      return "a stride, a dilation or the number of groups is 0"
    }
    return withUnsafePointer(to: shape) { kn_convolution_fault($0).map { String(cString: $0) } }
  }

  /// Rows of an output. Traps on a faulty shape, like all below.
  public var outputHeight: Int { checkedShape { kn_convolution_output_height($0) } }
  /// Columns of an output.
  public var outputWidth: Int { checkedShape { kn_convolution_output_width($0) } }

  /// How many elements the input, the weights and the output have.
  public var counts: (input: Int, weights: Int, output: Int) {
    (
      images * height * width * channels, kernelHeight * kernelWidth * (channels / max(groups, 1)) * filters,
      images * outputHeight * outputWidth * filters
    )
  }

  /// The outputs; with `rectifies`, +0 where they are not positive.
  public func forward(_ x: [Float], weights: [Float], bias: [Float]? = nil, rectifies: Bool = false) -> [Float] {
    check(x: x.count, weights: weights.count, bias: bias?.count)
    return [Float](unsafeUninitializedCapacity: counts.output) { y, count in
      count = counts.output
      guard let y = y.baseAddress else { return }
      checkedShape { kn_convolution_forward_f32($0, x, weights, bias, rectifies ? .relu : .none, y) }
    }
  }

  /// The outputs; with `rectifies`, +0 where they are not positive.
  public func forward(_ x: [Double], weights: [Double], bias: [Double]? = nil, rectifies: Bool = false) -> [Double] {
    check(x: x.count, weights: weights.count, bias: bias?.count)
    return [Double](unsafeUninitializedCapacity: counts.output) { y, count in
      count = counts.output
      guard let y = y.baseAddress else { return }
      checkedShape { kn_convolution_forward_f64($0, x, weights, bias, rectifies ? .relu : .none, y) }
    }
  }

  /// The gradient to the input of a sum whose gradient to the outputs is `dy`.
  public func gradientToData(_ dy: [Float], weights: [Float]) -> [Float] {
    check(weights: weights.count, y: dy.count)
    return [Float](unsafeUninitializedCapacity: counts.input) { dx, count in
      count = counts.input
      guard let dx = dx.baseAddress else { return }
      checkedShape { kn_convolution_to_data_f32($0, dy, weights, dx) }
    }
  }

  /// The gradient to the input of a sum whose gradient to the outputs is `dy`.
  public func gradientToData(_ dy: [Double], weights: [Double]) -> [Double] {
    check(weights: weights.count, y: dy.count)
    return [Double](unsafeUninitializedCapacity: counts.input) { dx, count in
      count = counts.input
      guard let dx = dx.baseAddress else { return }
      checkedShape { kn_convolution_to_data_f64($0, dy, weights, dx) }
    }
  }

  /// The gradient to the weights of a sum whose gradient to the outputs is `dy`.
  public func gradientToWeights(_ x: [Float], _ dy: [Float]) -> [Float] {
    check(x: x.count, y: dy.count)
    return [Float](unsafeUninitializedCapacity: counts.weights) { dw, count in
      count = counts.weights
      guard let dw = dw.baseAddress else { return }
      checkedShape { kn_convolution_to_weights_f32($0, x, dy, .zero, dw) }
    }
  }

  /// The gradient to the weights of a sum whose gradient to the outputs is `dy`.
  public func gradientToWeights(_ x: [Double], _ dy: [Double]) -> [Double] {
    check(x: x.count, y: dy.count)
    return [Double](unsafeUninitializedCapacity: counts.weights) { dw, count in
      count = counts.weights
      guard let dw = dw.baseAddress else { return }
      checkedShape { kn_convolution_to_weights_f64($0, x, dy, .zero, dw) }
    }
  }

  /// The shape as the kernels take it.
  package var shape: kn_convolution {
    kn_convolution(
      images: images, height: height, width: width, channels: channels, filters: filters, kernel_height: kernelHeight,
      kernel_width: kernelWidth, stride_y: strideY, stride_x: strideX, dilation_y: dilationY, dilation_x: dilationX,
      groups: groups, padding: padding == .zero ? .zero : .circular, top: top, bottom: bottom, left: left,
      right: right, x_row: 0, x_image: 0, y_row: 0, y_image: 0)
  }

  private func checkedShape<Result>(_ body: (UnsafePointer<kn_convolution>) -> Result) -> Result {
    if let fault { preconditionFailure("Convolution: \(fault)") }
    return withUnsafePointer(to: shape, body)
  }

  private func check(x: Int? = nil, weights: Int? = nil, bias: Int? = nil, y: Int? = nil) {
    let counts = counts
    precondition(x ?? counts.input == counts.input, "Convolution: \(x ?? 0) elements of input, not \(counts.input)")
    precondition(
      weights ?? counts.weights == counts.weights, "Convolution: \(weights ?? 0) weights, not \(counts.weights)")
    precondition(bias ?? filters == filters, "Convolution: \(bias ?? 0) elements of bias, not \(filters)")
    precondition(y ?? counts.output == counts.output, "Convolution: \(y ?? 0) elements of output, not \(counts.output)")
  }
}
