import CKernels
import Determinism
import Testing

/// Convolutions against the chains that define them, on every instruction set, bit for bit.
@Suite struct ConvolutionTests {
  static let sets = InstructionSet.available

  @Test(arguments: sets) func equalsTheChainsInSinglePrecision(_ set: InstructionSet) {
    var draws = Draws(11)
    for round in 0..<60 {
      let shape = Convolution.drawn(&draws, circular: round % 3 == 0)
      let sizes = shape.counts
      let x = draws.floats(sizes.input), w = draws.floats(sizes.weights), dy = draws.floats(sizes.output)
      let bias = draws.flip() ? draws.floats(shape.filters) : nil
      let rectifies = draws.flip()
      ProcessWide.on(set) {
        let y = shape.forward(x, weights: w, bias: bias, rectifies: rectifies)
        #expect(sameBits(y, shape.chainForward(x, w, bias, rectifies)), "forward: \(shape) on \(set)")
        #expect(sameBits(shape.gradientToData(dy, weights: w), shape.chainToData(dy, w)), "data: \(shape) on \(set)")
        #expect(sameBits(shape.gradientToWeights(x, dy), shape.chainToWeights(x, dy)), "weights: \(shape) on \(set)")
      }
    }
  }

  @Test(arguments: sets) func equalsTheChainsInDoublePrecision(_ set: InstructionSet) {
    var draws = Draws(12)
    for round in 0..<30 {
      let shape = Convolution.drawn(&draws, circular: round % 3 == 0)
      let sizes = shape.counts
      let x = draws.doubles(sizes.input), w = draws.doubles(sizes.weights), dy = draws.doubles(sizes.output)
      ProcessWide.on(set) {
        let y = shape.forward(x, weights: w)
        #expect(sameBits(y, shape.chainForward(x, w, nil, false)), "forward: \(shape) on \(set)")
        #expect(sameBits(shape.gradientToData(dy, weights: w), shape.chainToData(dy, w)), "data: \(shape) on \(set)")
        #expect(sameBits(shape.gradientToWeights(x, dy), shape.chainToWeights(x, dy)), "weights: \(shape) on \(set)")
      }
    }
  }

  /// The gradients are those of the forward sum: <dy, conv(x, w)> is linear in x and in w.
  @Test func gradientsAreAdjoint() {
    var draws = Draws(13)
    for round in 0..<20 {
      let shape = Convolution.drawn(&draws, circular: round % 2 == 0)
      let x = draws.doubles(shape.counts.input), w = draws.doubles(shape.counts.weights)
      let dy = draws.doubles(shape.counts.output)
      func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
      let value = dot(dy, shape.forward(x, weights: w))
      #expect(abs(dot(x, shape.gradientToData(dy, weights: w)) - value) < 1e-11, "\(shape)")
      #expect(abs(dot(w, shape.gradientToWeights(x, dy)) - value) < 1e-11, "\(shape)")
    }
  }

  @Test func circularPaddingMovesWithItsImage() {
    var draws = Draws(14)
    var shape = Convolution(
      images: 1, height: 6, width: 8, channels: 3, filters: 5, kernelHeight: 3, kernelWidth: 3)
    (shape.padding, shape.top, shape.bottom, shape.left, shape.right) = (.circular, 1, 1, 1, 1)
    let x = draws.floats(shape.counts.input), w = draws.floats(shape.counts.weights)
    let y = shape.forward(x, weights: w)
    #expect(sameBits(shape.forward(moved(x, 3), weights: w), moved(y, 5)))
    func moved(_ image: [Float], _ channels: Int) -> [Float] {
      (0..<image.count).map { i in
        let c = i % channels, column = i / channels % 8, row = i / channels / 8
        return image[((row + 4) % 6 * 8 + (column + 5) % 8) * channels + c]
      }
    }
  }

  /// Zeros beyond the edge meet an infinite weight: the chain has a NaN there, and so have we.
  @Test(arguments: sets) func paddingTakesPart(_ set: InstructionSet) {
    var shape = Convolution(images: 1, height: 3, width: 3, channels: 2, filters: 3, kernelHeight: 3, kernelWidth: 3)
    (shape.top, shape.bottom, shape.left, shape.right) = (1, 1, 1, 1)
    var draws = Draws(15)
    let x = draws.floats(18)
    var w = draws.floats(54)
    w[0] = .infinity
    ProcessWide.on(set) {
      let y = shape.forward(x, weights: w)
      #expect(y[0].isNaN)
      #expect(sameBits(y, shape.chainForward(x, w, nil, false)))
    }
  }

  @Test(arguments: [1, 2, 3, 7]) func partsMakeTheWhole(_ parts: Int) {
    var draws = Draws(16)
    var shape = kn_convolution()
    (shape.images, shape.height, shape.width, shape.channels) = (3, 7, 9, 4)
    (shape.filters, shape.kernel_height, shape.kernel_width, shape.groups) = (37, 3, 3, 1)
    (shape.stride_y, shape.stride_x, shape.dilation_y, shape.dilation_x) = (2, 1, 1, 1)
    (shape.top, shape.bottom, shape.left, shape.right) = (1, 1, 1, 1)
    let height = kn_convolution_output_height(&shape)
    let x = draws.floats(3 * 7 * 9 * 4), w = draws.floats(9 * 4 * 37), dy = draws.floats(3 * height * 9 * 37)
    Self.expectPartsMakeTheWhole(shape, x, w, dy, parts)
  }

  /// Expects of a convolution and of both gradients that so many parts have the bits of the whole.
  static func expectPartsMakeTheWhole(
    _ shape: kn_convolution, _ x: [Float], _ w: [Float], _ dy: [Float], _ parts: Int
  ) {
    var shape = shape
    let height = kn_convolution_output_height(&shape)
    var whole = [[Float](repeating: 0, count: dy.count), x, w]
    kn_convolution_forward_f32(&shape, x, w, nil, .none, &whole[0])
    kn_convolution_to_data_f32(&shape, dy, w, &whole[1])
    kn_convolution_to_weights_f32(&shape, x, dy, .zero, &whole[2])
    var pieces = [[Float](repeating: 0, count: dy.count), x, w]
    for i in 0..<parts {
      func range(_ count: Int) -> (Int, Int) { (count * i / parts, count * (i + 1) / parts - count * i / parts) }
      let (rows, inputs, filters) = (
        range(shape.images * height), range(shape.images * shape.height), range(shape.filters)
      )
      kn_convolution_forward_part_f32(&shape, x, w, nil, .none, &pieces[0], rows.0, rows.1)
      kn_convolution_to_data_part_f32(&shape, dy, w, &pieces[1], inputs.0, inputs.1)
      for ky in 0..<shape.kernel_height {
        kn_convolution_to_weights_part_f32(&shape, x, dy, .zero, &pieces[2], ky, 1, filters.0, filters.1)
      }
    }
    for (a, b) in zip(whole, pieces) { #expect(sameBits(a, b)) }
  }

  /// An image that lies inside a larger one, border included, is read in place.
  @Test func anImageMayLieInsideAnother() {
    var draws = Draws(17)
    var shape = Convolution(images: 2, height: 5, width: 6, channels: 3, filters: 4, kernelHeight: 3, kernelWidth: 3)
    (shape.top, shape.bottom, shape.left, shape.right) = (1, 1, 1, 1)
    let x = draws.floats(shape.counts.input), w = draws.floats(shape.counts.weights)
    var bordered = [Float](repeating: 0, count: 2 * 7 * 8 * 3)
    for i in 0..<x.count {
      let (c, column, row, n) = (i % 3, i / 3 % 6, i / 18 % 5, i / 90)
      bordered[((n * 7 + row + 1) * 8 + column + 1) * 3 + c] = x[i]
    }
    var inside = Convolution(images: 2, height: 7, width: 8, channels: 3, filters: 4, kernelHeight: 3, kernelWidth: 3)
    #expect(sameBits(inside.forward(bordered, weights: w), shape.forward(x, weights: w)))
    (inside.dilationY, inside.strideX) = (2, 2)
    (shape.dilationY, shape.strideX) = (2, 2)
    #expect(sameBits(inside.forward(bordered, weights: w), shape.forward(x, weights: w)))
  }

  @Test func faultsAreNamed() {
    var shape = Convolution(images: 1, height: 4, width: 4, channels: 2, filters: 3, kernelHeight: 5, kernelWidth: 3)
    #expect(shape.fault == "the kernel is larger than the padded image")
    shape.groups = 2
    #expect(shape.fault == "the groups do not divide the channels and the filters")
    shape = Convolution(images: 1, height: 4, width: 4, channels: 2, filters: 3, kernelHeight: 3, kernelWidth: 3)
    #expect(shape.fault == nil)
    shape.padding = .circular
    #expect(shape.fault == "circular padding: output size times stride is not the image's size")
    shape.top = -1
    #expect(shape.fault == "a size is negative")
  }

  @Test(arguments: sets) func givesTheCommittedDigest(_ set: InstructionSet) {
    var draws = Draws(18), digest = Digest()
    ProcessWide.on(set) {
      for round in 0..<12 {
        let shape = Convolution.drawn(&draws, circular: round % 3 == 0)
        let x = draws.floats(shape.counts.input), w = draws.floats(shape.counts.weights)
        let dy = draws.floats(shape.counts.output)
        digest.add(shape.forward(x, weights: w))
        digest.add(shape.gradientToData(dy, weights: w))
        digest.add(shape.gradientToWeights(x, dy))
      }
    }
    #expect(digest.hex == "b8def546212fcd1d")
  }
}
