import Determinism
import Documents

/// What one case of a law gave: how far off it was, how far it may be, and how small an error would have been seen.
public struct Measurement: Sendable, Equatable {
  /// How far off, in the law's unit; 0 when exact.
  public var defect: Double
  /// How far off a sound subject may be: 0 for an exact law, else what the error model says for this case.
  public var allowed: Double
  /// The smallest defect that would have been seen in this case.
  public var visible: Double
  /// Where, and what was found: `forces[3, 1] is 0.25, −∂energy/∂positions is 0.26`.
  public var sentence: String

  public init(defect: Double, allowed: Double, visible: Double, sentence: String) {
    (self.defect, self.allowed, self.visible, self.sentence) = (defect, allowed, visible, sentence)
  }

  /// Whether the law is broken. A defect that is no number breaks it.
  public var isViolation: Bool { !(defect <= allowed) }

  /// How bad, for comparing cases: the defect in units of what is allowed, or the defect itself where nothing is.
  var severity: Double { defect.isNaN ? .infinity : allowed > 0 ? defect / allowed : defect }
}

extension Measurement {
  /// Compares outputs with what they should be, every number, by what each may differ.
  /// - Parameter allowed: for an output and a place; nil allows nothing.
  public static func compare(
    _ found: Arrays, _ due: Arrays, allowed: ((_ name: String, _ place: Int) -> Double)? = nil
  ) throws(SubjectFailure) -> Measurement {
    var worst = Measurement(defect: 0, allowed: 0, visible: 0, sentence: "nothing differs")
    var severity = -1.0
    for name in due.names {
      let (a, b) = (try found.array(name), try due.array(name))
      guard a.shape == b.shape else {
        throw SubjectFailure(.shape, "\(name) has the shape \(a.shape) where \(b.shape) was due")
      }
      let (left, right) = (a.doubles, b.doubles)
      for place in left.indices {
        let limit = allowed?(name, place) ?? 0
        worst.visible = max(worst.visible, limit)
        let defect = left[place] == right[place] ? 0 : (left[place] - right[place]).magnitude
        let own = limit > 0 ? defect / limit : defect > 0 ? .infinity : 0
        guard own > severity || (own == severity && defect > worst.defect) else { continue }
        severity = own
        (worst.defect, worst.allowed) = (defect, limit)
        worst.sentence =
          defect == 0
          ? "nothing differs"
          : "\(name)\(a.place(place)) is \(Numeral.render(left[place])), \(Numeral.render(right[place])) is due"
      }
    }
    return worst
  }
}
