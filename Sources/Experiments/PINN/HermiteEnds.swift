import Autodiff

/// Polynomials that hand values and derivatives, up to an order, to the ends of the unit interval.
///
/// `H₀ⱼ(s) = sʲ/j! (1 − s)ᵏ⁺¹ Σᵢ₌₀ᵏ⁻ʲ C(k + i, i) sⁱ` has at 0 the j-th derivative 1, all others up to order k are 0
/// there and at 1; `H₁ⱼ(s) = (−1)ʲ H₀ⱼ(1 − s)`. At the ends they and their derivatives by forward mode are whole numbers
/// of small integers' products, so exact in any precision.
struct HermiteEnds {
  /// k: up to which derivative both ends are given.
  let order: Int

  func lower(_ j: Int, _ s: Tensor) -> Tensor {
    var factor = 1.0
    for i in 0..<j { factor /= Double(i + 1) }
    // C(k + i, i), by Horner's rule from the highest power down.
    var coefficients = [1.0]
    for i in stride(from: 1, through: order - j, by: 1) {
      coefficients.append(coefficients[i - 1] * Double(order + i) / Double(i))
    }
    var sum = Tensor(coefficients[coefficients.count - 1])
    for c in coefficients.dropLast().reversed() { sum = sum * s + Tensor(c) }
    let falling = power(1 - s, order + 1)
    let rising = j == 0 ? falling : power(s, j) * falling
    let scaled = factor == 1 ? rising : rising * Tensor(factor)
    return sum.isOne ? scaled : scaled * sum
  }

  func upper(_ j: Int, _ s: Tensor) -> Tensor {
    let mirrored = lower(j, 1 - s)
    return j.isMultiple(of: 2) ? mirrored : -mirrored
  }

  /// `(4 s (1 − s))ᵏ⁺¹`: 0 at both ends with as many derivatives, 1 in the middle.
  func window(_ s: Tensor) -> Tensor { power(s * (1 - s) * 4, order + 1) }

  private func power(_ x: Tensor, _ n: Int) -> Tensor { (1..<n).reduce(x) { product, _ in product * x } }
}

extension Tensor {
  fileprivate var isOne: Bool { literal == 1 }
}
