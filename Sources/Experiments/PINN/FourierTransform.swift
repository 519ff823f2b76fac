import Determinism

/// Complex numbers, real and imaginary parts apart.
struct Spectrum {
  var real, imaginary: [Double]

  init(count: Int) { (real, imaginary) = (Array(repeating: 0, count: count), Array(repeating: 0, count: count)) }
  var count: Int { real.count }
}

/// The discrete Fourier transform of a power of two of numbers, by halves: a fixed sequence of operations.
///
/// `Xₖ = Σ xₙ exp(−2πi kn/N)`; the inverse divides by N. Source: Cooley and Tukey, 1965, doi:10.2307/2003354.
/// Cost: 5 N log₂ N operations.
struct FourierTransform: Sendable {
  let count: Int
  private let order: [Int]
  private let cosines, sines: [Double]

  /// Traps unless `count` is a power of two.
  init(count: Int) {
    precondition(count > 1 && count & (count - 1) == 0, "FourierTransform: \(count) is no power of two")
    self.count = count
    let bits = count.trailingZeroBitCount
    order = (0..<count).map { place in (0..<bits).reduce(0) { $0 << 1 | place >> $1 & 1 } }
    cosines = (0..<count / 2).map { Elementary.cos(2 * .pi * Double($0) / Double(count)) }
    sines = (0..<count / 2).map { Elementary.sin(2 * .pi * Double($0) / Double(count)) }
  }

  func forward(_ x: Spectrum) -> Spectrum { transform(x, sign: -1) }

  func inverse(_ x: Spectrum) -> Spectrum {
    var y = transform(x, sign: 1)
    let scale = 1 / Double(count)
    for k in 0..<count {
      y.real[k] *= scale
      y.imaginary[k] *= scale
    }
    return y
  }

  private func transform(_ x: Spectrum, sign: Double) -> Spectrum {
    var y = Spectrum(count: count)
    for k in 0..<count { (y.real[k], y.imaginary[k]) = (x.real[order[k]], x.imaginary[order[k]]) }
    y.real.withUnsafeMutableBufferPointer { real in
      y.imaginary.withUnsafeMutableBufferPointer { imaginary in
        cosines.withUnsafeBufferPointer { cosines in
          sines.withUnsafeBufferPointer { sines in
            var half = 1
            while half < count {
              let step = count / (2 * half)
              for start in stride(from: 0, to: count, by: 2 * half) {
                for j in 0..<half {
                  let (c, s) = (cosines[j * step], sign * sines[j * step])
                  let (a, b) = (start + j, start + j + half)
                  let (re, im) = (real[b] * c - imaginary[b] * s, real[b] * s + imaginary[b] * c)
                  (real[b], imaginary[b]) = (real[a] - re, imaginary[a] - im)
                  (real[a], imaginary[a]) = (real[a] + re, imaginary[a] + im)
                }
              }
              half *= 2
            }
          }
        }
      }
    }
    return y
  }
}
