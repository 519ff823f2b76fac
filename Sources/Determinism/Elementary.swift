import CKernels

/// Elementary functions of one number, with the same bits as the kernels over arrays.
///
/// Each is a fixed sequence of correctly rounded operations, at most 1 ulp from the true value over the whole
/// range (`lgamma` as stated), with the special values of C99 Annex F; never the C library's.
/// One call costs a few nanoseconds to tens: over many numbers call the array kernels of `CKernels`.
public enum Elementary {
  /// −x: the sign bit flipped.
  public static func neg(_ x: Double) -> Double { one(kn_neg_f64, x) }

  /// |x|.
  public static func abs(_ x: Double) -> Double { one(kn_abs_f64, x) }

  /// √x, correctly rounded.
  public static func sqrt(_ x: Double) -> Double { one(kn_sqrt_f64, x) }

  /// 1 / x, correctly rounded.
  public static func recip(_ x: Double) -> Double { one(kn_recip_f64, x) }

  /// x · x.
  public static func square(_ x: Double) -> Double { one(kn_square_f64, x) }

  /// eˣ.
  public static func exp(_ x: Double) -> Double { one(kn_exp_f64, x) }

  /// eˣ − 1, accurate near 0.
  public static func expm1(_ x: Double) -> Double { one(kn_expm1_f64, x) }

  /// ln x.
  public static func log(_ x: Double) -> Double { one(kn_log_f64, x) }

  /// ln (1 + x), accurate near 0.
  public static func log1p(_ x: Double) -> Double { one(kn_log1p_f64, x) }

  /// sin x, with x in radians, however large.
  public static func sin(_ x: Double) -> Double { one(kn_sin_f64, x) }

  /// cos x, with x in radians, however large.
  public static func cos(_ x: Double) -> Double { one(kn_cos_f64, x) }

  /// tan x, with x in radians, however large.
  public static func tan(_ x: Double) -> Double { one(kn_tan_f64, x) }

  /// The arcsine, in radians from −π/2 to π/2.
  public static func asin(_ x: Double) -> Double { one(kn_asin_f64, x) }

  /// The arccosine, in radians from 0 to π.
  public static func acos(_ x: Double) -> Double { one(kn_acos_f64, x) }

  /// The arctangent, in radians from −π/2 to π/2.
  public static func atan(_ x: Double) -> Double { one(kn_atan_f64, x) }

  /// The hyperbolic sine.
  public static func sinh(_ x: Double) -> Double { one(kn_sinh_f64, x) }

  /// The hyperbolic cosine.
  public static func cosh(_ x: Double) -> Double { one(kn_cosh_f64, x) }

  /// The hyperbolic tangent.
  public static func tanh(_ x: Double) -> Double { one(kn_tanh_f64, x) }

  /// The error function, 2/√π · ∫₀ˣ exp(−t²) dt.
  public static func erf(_ x: Double) -> Double { one(kn_erf_f64, x) }

  /// 1 − erf x, accurate in its tail.
  public static func erfc(_ x: Double) -> Double { one(kn_erfc_f64, x) }

  /// 1 / (1 + e⁻ˣ).
  public static func sigmoid(_ x: Double) -> Double { one(kn_sigmoid_f64, x) }

  /// ln (1 + eˣ).
  public static func softplus(_ x: Double) -> Double { one(kn_softplus_f64, x) }

  /// x / (1 + e⁻ˣ); −0 at −∞.
  public static func silu(_ x: Double) -> Double { one(kn_silu_f64, x) }

  /// 1 / √x.
  public static func rsqrt(_ x: Double) -> Double { one(kn_rsqrt_f64, x) }

  /// ln |Γ(x)|: relative error at most 1e-14 for x > 0; for x < 0 at most 1e-14 · max(1, |result|).
  public static func lgamma(_ x: Double) -> Double { one(kn_lgamma_f64, x) }

  /// aᵇ.
  public static func pow(_ a: Double, _ b: Double) -> Double { two(kn_pow_f64, a, b) }

  /// The angle of the point (x, y), in radians from −π to π.
  public static func atan2(_ y: Double, _ x: Double) -> Double { two(kn_atan2_f64, y, x) }

  /// The smaller number (−0 < +0); NaN if either is NaN.
  public static func min(_ a: Double, _ b: Double) -> Double { two(kn_min_f64, a, b) }

  /// The larger number (+0 > −0); NaN if either is NaN.
  public static func max(_ a: Double, _ b: Double) -> Double { two(kn_max_f64, a, b) }

  /// a · b + c with one rounding.
  public static func fma(_ a: Double, _ b: Double, _ c: Double) -> Double { c.addingProduct(a, b) }

  private typealias Unary = (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
  private typealias Binary = (
    UnsafePointer<Double>, UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int
  ) -> Void

  @inline(__always)
  private static func one(_ kernel: Unary, _ x: Double) -> Double {
    var (argument, result) = (x, 0.0)
    kernel(&argument, &result, 1)
    return result
  }

  @inline(__always)
  private static func two(_ kernel: Binary, _ a: Double, _ b: Double) -> Double {
    var (left, right, result) = (a, b, 0.0)
    kernel(&left, &right, &result, 1)
    return result
  }
}
