import CKernels

/// The sizes of windows over images `[n, height, width, channels]`; what lies beyond the edges is not there.
struct PoolingGeometry: Hashable, Sendable {
  var count, height, width, channels: Int
  var kernelHeight, kernelWidth, strideY, strideX: Int

  var fault: String? {
    [count, height, width, channels, kernelHeight, kernelWidth, strideY, strideX].allSatisfy { $0 > 0 }
      && kernelHeight <= height && kernelWidth <= width
      ? nil
      : "windows of \(kernelHeight) x \(kernelWidth) that fit into images of \(height) x \(width), strides above 0"
  }

  var pooling: kn_pooling {
    kn_pooling(
      images: count, height: height, width: width, channels: channels, kernel_height: kernelHeight,
      kernel_width: kernelWidth, stride_y: strideY, stride_x: strideX, top: 0, bottom: 0, left: 0, right: 0)
  }

  var images: Shape { Shape([count, height, width, channels]) }
  var results: Shape {
    Shape([count, (height - kernelHeight) / strideY + 1, (width - kernelWidth) / strideX + 1, channels])
  }

  /// The places of each window's pixels, row by row, for every element of the result.
  var windows: [[Int]] {
    results.offsets(strides: [height * width * channels, strideY * width * channels, strideX * channels, 1]).map {
      Shape([kernelHeight, kernelWidth]).offsets(strides: [width * channels, channels], start: $0)
    }
  }
}

/// The mean of each window, and its transpose.
struct AveragePooling: ArrayOperation {
  let geometry: PoolingGeometry
  let isTransposed: Bool

  var name: String { isTransposed ? "average pool, transposed" : "average pool" }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    if let fault = geometry.fault { throw ShapeFault(fault) }
    let expected = isTransposed ? geometry.results : geometry.images
    guard operands[0] == expected else { throw ShapeFault("the shape \(expected)") }
    return isTransposed ? geometry.images : geometry.results
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    Self(geometry: geometry, isTransposed: !isTransposed).apply([d])
  }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    let count = Element(geometry.kernelHeight * geometry.kernelWidth)
    guard isTransposed else {
      return geometry.windows.map { window in window.reduce(0) { $0 + x.values[0][$1] } / count }
    }
    var result = [Element](repeating: 0, count: x.shape.count)
    for (window, d) in zip(geometry.windows, x.values[0]) { for place in window { result[place] += d / count } }
    return result
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let (pooling, kernels) = (geometry.pooling, Element.kernels)
    return isTransposed
      ? { kernels.averagePoolToData(pooling, call.operands[0], call.result) }
      : { kernels.averagePool(pooling, call.operands[0], call.result) }
  }
}

/// The largest pixel of each window, the first of equals, and what moves with the choice: operand 0 makes it.
struct MaximumPooling: ArrayOperation {
  enum Role: Hashable {
    /// The largest of operand 0.
    case largest
    /// The pixels of operand 1 where operand 0 is largest.
    case chosen
    /// Operand 1 put where operand 0 is largest.
    case placed
  }
  let geometry: PoolingGeometry
  let role: Role

  var name: String {
    switch role {
    case .largest: "maximum pool"
    case .chosen: "pixels chosen by a maximum pool"
    case .placed: "maximum pool, transposed"
    }
  }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    if let fault = geometry.fault { throw ShapeFault(fault) }
    let second = role == .placed ? geometry.results : geometry.images
    guard operands[0] == geometry.images, operands.count == 1 || operands[1] == second else {
      throw ShapeFault("the shape \(operands[0] == geometry.images ? second : geometry.images)")
    }
    return role == .placed ? geometry.images : geometry.results
  }

  private func turned(_ role: Role) -> Self { Self(geometry: geometry, role: role) }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    switch (role, operand) {
    case (.largest, 0), (.chosen, 1): turned(.placed).apply([x[0], d])
    case (.placed, 1): turned(.chosen).apply([x[0], d])
    default: nil
    }
  }

  func pushforward(_ x: [Tensor], _ y: Tensor, _ dx: [Tensor?]) -> Tensor? {
    role == .largest ? dx[0].map { turned(.chosen).apply([x[0], $0]) } : dx[1].map { apply([x[0], $0]) }
  }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    let chosen = geometry.windows.map { window in
      window.dropFirst().reduce(window[0]) { best, place in
        let (value, other) = (x.values[0][best], x.values[0][place])
        return value.isNaN ? best : (other.isNaN || other > value ? place : best)
      }
    }
    switch role {
    case .largest: return chosen.map { x.values[0][$0] }
    case .chosen: return chosen.map { x.values[1][$0] }
    case .placed:
      var result = [Element](repeating: 0, count: x.shape.count)
      for (place, d) in zip(chosen, x.values[1]) { result[place] += d }
      return result
    }
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let (pooling, kernels, geometry) = (geometry.pooling, Element.kernels, geometry)
    let scratch = PoolingScratch<Element>(count: geometry.results.count)
    switch role {
    case .largest:
      return { kernels.maxPool(pooling, call.operands[0], call.result, scratch.places) }
    case .placed:
      return {
        kernels.maxPool(pooling, call.operands[0], scratch.values, scratch.places)
        kernels.maxPoolToData(pooling, call.operands[1], scratch.places, call.result)
      }
    case .chosen:
      let (size, channels) = (geometry.height * geometry.width, geometry.channels)
      let perImage = geometry.results.count / geometry.count
      return {
        kernels.maxPool(pooling, call.operands[0], scratch.values, scratch.places)
        for i in 0..<geometry.results.count {
          let place = i / perImage * size + Int(scratch.places[i])
          call.result[i] = call.operands[1][place * channels + i % channels]
        }
      }
    }
  }
}

/// Where the largest pixels are, between two kernels.
private final class PoolingScratch<Element: TensorElement> {
  let places: UnsafeMutablePointer<Int32>
  let values: UnsafeMutablePointer<Element>

  init(count: Int) {
    places = .allocate(capacity: count)
    values = .allocate(capacity: count)
  }

  deinit {
    places.deallocate()
    values.deallocate()
  }
}

extension Tensor {
  /// The mean of each window of images `[n, height, width, channels]`. Windows lie inside the image.
  public func averagePooled(
    window: (Int, Int), stride: (Int, Int)? = nil, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    guard let geometry = pooling(window, stride ?? window) else {
      return fault("average pool", "images [n, height, width, channels], not \(shape)", Site(file, line))
    }
    return AveragePooling(geometry: geometry, isTransposed: false).apply([self], site: Site(file, line))
  }

  /// The largest pixel of each window of images `[n, height, width, channels]`; its derivative goes to the first
  /// of equals, so that only averages and `maximum(over:)` keep the laws of reflections to the last bit.
  public func maximumPooled(
    window: (Int, Int), stride: (Int, Int)? = nil, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    guard let geometry = pooling(window, stride ?? window) else {
      return fault("maximum pool", "images [n, height, width, channels], not \(shape)", Site(file, line))
    }
    return MaximumPooling(geometry: geometry, role: .largest).apply([self], site: Site(file, line))
  }

  private func pooling(_ window: (Int, Int), _ stride: (Int, Int)) -> PoolingGeometry? {
    guard shape.rank == 4 else { return nil }
    return PoolingGeometry(
      count: shape.extents[0], height: shape.extents[1], width: shape.extents[2], channels: shape.extents[3],
      kernelHeight: window.0, kernelWidth: window.1, strideY: stride.0, strideX: stride.1)
  }
}
