/// What is wrong with a document, and where.
public struct YAMLError: Error, Sendable, CustomStringConvertible {
  /// The text at fault; without its lines where it is not UTF-8.
  public let source: SourceText
  /// Where; `nil` where the file as a whole is at fault.
  public let mark: Mark?
  /// The way to the node at fault, where there is one.
  public let field: FieldPath
  /// What was found, and what to do.
  public let message: String

  init(_ message: String, at mark: Mark?, field: FieldPath = FieldPath(), in source: SourceText) {
    self.source = source
    self.mark = mark
    self.field = field
    self.message = message
  }

  /// `file:line:column: field: message`.
  public var description: String {
    var text = source.file
    if let mark { text += ":\(mark)" }
    if !field.steps.isEmpty { text += ": \(field)" }
    return text + ": " + message
  }
}
