import CKernels
import Determinism

/// What lies beyond the edges of an image, and how far filters reach there.
public enum Padding: Sendable, Hashable {
  /// Nothing: filters stay inside.
  case none
  /// Zeros, so many rows and columns on each side.
  case zero(Int, Int)
  /// The image again, so many rows and columns on each side.
  case circular(Int, Int)
}

/// A convolution of images with filters, and its two transposes. Each is linear in both of its operands, and the
/// derivatives of each are the other two.
struct ImageConvolution: ArrayOperation {
  enum Direction: Hashable { case forward, toData, toWeights }
  let direction: Direction
  let geometry: Convolution

  var name: String {
    switch direction {
    case .forward: "convolution"
    case .toData: "convolution, transposed to its images"
    case .toWeights: "convolution, transposed to its filters"
    }
  }

  private func turned(_ direction: Direction) -> Self { Self(direction: direction, geometry: geometry) }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    if let fault = geometry.fault { throw ShapeFault(fault) }
    let (x, w, y) = (geometry.inputShape, geometry.weightsShape, geometry.outputShape)
    let (expected, result): ([Shape], Shape) =
      switch direction {
      case .forward: ([x, w], y)
      case .toData: ([y, w], x)
      case .toWeights: ([x, y], w)
      }
    for (operand, expected) in zip(operands, expected) where operand != expected {
      throw ShapeFault("the shape \(expected)")
    }
    if operands.count == 3, operands[2] != Shape([geometry.filters]) {
      throw ShapeFault("a bias of shape [\(geometry.filters)]")
    }
    return result
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    switch (direction, operand) {
    case (.forward, 0): turned(.toData).apply([d, x[1]])
    case (.forward, 1): turned(.toWeights).apply([x[0], d])
    case (.toData, 0): turned(.forward).apply([d, x[1]])
    case (.toData, 1): turned(.toWeights).apply([d, x[0]])
    case (.toWeights, 0): turned(.toData).apply([x[1], d])
    case (.toWeights, 1): turned(.forward).apply([x[0], d])
    default: d.sum(over: [0, 1, 2])
    }
  }

  func pushforward(_ x: [Tensor], _ y: Tensor, _ dx: [Tensor?]) -> Tensor? {
    let linear = turned(direction).sumOfTangents(Array(x.prefix(2)), Array(dx.prefix(2)))
    guard dx.count == 3, let bias = dx[2]?.expanded(to: y.shape) else { return linear }
    return linear.map { $0 + bias } ?? bias
  }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    let g = geometry
    let (a, b) = (x.values[0], x.values[1])
    var result = [Element](repeating: 0, count: x.shape.count)
    switch direction {
    case .forward:
      for (place, _) in result.enumerated() { result[place] = x.values.count == 3 ? x.values[2][place % g.filters] : 0 }
      g.forEachTerm { x, w, y in result[y] = result[y].addingProduct(x.map { a[$0] } ?? 0, b[w]) }
    case .toData:
      g.forEachTerm { x, w, y in
        if let x { result[x] = result[x].addingProduct(a[y], b[w]) }
      }
    case .toWeights:
      g.forEachTerm { x, w, y in result[w] = result[w].addingProduct(x.map { a[$0] } ?? 0, b[y]) }
    }
    return result
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let (shape, kernels) = (geometry.shape, Element.kernels)
    let (a, b, y) = (call.operands[0], call.operands[1], call.result)
    let (bias, activation) = (
      call.operands.count == 3 ? call.operands[2] : nil, call.rectifies ? kn_activation.relu : .none
    )
    switch direction {
    case .forward: return { kernels.convolve(shape, a, b, bias, activation, y) }
    case .toData: return { kernels.convolveToData(shape, a, b, y) }
    case .toWeights: return { kernels.convolveToWeights(shape, a, b, y) }
    }
  }
}

extension Convolution {
  var inputShape: Shape { Shape([images, height, width, channels]) }
  var weightsShape: Shape { Shape([kernelHeight, kernelWidth, channels / groups, filters]) }
  var outputShape: Shape { Shape([images, outputHeight, outputWidth, filters]) }

  /// Calls `body` with the places of each product's factors and of its result, in an order that keeps each sum's own:
  /// (ky, kx, channel) for the results, (image, oy, ox, filter) for the two transposes. No place: padding's zero.
  func forEachTerm(_ body: (_ x: Int?, _ w: Int, _ y: Int) -> Void) {
    let (rows, columns) = (outputHeight, outputWidth)
    let outputs = Shape([images, rows, columns, filters]), taps = Shape([kernelHeight, kernelWidth, channels / groups])
    for output in 0..<outputs.count {
      let (f, ox, oy) = (output % filters, output / filters % columns, output / filters / columns % rows)
      let image = output / filters / columns / rows
      for tap in 0..<taps.count {
        let (c, kx, ky) = (
          tap % taps.extents[2], tap / taps.extents[2] % kernelWidth, tap / taps.extents[2] / kernelWidth
        )
        var (iy, ix) = (oy * strideY + ky * dilationY - top, ox * strideX + kx * dilationX - left)
        if padding == .circular { (iy, ix) = ((iy % height + height) % height, (ix % width + width) % width) }
        let isInside = (0..<height).contains(iy) && (0..<width).contains(ix)
        let channel = f / (filters / groups) * taps.extents[2] + c
        body(
          isInside ? ((image * height + iy) * width + ix) * channels + channel : nil, tap * filters + f, output)
      }
    }
  }
}

/// The convolution (as learned systems know it: the correlation) of images `[n, height, width, channels]` with
/// filters `[ky, kx, channels of a group, filters]`, from a bias per filter: `[n, height′, width′, filters]`.
///
/// Each element is one chain of fused multiply-adds over (ky, kx, channel), from the bias or +0.
public func convolution(
  _ images: Tensor, _ filters: Tensor, bias: Tensor? = nil, stride: (Int, Int) = (1, 1), dilation: (Int, Int) = (1, 1),
  groups: Int = 1, padding: Padding = .none, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
  let (x, w, site) = (images.shape.extents, filters.shape.extents, Site(file, line))
  guard x.count == 4, w.count == 4 else {
    return images.fault(
      "convolution",
      "images [n, height, width, channels] and filters [ky, kx, channels, filters], not \(images.shape) and \(filters.shape)",
      site)
  }
  var geometry = Convolution(
    images: x[0], height: x[1], width: x[2], channels: x[3], filters: w[3], kernelHeight: w[0], kernelWidth: w[1])
  (geometry.strideY, geometry.strideX) = stride
  (geometry.dilationY, geometry.dilationX) = dilation
  geometry.groups = groups
  switch padding {
  case .none: break
  case .zero(let y, let x):
    (geometry.top, geometry.bottom, geometry.left, geometry.right) = (y, y, x, x)
  case .circular(let y, let x):
    (geometry.top, geometry.bottom, geometry.left, geometry.right) = (y, y, x, x)
    geometry.padding = .circular
  }
  return ImageConvolution(direction: .forward, geometry: geometry)
    .apply([images, filters] + (bias.map { [$0] } ?? []), site: site)
}
