import YAML

extension ManifestText {
  /// The line of every field at the top of the manifest, from 1: where a message about it points.
  public var fieldLines: [(field: String, line: Int)] {
    (document.root.entries ?? []).map { ($0.key, $0.mark.line) }
  }
}
