/// `aᵇ`.
///
/// When b is a literal integer from −8 to 8 this is a product of squares: `x² = x·x`, `x³ = x²·x`,
/// `x⁻² = 1/x²` (at most 3 ulps), whose derivatives hold for every x. Otherwise it is the power kernel
/// (at most 1 ulp), whose value for a negative base is NaN unless b is an integer.
public func pow(_ a: Tensor, _ b: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  let site = Site(file, line)
  guard let exponent = b.literal, exponent.magnitude <= 8, exponent == exponent.rounded() else {
    return Primitive.pow(a, b, site: site)
  }
  let power = product(a, times: Int(exponent.magnitude), site: site)
  return exponent < 0 ? Primitive.recip(power, site: site) : power
}

private func product(_ x: Tensor, times: Int, site: Site) -> Tensor {
  switch times {
  case 0: return 1
  case 1: return x
  default:
    let square = Primitive.square(product(x, times: times / 2, site: site), site: site)
    return times.isMultiple(of: 2) ? square : Primitive.mul(square, x, site: site)
  }
}
