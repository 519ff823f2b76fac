/// A value per cell of a rectangular grid, and the colours that stand for the values.
public struct Grid: Sendable {
  /// Centres of the columns, evenly spaced and increasing; its count is the number of columns.
  public var x: [Double]

  /// Centres of the rows, evenly spaced and increasing; its count is the number of rows.
  public var y: [Double]

  /// The values, row by row: `values[row * x.count + column]`.
  public var values: [Double]

  /// The colours.
  public var colours: ColourScale

  /// The values at both ends of the colour scale; `nil` follows the data (symmetric about zero when diverging).
  public var range: ClosedRange<Double>?

  /// What the colours mean, written beside the scale, with its unit.
  public var meaning: Axis

  /// Digits after the point of the value written into each cell; `nil` writes none.
  public var digits: Int?

  /// A grid of values.
  public init(
    x: [Double], y: [Double], values: [Double], colours: ColourScale = .sequential,
    range: ClosedRange<Double>? = nil, meaning: Axis, digits: Int? = nil
  ) {
    self.x = x
    self.y = y
    self.values = values
    self.colours = colours
    self.range = range
    self.meaning = meaning
    self.digits = digits
  }

  /// Colours for values, readable by the colour-blind and in greyscale.
  public enum ColourScale: Sendable, Equatable {
    /// Dark to light in one direction (cividis; Nuñez et al. 2018, doi:10.1371/journal.pone.0199239).
    case sequential
    /// Blue over white to vermilion, for values about zero.
    case diverging
  }
}
