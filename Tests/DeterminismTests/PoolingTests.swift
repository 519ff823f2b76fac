import CKernels
import Testing

/// Pooling against its definition, and its gradients against the outputs that they come from.
@Suite struct PoolingTests {
  private static func drawn(_ draws: inout Draws) -> kn_pooling {
    let (kh, kw) = (1 + draws.below(3), 1 + draws.below(3))
    return kn_pooling(
      images: 1 + draws.below(3), height: 3 + draws.below(6), width: 3 + draws.below(7), channels: 1 + draws.below(20),
      kernel_height: kh, kernel_width: kw, stride_y: 1 + draws.below(3), stride_x: 1 + draws.below(3),
      top: draws.below(kh), bottom: draws.below(kh), left: draws.below(kw), right: draws.below(kw))
  }

  @Test func windowsAreReducedInTheirOrder() {
    var draws = Draws(31)
    for _ in 0..<40 {
      var p = Self.drawn(&draws)
      let (rows, columns) = (kn_pooling_output_height(&p), kn_pooling_output_width(&p))
      let outputs = p.images * rows * columns * p.channels, inputs = p.images * p.height * p.width * p.channels
      // Few values, so that equals meet.
      let x = draws.floats(inputs).map { ($0 * 4).rounded(.down) / 3 }, dy = draws.floats(outputs)
      var largest: [Float] = [], place: [Int32] = [], average: [Float] = []
      var dLargest = [Float](repeating: 0, count: inputs), dAverage = dLargest
      for i in 0..<outputs {
        let c = i % p.channels, ox = i / p.channels % columns, oy = i / p.channels / columns % rows
        let image = i / p.channels / columns / rows * p.height * p.width
        var pixels: [Int] = []
        for y in (oy * p.stride_y - p.top)..<(oy * p.stride_y - p.top + p.kernel_height) where (0..<p.height) ~= y {
          for x in (ox * p.stride_x - p.left)..<(ox * p.stride_x - p.left + p.kernel_width) where (0..<p.width) ~= x {
            pixels.append(y * p.width + x)
          }
        }
        func value(_ pixel: Int) -> Float { x[(image + pixel) * p.channels + c] }
        var best = pixels[0]
        for pixel in pixels where value(pixel) > value(best) { best = pixel }
        largest.append(value(best))
        place.append(Int32(best))
        var sum: Float = 0
        for pixel in pixels { sum += value(pixel) }
        average.append(sum / Float(pixels.count))
        dLargest[(image + best) * p.channels + c] += dy[i]
        for pixel in pixels { dAverage[(image + pixel) * p.channels + c] += dy[i] / Float(pixels.count) }
      }
      var y = [Float](repeating: .nan, count: outputs), places = [Int32](repeating: -1, count: outputs)
      var dx = [Float](repeating: .nan, count: inputs)
      kn_max_pool_f32(&p, x, &y, &places)
      #expect(sameBits(y, largest) && places == place, "\(p)")
      kn_max_pool_to_data_f32(&p, dy, place, &dx)
      #expect(sameBits(dx, dLargest), "\(p)")
      kn_average_pool_f32(&p, x, &y)
      #expect(sameBits(y, average), "\(p)")
      kn_average_pool_to_data_f32(&p, dy, &dx)
      #expect(sameBits(dx, dAverage), "\(p)")
    }
  }

  @Test func theFirstNaNWins() {
    var p = kn_pooling(
      images: 1, height: 1, width: 4, channels: 1, kernel_height: 1, kernel_width: 4, stride_y: 1, stride_x: 1, top: 0,
      bottom: 0, left: 0, right: 0)
    var y = 0.0, place: Int32 = -1
    kn_max_pool_f64(&p, [1, .nan, 7, .nan], &y, &place)
    #expect(y.isNaN && place == 1)
    kn_max_pool_f64(&p, [1, 7, 7, -.infinity], &y, &place)
    #expect(y == 7 && place == 1)
  }
}
