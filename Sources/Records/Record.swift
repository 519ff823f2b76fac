public import Git

/// One fact of the ledger: that a run of an experiment took place, what it gave and what it was pinned to.
///
/// A light value; its files are read from the ledger when asked for.
public struct Record: Sendable, Equatable {
  /// The record's own commit on `refs/kanon/<experiment>`.
  public var commit: ObjectID

  /// The experiment; with the budget's name behind a dot where it was not the headline's: `decay.paper`.
  public var experiment: String

  /// `completed`, `failed` or `interrupted`; the reason stands in the circumstances.
  public var status: String

  /// When it was recorded, in seconds since 1970, UTC.
  public var seconds: Int64

  /// The commit that the run is pinned to.
  public var source: ObjectID

  /// The source without goldens, figures and documents; decides staleness.
  public var sourceIdentity: ObjectID

  /// The tree of the record: `outcome/`, `oracles/`, `presentation/`, `manifest.yaml`, `circumstances.json`.
  public var tree: ObjectID

  /// The tree id of `outcome/`, the identity of the outcome; nil when the run left none.
  public var outcome: ObjectID?
}

extension Record {
  /// The manifest's path from the root.
  public var manifestFile: String { "experiments/\(Self.withoutBudget(experiment)).yaml" }

  /// The name of the budget, where it was not the headline's.
  public var budget: String? {
    experiment.lastIndex(of: ".").map { String(experiment[experiment.index(after: $0)...]) }
  }

  /// The budgets that have records of their own.
  private static let budgets = ["smoke", "paper"]

  /// `decay` for `decay.paper`: no experiment has a dot in its name.
  static func withoutBudget(_ name: String) -> String {
    budgets.first { name.hasSuffix("." + $0) }.map { String(name.dropLast($0.count + 1)) } ?? name
  }
}
