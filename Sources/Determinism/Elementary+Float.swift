import CKernels

extension Elementary {
  /// eˣ, in single precision.
  public static func exp(_ x: Float) -> Float { one(kn_exp_f32, x) }

  /// ln x, in single precision.
  public static func log(_ x: Float) -> Float { one(kn_log_f32, x) }

  /// The hyperbolic tangent, in single precision.
  public static func tanh(_ x: Float) -> Float { one(kn_tanh_f32, x) }

  /// 1 / (1 + e⁻ˣ), in single precision.
  public static func sigmoid(_ x: Float) -> Float { one(kn_sigmoid_f32, x) }

  /// ln (1 + eˣ), in single precision.
  public static func softplus(_ x: Float) -> Float { one(kn_softplus_f32, x) }

  /// x / (1 + e⁻ˣ); −0 at −∞, in single precision.
  public static func silu(_ x: Float) -> Float { one(kn_silu_f32, x) }

  /// sin x, with x in radians, however large, in single precision.
  public static func sin(_ x: Float) -> Float { one(kn_sin_f32, x) }

  /// cos x, with x in radians, however large, in single precision.
  public static func cos(_ x: Float) -> Float { one(kn_cos_f32, x) }

  /// √x, correctly rounded, in single precision.
  public static func sqrt(_ x: Float) -> Float { one(kn_sqrt_f32, x) }

  /// 1 / √x, in single precision.
  public static func rsqrt(_ x: Float) -> Float { one(kn_rsqrt_f32, x) }

  /// The error function, in single precision.
  public static func erf(_ x: Float) -> Float { one(kn_erf_f32, x) }

  /// aᵇ, in single precision.
  public static func pow(_ a: Float, _ b: Float) -> Float {
    var (left, right, result) = (a, b, Float(0))
    kn_pow_f32(&left, &right, &result, 1)
    return result
  }

  @inline(__always)
  private static func one(
    _ kernel: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void, _ x: Float
  ) -> Float {
    var (argument, result) = (x, Float(0))
    kernel(&argument, &result, 1)
    return result
  }
}
