/// One YAML document, read strictly and within limits.
///
/// Not all of YAML is welcome in a file whose meaning should be plain: tags, merge keys, duplicate keys and keys that
/// are collections are objected to. They do not end the reading, so that all objections are found at once.
/// ```swift
/// let document = try YAMLDocument(bytes, file: "experiments/decay.yaml")
/// for objection in document.objections { print(objection) }
/// ```
public struct YAMLDocument: Sendable {
  /// The text that was read.
  public let source: SourceText
  /// The tree, aliases resolved, without the parts objected to.
  public let root: YAMLNode
  /// What may not stay as it is, in the order of the text.
  public let objections: [YAMLError]

  /// Reads `bytes` as the file named `file`.
  ///
  /// - Throws: where the text is too large, not UTF-8, not YAML, empty, several documents, or grows beyond `limits`.
  ///   Cost: linear in the size.
  public init(_ bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits()) throws(YAMLError) {
    let source = try SourceText(checking: bytes, file: file, limits: limits)
    var composer = Composer(source: source, limits: limits)
    root = try composer.compose()
    objections = composer.objections.sorted { ($0.mark?.offset ?? 0) < ($1.mark?.offset ?? 0) }
    self.source = source
  }
}
