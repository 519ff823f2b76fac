/// What sharing parameters over datasets bought, and which datasets it does violence to.
public struct SharingDiagnosis: Sendable {
  /// One dataset fitted alone, with every parameter its own.
  public struct Alone: Sendable {
    public let dataset: String
    public let status: SolverStatus
    /// Estimates of its parameters, in the order of the dataset's model.
    public let estimates: [Estimate]
    public let statistics: FitStatistics
    /// The same parameters in the joint fit.
    public let joint: [Estimate]

    /// For each parameter, the standard error alone over that of the joint fit; nil where there is none.
    public var gains: [Double?] {
      zip(estimates, joint).map { alone, joint in
        guard let a = alone.standardError, let j = joint.standardError, j > 0 else { return nil }
        return a / j
      }
    }
  }

  /// How hard one dataset pulls at one shared coordinate.
  public struct Pull: Sendable, Equatable {
    public let dataset: String
    /// (value alone − value from all others) / combined standard error; what the dataset wants, in σ.
    public let pull: Double
    public let method: Method

    /// Where a pull comes from.
    public enum Method: String, Sendable {
      /// The dataset alone against a fit of all others.
      case refitted
      /// The dataset alone against the others' estimate by one Gauss–Newton step from the joint fit.
      case oneStep
      /// The dataset does not determine the value alone: the signed root of the score statistic for giving it a
      /// value of its own.
      case score
    }
  }

  /// One shared coordinate and its pulls, one per dataset that uses it.
  public struct Tension: Sendable {
    public let coordinate: Int
    public let label: String
    public let pulls: [Pull]
    /// What giving up this coordinate alone would bring; nil where that was not tried, or led nowhere.
    public internal(set) var relief: Relief?
    /// Set when the datasets disagree, and giving up this coordinate is what relieves them.
    public internal(set) var verdict: String?

    /// The largest pull by magnitude.
    public var worst: Double { pulls.reduce(0) { max($0, abs($1.pull)) } }
  }

  /// What the fit gains when every dataset has its own value of one shared coordinate, and all else stays shared and
  /// is fitted anew. Of correlated coordinates all are pulled at; the one to blame relieves most.
  public struct Relief: Sendable, Equatable {
    /// F for estimated noise, else the fall of −2 lnL.
    public let statistic: Double
    /// Values that are free in addition.
    public let degrees: Int
    public let pValue: Double
  }

  /// The test of sharing everything against sharing nothing.
  public struct Test: Sendable, Equatable {
    public enum Kind: String, Sendable {
      /// F test, for estimated noise.
      case fTest
      /// Likelihood-ratio test, χ² with `degrees` degrees of freedom.
      case likelihoodRatio
    }
    public let kind: Kind
    public let statistic: Double
    /// Parameters that sharing saved.
    public let degrees: Int
    /// Degrees of freedom of the separate fits together.
    public let denominator: Int
    public let pValue: Double
  }

  public let alone: [Alone]
  /// Shared coordinates, the most torn first.
  public let tensions: [Tension]
  /// The pull that is remarkable: two-sided 1 % over all pulls together (Bonferroni).
  public let threshold: Double
  /// Nil when a separate fit failed.
  public let test: Test?

  /// One sentence per shared coordinate that the datasets tear apart; empty when they agree.
  public var verdicts: [String] { tensions.compactMap(\.verdict) }
}
