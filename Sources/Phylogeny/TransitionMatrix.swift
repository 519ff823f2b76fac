import Determinism

/// Transition probabilities P(c | s) of a branch for sizes 0…M, and their derivatives by a and b.
///
/// The size after the branch is the sum over s independent copies, so that row s is row s − 1 convolved with P(· | 1):
///
///     P(s, c) = a P(s−1, c) + (1 − a) W(s−1, c),   W(s, c) = b W(s, c−1) + (1 − b) P(s, c−1),
///
/// where W is P convolved with the geometric distribution. Every term is positive, so nothing cancels: the relative
/// error grows by a few roundings per row and column, also where λt ≥ 1, where the textbook's alternating sum fails.
/// The derivatives are ∂P/∂a = s (P − W)(s−1, ·) and ∂P/∂b = s (1 − a)/(1 − b) (V − W)(s−1, ·), V = W convolved again.
/// Cost: O(M²).
public struct TransitionMatrix: Sendable {
  /// M + 1, the number of sizes.
  public let sizes: Int
  /// P(c | s), row-major: row s, column c.
  public let probabilities: [Double]

  public init(_ process: BirthDeath, sizes: Int) {
    self.sizes = sizes
    probabilities = Array(unsafeUninitializedCapacity: sizes * sizes) { buffer, count in
      count = sizes * sizes
      guard let base = buffer.baseAddress else { return }
      Self.fill(base, process, sizes: sizes)
    }
  }

  public subscript(from size: Int, to count: Int) -> Double { probabilities[size * sizes + count] }

  /// Fills P, and where asked for ∂P/∂a and ∂P/∂b, each sizes × sizes.
  static func fill(
    _ p: UnsafeMutablePointer<Double>, _ process: BirthDeath, sizes: Int,
    slopes: (a: UnsafeMutablePointer<Double>, b: UnsafeMutablePointer<Double>)? = nil
  ) {
    p.update(repeating: 0, count: sizes)
    p[0] = 1
    slopes?.a.update(repeating: 0, count: sizes)
    slopes?.b.update(repeating: 0, count: sizes)
    let (a, survival, b, rest) = (process.extinction, process.survival, process.ratio, process.rest)
    for s in 1..<max(sizes, 1) {
      let above = p + (s - 1) * sizes
      let row = p + s * sizes
      var w = 0.0
      if let slopes {
        let (slopeA, slopeB) = (slopes.a + s * sizes, slopes.b + s * sizes)
        let factorA = Double(s)
        let factorB = factorA * survival / rest
        var v = 0.0
        for c in 0..<sizes {
          let from = above[c]
          row[c] = (survival * w).addingProduct(a, from)
          slopeA[c] = factorA * (from - w)
          slopeB[c] = factorB * (v - w)
          v = (rest * w).addingProduct(b, v)
          w = (rest * from).addingProduct(b, w)
        }
      } else {
        for c in 0..<sizes {
          let from = above[c]
          row[c] = (survival * w).addingProduct(a, from)
          w = (rest * from).addingProduct(b, w)
        }
      }
    }
  }
}
