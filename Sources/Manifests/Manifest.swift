public import Documents

/// The part of a manifest that every kind of experiment has.
public struct Manifest: Sendable {
  /// The experiment's name: its file's path below `experiments/`, without `.yaml`.
  public let experiment: String
  /// The name of its kind.
  public let kind: String
  /// What every random stream of the experiment is keyed by.
  public let seed: UInt64
  public let title: String?
  /// Markdown for the people who read the notebook.
  public let notes: String?
  /// Whether what the kind shares is shared; off runs the unshared twin.
  public let isShared: Bool
  /// What the outcome is to be contrasted with.
  public let contrast: Contrast
  /// Values known from elsewhere, by the names of metrics or parameters, in the order of the manifest.
  public internal(set) var truth: [Named<Truth>]
  /// The tolerances of the outcome; `nil` where every bit must agree.
  public internal(set) var expectations: Expectations?
  /// The budget whose changes have been applied.
  public let budget: Budget
  /// The budgets that the manifest declares changes for.
  public let declaredBudgets: [Budget]
  /// The budget, where its changes, or those of the headline that it lacks, make this another run than the headline's.
  public var varied: Budget? {
    budget != .headline && declaredBudgets.contains { $0 == budget || $0 == .headline } ? budget : nil
  }
  /// Every input file that the manifest names, in the order of its reading.
  public internal(set) var inputs: [InputFile] = []
  /// The whole manifest in canonical form: every field, defaults included, in the order of its declaration, typed;
  /// changes of the budget applied. Two manifests with equal documents say the same.
  public internal(set) var document: JSON = [:]

  /// The unshared twin that an outcome is contrasted with.
  public enum Contrast: String, Sendable, CaseIterable {
    case none
    case sharing
  }
}

/// How much an experiment may spend; changes to a manifest's fields go by these names.
public enum Budget: String, Sendable, CaseIterable {
  /// Seconds: does it run at all?
  case smoke
  /// What `make reproduce` runs.
  case headline
  /// The full curves of the paper.
  case paper
}
