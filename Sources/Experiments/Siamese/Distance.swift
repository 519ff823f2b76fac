import Autodiff

/// How far two vectors are from each other. Each is a function of (a − b)² alone, so that exchanging a and b changes no
/// bit, and equal vectors are at 0 exactly.
enum Distance: String, Sendable, Hashable, CaseIterable {
  /// |a − b|. Its gradient at 0 is 0, not 0/0.
  case euclidean
  /// |a − b|².
  case squared
  /// 1 − a · b of vectors of length 1, computed as |a − b|² / 2.
  case cosine

  /// `[n, features]` and `[n, features]` → `[n]`.
  func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor {
    let squares = square(a - b).sum(over: [1])
    switch self {
    case .euclidean: return `where`(squares .> 0, sqrt(squares), 0)
    case .squared: return squares
    case .cosine: return 0.5 * squares
    }
  }
}

/// Vectors `[n, features]` scaled to length 1; a vector of zeros stays one.
func normalised(_ x: Tensor) -> Tensor {
  let lengths = square(x).sum(over: [1]).reshaped(to: [x.shape.extents.first ?? 1, 1])
  return x * rsqrt(lengths + 0x1p-40)
}
