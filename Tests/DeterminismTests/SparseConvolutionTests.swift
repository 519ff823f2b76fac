import CKernels
import Determinism
import Testing

/// Convolutions of images of which most is zero, where terms are left out: the chains that define them, bit for bit.
@Suite struct SparseConvolutionTests {
  /// What else the factors are, where they are not zeros.
  enum Factors: CaseIterable {
    case ordinary
    /// Products vanish, and leave sums of -0 that a later +0 would turn.
    case vanishing
    /// Zeros of either sign.
    case signedZeros
    /// Now and then infinite or no number, so that zeros beside them are not nothing.
    case notFinite

    func thinned(_ values: [Float], _ draws: inout Draws) -> [Float] {
      values.map { value in
        let isKept = draws.below(10) < 3
        switch self {
        case .ordinary: return isKept ? value : 0
        case .vanishing: return isKept ? value * 1e-30 : 0
        case .signedZeros: return isKept ? value : draws.flip() ? -0.0 : 0
        case .notFinite: return draws.below(3000) == 0 ? (draws.flip() ? .infinity : .nan) : isKept ? value : 0
        }
      }
    }

    func weights(_ values: [Float], _ draws: inout Draws) -> [Float] {
      switch self {
      case .ordinary, .signedZeros: values
      case .vanishing: values.map { $0 * 1e-25 }
      case .notFinite: values.map { draws.below(20_000) == 0 ? -.infinity : $0 }
      }
    }
  }

  static func shape(_ draws: inout Draws, circular: Bool) -> Convolution {
    var shape = Convolution(
      images: 1 + draws.below(2), height: 3 + draws.below(5), width: 4 + draws.below(7),
      channels: 16 * (1 + draws.below(4)), filters: 16 * (1 + draws.below(4)), kernelHeight: 1 + draws.below(3),
      kernelWidth: 1 + draws.below(4))
    (shape.top, shape.bottom) = (shape.kernelHeight / 2, (shape.kernelHeight - 1) / 2)
    (shape.left, shape.right) = (shape.kernelWidth / 2, (shape.kernelWidth - 1) / 2)
    if circular {
      shape.padding = .circular
    } else {
      (shape.top, shape.left, shape.right) = (draws.below(4), draws.below(5), draws.below(4))
    }
    return shape.fault == nil ? shape : Self.shape(&draws, circular: circular)
  }

  @Test(arguments: ConvolutionTests.sets, Factors.allCases)
  func equalsTheChains(_ set: InstructionSet, _ factors: Factors) {
    var draws = Draws(21)
    for round in 0..<8 {
      let shape = Self.shape(&draws, circular: round % 3 == 0)
      let sizes = shape.counts
      let x = factors.thinned(draws.floats(sizes.input), &draws)
      let w = factors.weights(draws.floats(sizes.weights), &draws)
      let dy = factors.thinned(draws.floats(sizes.output), &draws)
      let bias = draws.flip() ? factors.thinned(draws.floats(shape.filters), &draws) : nil
      let rectifies = draws.below(4) == 0
      ProcessWide.on(set) {
        let y = shape.forward(x, weights: w, bias: bias, rectifies: rectifies)
        #expect(sameBits(y, shape.chainForward(x, w, bias, rectifies)), "forward: \(shape) on \(set)")
        #expect(sameBits(shape.gradientToData(dy, weights: w), shape.chainToData(dy, w)), "data: \(shape) on \(set)")
        #expect(sameBits(shape.gradientToWeights(x, dy), shape.chainToWeights(x, dy)), "weights: \(shape) on \(set)")
      }
    }
  }

  @Test(arguments: ConvolutionTests.sets) func equalsTheChainsInDoublePrecision(_ set: InstructionSet) {
    var draws = Draws(22)
    for round in 0..<6 {
      let shape = Self.shape(&draws, circular: round % 3 == 0)
      let sizes = shape.counts
      func thinned(_ count: Int) -> [Double] { draws.doubles(count).map { draws.below(10) < 3 ? $0 : 0 } }
      let (x, w, dy) = (thinned(sizes.input), draws.doubles(sizes.weights), thinned(sizes.output))
      ProcessWide.on(set) {
        #expect(sameBits(shape.forward(x, weights: w), shape.chainForward(x, w, nil, false)), "\(shape) on \(set)")
        #expect(sameBits(shape.gradientToData(dy, weights: w), shape.chainToData(dy, w)), "\(shape) on \(set)")
        #expect(sameBits(shape.gradientToWeights(x, dy), shape.chainToWeights(x, dy)), "\(shape) on \(set)")
      }
    }
  }

  /// Also where one part finds zeros to leave out and another does not.
  @Test(arguments: [2, 3, 5]) func partsMakeTheWhole(_ parts: Int) {
    var draws = Draws(23)
    var shape = kn_convolution()
    (shape.images, shape.height, shape.width, shape.channels) = (2, 9, 7, 32)
    (shape.filters, shape.kernel_height, shape.kernel_width, shape.groups) = (48, 3, 3, 1)
    (shape.stride_y, shape.stride_x, shape.dilation_y, shape.dilation_x) = (1, 1, 1, 1)
    (shape.top, shape.bottom, shape.left, shape.right) = (1, 1, 1, 1)
    func thinned(_ channels: Int) -> [Float] {
      let values = draws.floats(2 * 63 * channels)
      return values.enumerated().map { i, value in
        draws.below(10) < (i % channels < channels / 2 || i / channels % 63 < 20 ? 2 : 9) ? value : 0
      }
    }
    let (x, w, dy) = (thinned(32), draws.floats(9 * 32 * 48), thinned(48))
    ConvolutionTests.expectPartsMakeTheWhole(shape, x, w, dy, parts)
  }
}
