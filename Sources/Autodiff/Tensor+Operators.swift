extension Tensor {
  public static prefix func - (x: Tensor) -> Tensor { Primitive.neg(x) }
  public static func + (a: Tensor, b: Tensor) -> Tensor { Primitive.add(a, b) }
  public static func - (a: Tensor, b: Tensor) -> Tensor { Primitive.sub(a, b) }
  public static func * (a: Tensor, b: Tensor) -> Tensor { Primitive.mul(a, b) }
  public static func / (a: Tensor, b: Tensor) -> Tensor { Primitive.div(a, b) }

  /// Comparisons give 1 or 0, as conditions for `where`.
  public static func .< (a: Tensor, b: Tensor) -> Tensor { Primitive.lt(a, b) }
  public static func .<= (a: Tensor, b: Tensor) -> Tensor { Primitive.le(a, b) }
  public static func .> (a: Tensor, b: Tensor) -> Tensor { Primitive.lt(b, a) }
  public static func .>= (a: Tensor, b: Tensor) -> Tensor { Primitive.le(b, a) }
  public static func .== (a: Tensor, b: Tensor) -> Tensor { Primitive.eq(a, b) }
  /// 1 where the operands differ, also where either is NaN.
  public static func .!= (a: Tensor, b: Tensor) -> Tensor { .!Primitive.eq(a, b) }

  /// 1 where the condition is 0, else 0 (NaN counts as true).
  public static prefix func .! (a: Tensor) -> Tensor { Primitive.eq(a, 0) }
  /// 1 where both conditions are not 0, else 0.
  public static func .& (a: Tensor, b: Tensor) -> Tensor { Primitive.select(a, b.truth, 0) }
  /// 1 where either condition is not 0, else 0.
  public static func .| (a: Tensor, b: Tensor) -> Tensor { Primitive.select(a, 1, b.truth) }

  /// The tensor itself when it is a comparison, else 1 where it is not 0.
  private var truth: Tensor {
    for comparison in [Primitive.lt, .le, .eq] where operands(of: comparison) != nil { return self }
    return Primitive.select(self, 1, 0)
  }
}
