/// How a layer looks: colour, marker, dash and weight. Two series differ in more than their colour, so that
/// a figure survives colour blindness and a greyscale printer.
public struct Style: Sendable, Equatable {
  /// The colour.
  public var colour: Colour

  /// The marker of points.
  public var marker: Marker

  /// The dash of lines.
  public var dash: Dash

  /// The width of lines, in points of print.
  public var width: Double

  /// The diameter of markers, in points of print.
  public var markerSize: Double

  /// A style from its parts.
  public init(
    colour: Colour, marker: Marker = .disc, dash: Dash = .solid, width: Double = 1.0, markerSize: Double = 3.6
  ) {
    self.colour = colour
    self.marker = marker
    self.dash = dash
    self.width = width
    self.markerSize = markerSize
  }

  /// The style of the k-th series: a colour, marker and dash of its own, repeating only after 56.
  public static func series(_ k: Int) -> Style {
    let k = abs(k)
    return Style(
      colour: Colour.series[k % Colour.series.count], marker: Marker.allCases[k % Marker.allCases.count],
      dash: Dash.allCases[k % Dash.allCases.count])
  }

  /// Thin and grey, for lines of reference.
  public static let reference = Style(colour: .grey, width: 0.6)

  /// Black text on the figure.
  public static let annotation = Style(colour: .black)

  /// The same style, its lines unbroken.
  public var solid: Style {
    var style = self
    style.dash = .solid
    return style
  }

  /// The same style in another colour.
  public func coloured(_ colour: Colour) -> Style {
    var style = self
    style.colour = colour
    return style
  }

  /// A colour in red, green and blue.
  public struct Colour: Sendable, Equatable {
    /// `0xRRGGBB`.
    public let rgb: UInt32

    /// The colour `0xRRGGBB`.
    public init(rgb: UInt32) { self.rgb = rgb & 0xFF_FFFF }

    public static let black = Colour(rgb: 0x000000)
    public static let grey = Colour(rgb: 0x808080)
    public static let blue = Colour(rgb: 0x0072B2)
    public static let vermilion = Colour(rgb: 0xD55E00)
    public static let green = Colour(rgb: 0x009E73)
    public static let orange = Colour(rgb: 0xE69F00)
    public static let purple = Colour(rgb: 0xCC79A7)
    public static let sky = Colour(rgb: 0x56B4E9)

    /// The colours of Okabe and Ito that stand out on white, most distinct first
    /// (https://jfly.uni-koeln.de/color/); their yellow is too pale for thin lines.
    public static let series: [Colour] = [.blue, .vermilion, .green, .purple, .orange, .sky, .black]
  }

  /// The shape of a point.
  public enum Marker: Sendable, Equatable, CaseIterable {
    case disc, square, triangle, diamond, circle, openSquare, invertedTriangle, openDiamond
  }

  /// The dash of a line.
  public enum Dash: Sendable, Equatable, CaseIterable {
    case solid, dashed, dotted, dashDotted
  }
}
