import Determinism

/// The nodes and weights of Gauss and Legendre over 0 … 1.
struct GaussLegendre: Sendable {
  let places: [Double]
  let weights: [Double]

  /// A rule of 1 to 64 nodes, made once.
  static func rule(_ count: Int) -> GaussLegendre { rules[min(max(count, 1), 64) - 1] }

  private static let rules = (1...64).map { GaussLegendre($0) }

  private init(_ n: Int) {
    var (places, weights) = ([Double](), [Double]())
    for k in 0..<n {
      var x = Elementary.cos(Double.pi * (Double(k) + 0.75) / (Double(n) + 0.5))
      var slope = 0.0
      // Newton's method from Tricomi's estimate; six steps reach the last digit.
      for _ in 0..<6 {
        var (p, last) = (1.0, 0.0)
        for j in 1...n { (p, last) = (((2 * Double(j) - 1) * x * p - (Double(j) - 1) * last) / Double(j), p) }
        slope = Double(n) * (x * p - last) / (x * x - 1)
        x -= p / slope
      }
      places.append((1 - x) / 2)
      weights.append(1 / ((1 - x * x) * slope * slope))
    }
    (self.places, self.weights) = (places, weights)
  }
}
