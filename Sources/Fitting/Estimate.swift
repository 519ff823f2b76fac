import Determinism

/// What a fit says of one coordinate.
public struct Estimate: Sendable, Equatable {
  public let coordinate: Coordinate
  public let value: Double
  /// How the value came about, and whether its error means anything.
  public let state: State
  /// The standard error; nil unless `state` is `.determined`.
  public let standardError: Double?
  /// The profile-likelihood interval, when asked for.
  public var interval: ProfileInterval?

  public enum State: Sendable, Equatable {
    /// The data determine it.
    case determined
    /// Not free: its value is its start.
    case fixed
    /// It stands at its lower or upper bound, and the objective would fall beyond it.
    case atLowerBound, atUpperBound
    /// The data do not determine it.
    case unidentified(Unidentified)
  }

  /// What can still be said of a parameter that the data do not determine.
  public enum Unidentified: Sendable, Equatable {
    /// The profile never rises above: only "greater than `bound`" can be said, at `level`, one-sided.
    case greater(than: Double, level: Double)
    /// The profile never rises below: only "less than `bound`" can be said, at `level`, one-sided.
    case less(than: Double, level: Double)
    /// The profile rises on neither side.
    case unbounded
    /// The model does not change with it to first order, but it does farther out: `lower` < x < `upper` at `level`.
    case flat(lower: Double, upper: Double, level: Double)
    /// The objective does not change along a line through several coordinates, named by their labels.
    case direction([String])
  }

  /// "Kic is not determined by the data: Kic > 512 at 95 %".
  public var verdict: String? {
    guard case .unidentified(let what) = state else { return nil }
    let name = coordinate.label
    let said = "\(name) is not determined by the data"
    switch what {
    case .greater(let bound, let level): return "\(said): \(name) > \(Numeral.brief(bound)) at \(percent(level))"
    case .less(let bound, let level): return "\(said): \(name) < \(Numeral.brief(bound)) at \(percent(level))"
    case .unbounded: return "\(said): no value of it is excluded"
    case .flat(let lower, let upper, let level):
      return "\(name) has no standard error, because the model's slope along it vanishes here: "
        + "\(Numeral.brief(lower)) < \(name) < \(Numeral.brief(upper)) at \(percent(level))"
    case .direction(let labels): return "\(said): only a combination of \(labels.joined(separator: ", ")) is"
    }
  }
}

/// 0.95 → "95 %".
private func percent(_ level: Double) -> String { Numeral.brief(level * 100) + " %" }

/// A likelihood-profile interval of one coordinate; every other coordinate is fitted anew at each value.
public struct ProfileInterval: Sendable, Equatable {
  /// The two-sided confidence level.
  public let level: Double
  public let lower: End
  public let upper: End

  /// One end of an interval.
  public enum End: Sendable, Equatable {
    /// The profile reaches the level here.
    case at(Double)
    /// The coordinate's bound comes first.
    case bound(Double)
    /// The profile does not reach the level, as far as was searched.
    case open(searchedTo: Double)

    /// The end's value; ±∞ is not one.
    public var value: Double? {
      switch self {
      case .at(let x), .bound(let x): x
      case .open: nil
      }
    }
  }
}
