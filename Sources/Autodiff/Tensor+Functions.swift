// The elementary functions of tensors, elementwise. Errors and special values are those of `Elementary`.

/// eˣ.
public func exp(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.exp(x, site: Site(file, line))
}

/// eˣ − 1, accurate near 0.
public func expm1(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.expm1(x, site: Site(file, line))
}

/// ln x.
public func log(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.log(x, site: Site(file, line))
}

/// ln(1 + x), accurate near 0.
public func log1p(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.log1p(x, site: Site(file, line))
}

/// √x.
public func sqrt(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.sqrt(x, site: Site(file, line))
}

/// sin x, x in radians.
public func sin(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.sin(x, site: Site(file, line))
}

/// cos x, x in radians.
public func cos(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.cos(x, site: Site(file, line))
}

/// tan x, x in radians.
public func tan(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.tan(x, site: Site(file, line))
}

/// arcsin x, in radians.
public func asin(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.asin(x, site: Site(file, line))
}

/// arccos x, in radians.
public func acos(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.acos(x, site: Site(file, line))
}

/// arctan x, in radians.
public func atan(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.atan(x, site: Site(file, line))
}

/// sinh x.
public func sinh(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.sinh(x, site: Site(file, line))
}

/// cosh x.
public func cosh(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.cosh(x, site: Site(file, line))
}

/// tanh x.
public func tanh(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.tanh(x, site: Site(file, line))
}

/// The error function.
public func erf(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.erf(x, site: Site(file, line))
}

/// 1 − erf x, accurate in its tail.
public func erfc(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.erfc(x, site: Site(file, line))
}

/// 1 / (1 + e⁻ˣ).
public func sigmoid(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.sigmoid(x, site: Site(file, line))
}

/// ln(1 + eˣ).
public func softplus(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.softplus(x, site: Site(file, line))
}

/// x / (1 + e⁻ˣ).
public func silu(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.silu(x, site: Site(file, line))
}

/// 0 where x ≤ 0, else x; its derivative at 0 is 0.
public func relu(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.relu(x, site: Site(file, line))
}

/// 1 / √x.
public func rsqrt(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.rsqrt(x, site: Site(file, line))
}

/// x, taken as constant by every derivative.
public func detached(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.detached(x, site: Site(file, line))
}

/// |x|; its derivative at 0 is 0.
public func abs(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.abs(x, site: Site(file, line))
}

/// x².
public func square(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.square(x, site: Site(file, line))
}

/// 1 / x.
public func recip(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.recip(x, site: Site(file, line))
}

/// The smaller of a and b; NaN if either is. Where they are equal, the derivative is that of `b`.
public func min(_ a: Tensor, _ b: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.min(a, b, site: Site(file, line))
}

/// The larger of a and b; NaN if either is. Where they are equal, the derivative is that of `a`.
public func max(_ a: Tensor, _ b: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.max(a, b, site: Site(file, line))
}

/// The angle of the point (b, a), from −π to π.
public func atan2(_ a: Tensor, _ b: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.atan2(a, b, site: Site(file, line))
}

/// a b + c with one rounding.
public func fma(
  _ a: Tensor, _ b: Tensor, _ c: Tensor, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
  Primitive.fma(a, b, c, site: Site(file, line))
}

/// `a` where the condition is not 0 (NaN counts as true), else `b`.
///
/// A value or derivative of the branch not taken reaches nothing, even when it is not finite.
public func `where`(
  _ condition: Tensor, _ a: Tensor, _ b: Tensor, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
  Primitive.select(condition, a, b, site: Site(file, line))
}

/// The sum over the rows: `[n]` → `[]`. A uniform operand is added n times.
///
/// Row i is added, in order, to lane i mod 64, and the 64 lanes by the fixed tree 32, 16 … 1.
public func rowSum(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
  Primitive.rowSum(x, site: Site(file, line))
}
