/// The symmetries of a square of pixels under which a filter is copied: turns by 90°, perhaps with reflections.
///
/// Element g moves a picture: (T_g x)[p] = x[g⁻¹ p], p counted from the centre. Elements 0…3 are the turns by 90°
/// (counter-clockwise, as `numpy.rot90` turns), 4…7 the same after a reflection of left and right.
/// Source: Cohen and Welling, Group equivariant convolutional networks, 2016, arXiv:1602.07576.
public enum PlanarGroup: String, Sendable, Hashable, CaseIterable {
  /// Four turns.
  case p4
  /// Four turns, and as many reflections.
  case p4m

  /// The number of elements.
  public var order: Int { self == .p4 ? 4 : 8 }

  /// The group of that many elements.
  public init?(order: Int) {
    guard let group = Self.allCases.first(where: { $0.order == order }) else { return nil }
    self = group
  }

  /// The product g h: first h, then g.
  public func product(_ g: Int, _ h: Int) -> Int {
    // A reflection turns turns around: m r = r⁻¹ m.
    let turns = g < 4 ? g + h % 4 : g - h % 4
    return (g / 4 + h / 4) % 2 * 4 + (turns + 8) % 4
  }

  public func inverse(_ g: Int) -> Int { g < 4 ? (4 - g) % 4 : g }

  /// Where the pixel (y, x) of a moved picture comes from, g⁻¹ (y, x), in a square of `size`.
  public func source(_ g: Int, y: Int, x: Int, size: Int) -> (y: Int, x: Int) {
    let last = size - 1
    let (row, column) =
      switch g % 4 {
      case 0: (y, x)
      case 1: (x, last - y)
      case 2: (last - y, last - x)
      default: (last - x, y)
      }
    return g < 4 ? (row, column) : (row, last - column)
  }

  /// The places, row by row, that the pixels of a moved picture come from.
  public func sources(_ g: Int, size: Int) -> [Int] {
    (0..<size * size).map { p in
      let from = source(g, y: p / size, x: p % size, size: size)
      return from.y * size + from.x
    }
  }
}
