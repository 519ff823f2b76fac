public import YAML

/// One thing that is wrong with a manifest: where, what was expected, what was found, what to do.
///
/// Prints as
/// ```
/// experiments/decay.yaml:9:24: parameters.tau.start: expected a number, found "fast"
///   tau: {shared: true, start: fast}
///                              ^
/// did you mean …?
/// ```
public struct Problem: Error, Sendable {
  /// The file, as messages show it.
  public let file: String
  /// Where it stands; `nil` where the file as a whole is at fault.
  public let mark: Mark?
  /// The way to the field at fault; empty for the whole document.
  public let field: FieldPath
  /// What would have been right, where that can be said.
  public let expected: String?
  /// What stands there instead.
  public let found: String?
  /// The whole sentence; made of `expected` and `found` where they are there.
  public let message: String
  /// The known word nearest to the one found.
  public let suggestion: String?

  let source: SourceText?

  /// A problem of the form “expected …, found …”.
  init(expected: String, found: String, at mark: Mark?, field: FieldPath, in source: SourceText, suggestion: String?) {
    self.file = source.file
    self.mark = mark
    self.field = field
    self.expected = expected
    self.found = found
    self.message = "expected \(expected), found \(found)"
    self.suggestion = suggestion
    self.source = source
  }

  /// A problem that is a sentence of its own.
  init(_ message: String, at mark: Mark?, field: FieldPath, in source: SourceText, suggestion: String? = nil) {
    self.file = source.file
    self.mark = mark
    self.field = field
    self.expected = nil
    self.found = nil
    self.message = message
    self.suggestion = suggestion
    self.source = source
  }

  /// A problem of a file that could not be opened, or of no single line.
  public init(_ message: String, file: String) {
    self.file = file
    self.mark = nil
    self.field = FieldPath()
    self.expected = nil
    self.found = nil
    self.message = message
    self.suggestion = nil
    self.source = nil
  }

  init(_ error: YAMLError) {
    self.init(error.message, at: error.mark, field: error.field, in: error.source)
  }
}
