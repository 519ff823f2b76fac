/// A value of a YAML document, with its place.
///
/// Scalars are untyped, as libyaml gives them: a text, and whether it stood in quotes. Keys are scalars, and no key
/// stands twice in one mapping. Aliases are resolved: the node that an alias names stands in its place, marked where
/// it was written, and says where it was used.
public struct YAMLNode: Sendable {
  public enum Content: Sendable {
    case scalar(Scalar)
    case sequence([YAMLNode])
    case mapping([Entry])
  }

  /// An untyped text.
  public struct Scalar: Sendable {
    public let text: String
    public let style: Style

    public init(_ text: String, style: Style) {
      self.text = text
      self.style = style
    }
  }

  /// How a scalar is written: `a`, `'a'`, `"a"`, or a block after `|` or `>`.
  public enum Style: Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  /// A key of a mapping and its value.
  public struct Entry: Sendable {
    public let key: String
    /// Where the key stands.
    public let mark: Mark
    public let value: YAMLNode

    public init(key: String, mark: Mark, value: YAMLNode) {
      self.key = key
      self.mark = mark
      self.value = value
    }
  }

  public let content: Content
  /// Where the node begins.
  public let mark: Mark
  /// The byte offset where it ends.
  public let end: Int
  /// Where an alias brought the node in, if one did.
  public let alias: Mark?

  public init(_ content: Content, mark: Mark, end: Int, alias: Mark? = nil) {
    self.content = content
    self.mark = mark
    self.end = end
    self.alias = alias
  }

  /// The text and style of a scalar.
  public var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// The text of a scalar without quotes and not in a block: the only kind that may be a number or a truth value.
  public var plainText: String? {
    if case .scalar(let scalar) = content, scalar.style == .plain { scalar.text } else { nil }
  }

  /// The entries of a mapping.
  public var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// The value at `key` of a mapping, compared byte by byte.
  public subscript(key: String) -> YAMLNode? {
    entries?.first { $0.key.isSame(as: key) }?.value
  }
}
