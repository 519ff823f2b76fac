import CKernels

typealias UnaryKernel = @Sendable (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
typealias BinaryKernel =
  @Sendable (UnsafePointer<Double>, UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void

typealias UnaryFloatKernel = @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
typealias BinaryFloatKernel =
  @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

/// The kernels of the elementary functions, by name.
enum KernelCatalogue {
  static let unary: [(name: String, kernel: UnaryKernel)] = [
    ("sqrt", { kn_sqrt_f64($0, $1, $2) }), ("exp", { kn_exp_f64($0, $1, $2) }),
    ("expm1", { kn_expm1_f64($0, $1, $2) }), ("log", { kn_log_f64($0, $1, $2) }),
    ("log1p", { kn_log1p_f64($0, $1, $2) }), ("sin", { kn_sin_f64($0, $1, $2) }),
    ("cos", { kn_cos_f64($0, $1, $2) }), ("tan", { kn_tan_f64($0, $1, $2) }),
    ("asin", { kn_asin_f64($0, $1, $2) }), ("acos", { kn_acos_f64($0, $1, $2) }),
    ("atan", { kn_atan_f64($0, $1, $2) }), ("sinh", { kn_sinh_f64($0, $1, $2) }),
    ("cosh", { kn_cosh_f64($0, $1, $2) }), ("tanh", { kn_tanh_f64($0, $1, $2) }),
    ("erf", { kn_erf_f64($0, $1, $2) }), ("erfc", { kn_erfc_f64($0, $1, $2) }),
    ("sigmoid", { kn_sigmoid_f64($0, $1, $2) }), ("softplus", { kn_softplus_f64($0, $1, $2) }),
    ("silu", { kn_silu_f64($0, $1, $2) }), ("rsqrt", { kn_rsqrt_f64($0, $1, $2) }),
    ("lgamma", { kn_lgamma_f64($0, $1, $2) }), ("recip", { kn_recip_f64($0, $1, $2) }),
    ("square", { kn_square_f64($0, $1, $2) }), ("neg", { kn_neg_f64($0, $1, $2) }),
    ("abs", { kn_abs_f64($0, $1, $2) }),
  ]

  static let binary: [(name: String, kernel: BinaryKernel)] = [
    ("pow", { kn_pow_f64($0, $1, $2, $3) }), ("atan2", { kn_atan2_f64($0, $1, $2, $3) }),
    ("add", { kn_add_f64($0, $1, $2, $3) }), ("sub", { kn_sub_f64($0, $1, $2, $3) }),
    ("mul", { kn_mul_f64($0, $1, $2, $3) }), ("div", { kn_div_f64($0, $1, $2, $3) }),
    ("min", { kn_min_f64($0, $1, $2, $3) }), ("max", { kn_max_f64($0, $1, $2, $3) }),
    ("lt", { kn_lt_f64($0, $1, $2, $3) }), ("le", { kn_le_f64($0, $1, $2, $3) }),
    ("eq", { kn_eq_f64($0, $1, $2, $3) }),
  ]

  static let unaryFloat: [(name: String, kernel: UnaryFloatKernel)] = [
    ("neg", { kn_neg_f32($0, $1, $2) }), ("abs", { kn_abs_f32($0, $1, $2) }),
    ("sqrt", { kn_sqrt_f32($0, $1, $2) }), ("recip", { kn_recip_f32($0, $1, $2) }),
    ("square", { kn_square_f32($0, $1, $2) }), ("exp", { kn_exp_f32($0, $1, $2) }),
    ("log", { kn_log_f32($0, $1, $2) }), ("tanh", { kn_tanh_f32($0, $1, $2) }),
    ("sigmoid", { kn_sigmoid_f32($0, $1, $2) }), ("softplus", { kn_softplus_f32($0, $1, $2) }),
    ("silu", { kn_silu_f32($0, $1, $2) }), ("sin", { kn_sin_f32($0, $1, $2) }),
    ("cos", { kn_cos_f32($0, $1, $2) }), ("rsqrt", { kn_rsqrt_f32($0, $1, $2) }),
    ("erf", { kn_erf_f32($0, $1, $2) }),
  ]

  static let binaryFloat: [(name: String, kernel: BinaryFloatKernel)] = [
    ("pow", { kn_pow_f32($0, $1, $2, $3) }), ("add", { kn_add_f32($0, $1, $2, $3) }),
    ("sub", { kn_sub_f32($0, $1, $2, $3) }), ("mul", { kn_mul_f32($0, $1, $2, $3) }),
    ("div", { kn_div_f32($0, $1, $2, $3) }), ("min", { kn_min_f32($0, $1, $2, $3) }),
    ("max", { kn_max_f32($0, $1, $2, $3) }), ("lt", { kn_lt_f32($0, $1, $2, $3) }),
    ("le", { kn_le_f32($0, $1, $2, $3) }), ("eq", { kn_eq_f32($0, $1, $2, $3) }),
  ]

  static func apply(_ kernel: UnaryFloatKernel, _ x: [Float]) -> [Float] {
    var y = x
    kernel(x, &y, x.count)
    return y
  }

  static func apply(_ kernel: BinaryFloatKernel, _ a: [Float], _ b: [Float]) -> [Float] {
    var y = a
    kernel(a, b, &y, a.count)
    return y
  }

  static func apply(_ kernel: UnaryKernel, _ x: [Double]) -> [Double] {
    var y = x
    kernel(x, &y, x.count)
    return y
  }

  static func apply(_ kernel: BinaryKernel, _ a: [Double], _ b: [Double]) -> [Double] {
    var y = a
    kernel(a, b, &y, a.count)
    return y
  }
}

/// Equality of bits, all NaN being one.
func identical(_ a: Double, _ b: Double) -> Bool { a.isNaN && b.isNaN || a.bitPattern == b.bitPattern }

func identical(_ a: Float, _ b: Float) -> Bool { a.isNaN && b.isNaN || a.bitPattern == b.bitPattern }

/// FNV-1a over the bits of numbers, all NaN being one.
func digest(_ numbers: some Sequence<Double>, from start: UInt64 = 0xcbf2_9ce4_8422_2325) -> UInt64 {
  numbers.reduce(start) { ($0 ^ ($1.isNaN ? Double.nan : $1).bitPattern) &* 0x100_0000_01b3 }
}
