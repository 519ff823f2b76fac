import Determinism

/// A series of values over records as a small drawing: a line that steps where the value moves, a dot at each record.
struct SeriesChart {
  let values: [Double?]
  let name: String

  private static let (width, height, left, margin) = (640.0, 96.0, 96.0, 12.0)
  private static let mostPoints = 400

  init(_ values: [Double?], name: String) {
    self.values = Array(values.suffix(Self.mostPoints))
    self.name = name
  }

  var markup: Markup {
    let finite = values.compactMap { $0 }.filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max() else { return Markup(html: "") }
    func place(_ index: Int) -> Double {
      let span = Self.width - Self.left - Self.margin
      return values.count < 2 ? Self.left + span / 2 : Self.left + span * Double(index) / Double(values.count - 1)
    }
    func level(_ value: Double) -> Double {
      let span = Self.height - 2 * Self.margin
      // Halves, so that a span beyond the largest number does not overflow.
      let part = most > least ? (value / 2 - least / 2) / (most / 2 - least / 2) : 0.5
      return Self.margin + span * (1 - part)
    }
    var path = ""
    var dots = ""
    var before: Double?
    for (index, value) in values.enumerated() {
      guard let value, value.isFinite else {
        before = nil
        continue
      }
      let (x, y) = (Self.rounded(place(index)), Self.rounded(level(value)))
      if before == nil { path += "M\(x) \(y)" } else { path += "H\(x)V\(y)" }
      dots += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(values.count > 60 ? "1.5" : "2.5")\"/>"
      before = value
    }
    let label =
      "\(name) over \(Typeset.count(values.count, "record")): from \(Typeset.number(least)) to \(Typeset.number(most))"
    let ends = [(most, Self.margin + 4), (least, Self.height - Self.margin + 4)].map { value, y in
      "<text x=\"\(Self.rounded(Self.left - 10))\" y=\"\(Self.rounded(y))\" text-anchor=\"end\">"
        + "\(Markup.escaped(Typeset.number(value, digits: 5)))</text>"
    }
    return Markup(
      html: "<svg class=\"series\" viewBox=\"0 0 640 96\" role=\"img\" aria-label=\"\(Markup.escaped(label))\">"
        + ends.joined() + "<path d=\"\(path)\"/>" + dots + "</svg>")
  }

  private static func rounded(_ value: Double) -> String { Numeral.render((value * 10).rounded() / 10) }
}
