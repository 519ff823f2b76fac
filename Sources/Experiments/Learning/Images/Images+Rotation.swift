import Determinism
import Layers

extension Images {
  /// An image turned counter-clockwise about its centre; the image must be square.
  ///
  /// The turn is the one by the degrees beyond the last quarter, interpolated linearly between four pixels, nothing lying
  /// beyond the edges; then quarters, which only move pixels. So turns that differ by quarters differ by exact moves.
  func turned(_ i: Int, degrees: Int) -> [Float] {
    let rest = degrees % 90
    let slanted = rest == 0 ? Array(image(i)) : slanted(i, radians: Double(rest) * .pi / 180)
    let places = PlanarGroup.p4.sources(degrees / 90 % 4, size: height)
    return places.flatMap { slanted[$0 * channels..<($0 + 1) * channels] }
  }

  /// An image with left and right exchanged.
  func mirrored(_ i: Int) -> [Float] { moved(i) { y, x in (y, width - 1 - x) } }

  private func slanted(_ i: Int, radians: Double) -> [Float] {
    let (cosine, sine, base) = (Elementary.cos(radians), Elementary.sin(radians), i * size)
    let (middleY, middleX) = (Double(height - 1) / 2, Double(width - 1) / 2)
    func pixel(_ y: Int, _ x: Int, _ c: Int) -> Double {
      guard (0..<height).contains(y), (0..<width).contains(x) else { return 0 }
      return Double(pixels[base + (y * width + x) * channels + c])
    }
    var turned: [Float] = []
    turned.reserveCapacity(size)
    for y in 0..<height {
      for x in 0..<width {
        let (dy, dx) = (Double(y) - middleY, Double(x) - middleX)
        let (row, column) = (middleY + dy * cosine + dx * sine, middleX + dx * cosine - dy * sine)
        let (top, left) = (row.rounded(.down), column.rounded(.down))
        let (down, right, y0, x0) = (row - top, column - left, Int(top), Int(left))
        for c in 0..<channels {
          let upper = pixel(y0, x0, c) * (1 - right) + pixel(y0, x0 + 1, c) * right
          let lower = pixel(y0 + 1, x0, c) * (1 - right) + pixel(y0 + 1, x0 + 1, c) * right
          turned.append(Float(upper * (1 - down) + lower * down))
        }
      }
    }
    return turned
  }
}
