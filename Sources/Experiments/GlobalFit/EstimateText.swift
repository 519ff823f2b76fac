import Determinism
public import Documents

/// An estimate as a line shows it: `tau = 4.998 ± 0.021 s`, rounded to two digits of its error.
public struct EstimateText {
  public let label: String
  public let estimate: JSON

  public init(label: String, estimate: JSON) { (self.label, self.estimate) = (label, estimate) }

  public var text: String {
    if let verdict = estimate["verdict"]?.asString { return verdict }
    guard let value = estimate["value"]?.asNumber else { return label }
    let unit = estimate["unit"]?.asString.map { " " + $0 } ?? ""
    guard let error = estimate["stderr"]?.asNumber, error > 0, error.isFinite else {
      return "\(label) = \(Numeral.brief(value, digits: 6))\(unit)"
    }
    return "\(label) = \(Numeral.measured(value, error: error))\(unit)"
  }

  /// How far a value is off, in standard errors: `+4.1 σ`.
  static func pull(_ z: Double) -> String { (z < 0 ? "−" : "+") + Numeral.brief(z.magnitude, digits: 2) + " σ" }
}
