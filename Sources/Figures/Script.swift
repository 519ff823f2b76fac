import Determinism

/// The text of a gnuplot script under construction: numbers and texts go in by functions that make them safe.
struct Script {
  private(set) var text = ""
  private var labels = 0

  /// gnuplot numbers labels; a new frame begins again.
  mutating func restartLabels() { labels = 0 }

  mutating func line(_ line: String) { text += line + "\n" }

  /// A text at a place given in gnuplot's coordinates.
  mutating func label(
    _ words: String, at place: String, anchor: Layer.Anchor = .centre, size: Double = Typography.small,
    rotated: Bool = false, colour: Style.Colour = .black, isMarkup: Bool = false
  ) {
    labels += 1
    line(
      "set label \(labels) \(ScriptText.quoted(words)) at \(place) \(anchor.rawValue)"
        + (rotated ? " rotate by 90" : "") + (isMarkup ? " enhanced" : " noenhanced")
        + " front font \",\(Self.number(size))\" textcolor rgb \"\(colour.text)\"")
  }

  /// A number that gnuplot reads, rounded to four digits after the point: for places and sizes on the page.
  static func number(_ value: Double) -> String {
    guard abs(value) < 1e9 else { return "0" }
    let rounded = Decimal10(digits: Int((value * 1e4).rounded()), exponent: -4).plain
    let trimmed = rounded.contains(".") ? rounded.trimmingZeros() : rounded
    return trimmed == "-0" ? "0" : trimmed
  }

  /// A value of the data that gnuplot reads, exact.
  static func value(_ value: Double) -> String { value.isFinite ? Numeral.render(value) : "NaN" }
}

extension String {
  fileprivate func trimmingZeros() -> String {
    var digits = self[...]
    while digits.hasSuffix("0") { digits = digits.dropLast() }
    if digits.hasSuffix(".") { digits = digits.dropLast() }
    return String(digits)
  }
}

extension Style.Colour {
  /// `#rrggbb`.
  var text: String {
    let digits = String(rgb, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}

extension Style.Marker {
  /// gnuplot's number of the shape.
  var number: Int {
    switch self {
    case .disc: 7
    case .square: 5
    case .triangle: 9
    case .diamond: 13
    case .circle: 6
    case .openSquare: 4
    case .invertedTriangle: 11
    case .openDiamond: 12
    }
  }

  /// What makes all shapes look equally heavy.
  var weight: Double {
    switch self {
    case .square, .openSquare: 0.86
    case .triangle, .invertedTriangle: 1.05
    case .diamond, .openDiamond: 1.15
    default: 1
    }
  }
}

extension Style.Dash {
  var pattern: String {
    switch self {
    case .solid: "1"
    case .dashed: "(8,4)"
    case .dotted: "(2.4,3)"
    case .dashDotted: "(9,3.5,2,3.5)"
    }
  }
}

extension Style {
  /// gnuplot's properties of a line.
  var lineProperties: String {
    "linecolor rgb \"\(colour.text)\" linewidth \(Script.number(width)) dashtype \(dash.pattern)"
  }

  /// gnuplot's properties of points and their error bars.
  var pointProperties: String {
    // A marker of size 1 is 7.2 points across; an open one needs a line of its own.
    "pointtype \(marker.number) pointsize \(Script.number(markerSize * marker.weight / 7.2)) "
      + "linecolor rgb \"\(colour.text)\" linewidth 0.7"
  }
}
