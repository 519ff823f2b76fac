/// What a document may ask of memory, whoever wrote it.
public struct YAMLLimits: Sendable {
  /// The size of the file.
  public var bytes = 4 << 20
  /// Nodes in all, each counted as often as aliases repeat it.
  public var nodes = 100_000
  /// The length of all scalars in all, each counted as often as aliases repeat it.
  public var textBytes = 8 << 20
  /// Lines that begin with `%`, as directives do: libyaml compares each with all before it.
  public var directives = 16
  /// How many collections may stand inside one another.
  public var depth = 64

  public init() {}
}
