/// A manifest that was read without a problem, whole.
public struct ManifestPlan<Parameters: Sendable>: Sendable {
  /// What every kind has.
  public let manifest: Manifest
  /// What this kind has.
  public let parameters: Parameters
  /// The combinations of the manifest's matrix, the last axis moving fastest; none where it has no matrix.
  public let variants: [ManifestVariant<Parameters>]
}

/// One combination of a matrix.
public struct ManifestVariant<Parameters: Sendable>: Sendable {
  /// The fields that the matrix sets, and their values as the manifest writes them.
  public let settings: [Setting]
  public let manifest: Manifest
  public let parameters: Parameters

  /// A field of the matrix and its value.
  public struct Setting: Sendable, Equatable {
    public let field: String
    public let value: String
  }
}
