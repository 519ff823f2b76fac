/// One thing drawn in a panel: points, a curve, a band, bars, a heat map, a line of reference or a text.
///
/// Values that are not finite are left out; a curve is interrupted there.
public struct Layer: Sendable {
  /// The entry in the legend; `nil` for none. Also names the data file.
  public var label: String?

  /// The name of the data file where the label would not do.
  package var dataName: String?

  /// How it looks.
  public var style: Style

  /// What is drawn.
  package var content: Content

  package enum Content: Sendable {
    case points(x: [Double], y: [Double], xError: Errors?, yError: Errors?)
    case line(x: [Double], y: [Double])
    case steps(x: [Double], y: [Double])
    case band(x: [Double], lower: [Double], upper: [Double])
    case bars(x: [Double], heights: [Double], width: Double)
    case heatMap(Grid)
    case horizontal(Double)
    case vertical(Double)
    case text(String, x: Double, y: Double, anchor: Anchor)
  }

  /// The lengths of error bars, in the units of the axis; one per point.
  public enum Errors: Sendable, Equatable {
    case symmetric([Double])
    case asymmetric(below: [Double], above: [Double])
  }

  /// The side of a text that stands at its position.
  public enum Anchor: String, Sendable {
    case left, centre = "center", right
  }

  /// Markers at (xᵢ, yᵢ) with error bars where lengths are given.
  public static func points(
    x: [Double], y: [Double], xError: Errors? = nil, yError: Errors? = nil, label: String? = nil,
    style: Style = .series(0)
  ) -> Layer {
    Layer(label: label, style: style, content: .points(x: x, y: y, xError: xError, yError: yError))
  }

  /// A curve through (xᵢ, yᵢ) in the order given.
  public static func line(
    x: [Double], y: [Double], label: String? = nil, style: Style = .series(0)
  ) -> Layer {
    Layer(label: label, style: style, content: .line(x: x, y: y))
  }

  /// The outline of a histogram: yᵢ holds half way to both neighbours of xᵢ, and zero beyond the ends.
  public static func steps(
    x: [Double], y: [Double], label: String? = nil, style: Style = .series(0)
  ) -> Layer {
    Layer(label: label, style: style, content: .steps(x: x, y: y))
  }

  /// The area between two curves, such as a confidence band.
  public static func band(
    x: [Double], lower: [Double], upper: [Double], label: String? = nil, style: Style = .series(0)
  ) -> Layer {
    Layer(label: label, style: style, content: .band(x: x, lower: lower, upper: upper))
  }

  /// Bars from zero to `heights`, centred on x, each `width` wide: a histogram when they touch.
  public static func bars(
    x: [Double], heights: [Double], width: Double, label: String? = nil, style: Style = .series(0)
  ) -> Layer {
    Layer(label: label, style: style, content: .bars(x: x, heights: heights, width: width))
  }

  /// A value per cell as colour, with a colour scale to the right of the frame.
  public static func heatMap(_ grid: Grid) -> Layer {
    Layer(label: nil, style: .series(0), content: .heatMap(grid))
  }

  /// A line across the panel at a value of y.
  public static func horizontal(_ y: Double, label: String? = nil, style: Style = .reference) -> Layer {
    Layer(label: label, style: style, content: .horizontal(y))
  }

  /// A line up the panel at a value of x.
  public static func vertical(_ x: Double, label: String? = nil, style: Style = .reference) -> Layer {
    Layer(label: label, style: style, content: .vertical(x))
  }

  /// A text whose `anchor` stands at (x, y).
  public static func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .left, style: Style = .annotation
  ) -> Layer {
    Layer(label: nil, style: style, content: .text(text, x: x, y: y, anchor: anchor))
  }
}
