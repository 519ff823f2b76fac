public import Git

/// One fact of the ledger: that a run of an experiment took place, what it gave and what it was pinned to.
///
/// A light value; its files are read from the ledger when asked for.
public struct Record: Sendable, Equatable {
  /// The record's own commit on `refs/kanon/<experiment>`.
  public var commit: ObjectID

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
