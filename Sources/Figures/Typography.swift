/// The sizes of texts, in points of print, and how wide they come out.
enum Typography {
  /// Axis labels.
  static let label = 8.0
  /// Numbers beside ticks, legends and texts on the figure.
  static let small = 7.0
  /// Titles of panels and figures.
  static let title = 8.5
  /// Distance between two lines over the size of the font.
  static let leading = 1.25

  /// The family of the fonts; its metrics are those of Arial, Liberation Sans and Nimbus Sans.
  static let family = "Helvetica"

  /// Widths of ASCII from the space on, in thousandths of the size (Adobe's metrics of Helvetica).
  private static let widths: [Double] = [
    278, 278, 355, 556, 556, 889, 667, 222, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
    556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 222, 556,
    556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
    500, 500, 500, 334, 260, 334, 584,
  ]

  /// The width of the widest line of a text, in points; letters beyond ASCII are taken as wide ones.
  static func width(_ text: String, size: Double) -> Double {
    text.split(separator: "\n").map { line in
      line.unicodeScalars.reduce(0) { sum, scalar in
        let k = Int(scalar.value) - 32
        return sum + (widths.indices.contains(k) ? widths[k] : scalar.value < 0x2E80 ? 600 : 1000)
      } / 1000 * size
    }.max() ?? 0
  }

  /// A name on one line, cut where it would crowd out the figure; gnuplot cuts at 50 bytes without a sign.
  static func elided(_ name: String, to limit: Int = 32) -> String {
    let line = name.replacing("\n", with: " ")
    return line.count <= limit ? line : String(line.prefix(limit - 1)) + "…"
  }

  /// A text in lines, each as full of words as the width holds.
  static func wrapped(_ text: String, size: Double, to limit: Double) -> [String] {
    text.split(whereSeparator: \.isNewline).flatMap { line in
      line.split(separator: " ").reduce(into: [String]()) { lines, word in
        let longer = (lines.last.map { $0 + " " } ?? "") + word
        if lines.isEmpty || width(longer, size: size) > limit {
          lines.append(String(word))
        } else {
          lines[lines.count - 1] = longer
        }
      }
    }
  }

  /// The height of a title of that many lines.
  static func titleHeight(_ lines: Int) -> Double { Double(lines) * title * leading }

  /// The width of a tick's label, whose powers are written `10^{3}` and printed smaller.
  static func width(_ tick: Tick) -> Double {
    guard tick.isMarkup, let brace = tick.label.firstIndex(of: "^") else { return width(tick.label, size: small) }
    let power = tick.label[brace...].filter { !"^{}".contains($0) }
    return width(String(tick.label[..<brace]), size: small) + width(String(power), size: small * 0.8)
  }
}
