public import Git

/// Everything that becomes one record.
public struct RecordDraft: Sendable {
  /// What the run left to compare.
  public enum Product: Sendable {
    /// A fresh outcome.
    case outcome(Outcome)
    /// The outcome of an earlier record, as when only its laws are tested again.
    case recorded(tree: ObjectID)
    /// Nothing: the run failed or was interrupted.
    case nothing
  }

  public var experiment: String
  public var product: Product

  /// The manifest's bytes as they were read.
  public var manifest: [UInt8]

  public var circumstances: Circumstances

  /// What the laws found: files of the folder `oracles/`.
  public var oracles: [StoredFile]

  /// Figures, their scripts and captions: files of the folder `presentation/`.
  public var presentation: [StoredFile]

  /// What the run is pinned to; nil pins the source as it is when the record is made.
  public var source: Source?

  public init(
    experiment: String, product: Product, manifest: [UInt8], circumstances: Circumstances, oracles: [StoredFile] = [],
    presentation: [StoredFile] = [], source: Source? = nil
  ) {
    (self.experiment, self.product, self.manifest) = (experiment, product, manifest)
    (self.circumstances, self.oracles, self.presentation) = (circumstances, oracles, presentation)
    self.source = source
  }
}
