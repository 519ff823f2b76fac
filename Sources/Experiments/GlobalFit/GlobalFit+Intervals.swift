import Documents
import Fitting
import Manifests

extension GlobalFit {
  /// Which profile-likelihood intervals are asked for.
  struct Intervals: Sendable {
    let level: Double
    /// Labels of coordinates or names of parameters; nil for all that are shared, and for all when there are few.
    let chosen: [Located<String>]?

    /// Beyond so many coordinates only the shared ones are profiled, unless the manifest names others.
    private static let few = 12

    static var schema: Schema<Self> {
      .variants([
        .word(
          "profile", Intervals(level: 0.95, chosen: nil),
          "at 95 %, of all parameters, or of the shared ones when they are many"),
        .record("profile", "at a level of choice") { fields in
          Intervals(
            level: fields.optional(
              "level", .number(above: 0, below: 1), default: 0.95, "the two-sided confidence level"),
            chosen: fields.optional("of", .list(of: Schema.text("a parameter").located, atLeast: 1), "which parameters")
          )
        },
      ])
    }

    func chosen(in fit: Fit) -> [Int] {
      let free = fit.estimates.indices.filter { fit.estimates[$0].state.hasProfile }
      if let chosen {
        return free.filter { c in
          let coordinate = fit.problem.coordinates[c]
          return chosen.contains { $0.value == coordinate.parameter || $0.value == coordinate.label }
        }
      }
      return free.count <= Self.few ? free : free.filter { fit.problem.coordinates[$0].instance == nil }
    }
  }
}

extension Fitting.Estimate.State {
  /// Whether a profile says anything: not of what is fixed, nor of what only a combination of parameters decides.
  fileprivate var hasProfile: Bool {
    switch self {
    case .fixed, .unidentified(.direction), .unidentified(.unbounded): false
    case .determined, .atLowerBound, .atUpperBound, .unidentified(.greater), .unidentified(.less),
      .unidentified(.flat):
      true
    }
  }
}
