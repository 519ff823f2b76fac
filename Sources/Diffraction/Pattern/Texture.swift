/// Preferred orientation along one direction: the mean over equivalent reflections of
/// (r² cos² α + sin² α / r)^(−3/2), α being the angle to that direction.
///
/// W. A. Dollase, doi:10.1107/S0021889886089458, after March. r < 1 for platelets, r > 1 for needles in reflection.
enum Texture {
  struct Value {
    var value = 1.0
    var byRatio = 0.0
    /// To each free parameter of the cell.
    var byCell: [Double]
  }

  static func value(
    _ reflection: Reflection, axis: SIMD3<Int>, ratio r: Double, reciprocal: Metric, slopes: [Metric]
  ) -> Value {
    let a = SIMD3<Double>(axis)
    let u = reciprocal.product(a)
    let qa = reciprocal.form(a, a)
    var sum = Value(value: 0, byRatio: 0, byCell: Array(repeating: 0, count: slopes.count))
    for index in reflection.equivalents {
      let h = SIMD3<Double>(index)
      let v = reciprocal.product(h)
      let (q, n) = (reciprocal.form(h, h), reciprocal.form(a, h))
      let cosine = n * n / (q * qa)
      let base = r * r * cosine + (1 - cosine) / r
      let power = 1 / (base * base.squareRoot() * base)
      // power = base^(−5/2); the factor itself is base^(−3/2).
      sum.value += power * base
      sum.byRatio -= 1.5 * power * (2 * r * cosine - (1 - cosine) / (r * r))
      let byCosine = -1.5 * power * (r * r - 1 / r)
      for (k, slope) in slopes.enumerated() {
        // The reciprocal metric moves by −G* dG G*.
        let (dn, dq, da) = (-slope.form(u, v), -slope.form(v, v), -slope.form(u, u))
        sum.byCell[k] += byCosine * (2 * n * dn / (q * qa) - cosine * (dq / q + da / qa))
      }
    }
    let count = Double(reflection.multiplicity)
    return Value(value: sum.value / count, byRatio: sum.byRatio / count, byCell: sum.byCell.map { $0 / count })
  }
}
