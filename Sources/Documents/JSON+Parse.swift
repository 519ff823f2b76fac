extension JSON {
  /// Objects and arrays may stand this deep in each other.
  public static let depthLimit = 256

  /// Reads a document of RFC 8259 in UTF-8, a byte order mark before it allowed.
  ///
  /// Strict: one value, no comment, no comma before a closing bracket, no key twice in one object, no half of a
  /// surrogate pair, no number beyond `Double`, nesting to `depthLimit`.  Cost: linear, about 0.2 µs a number.
  public init(parsing bytes: [UInt8], file: String = "JSON") throws(DocumentError) {
    var parser = JSONParser(text: try SourceText(bytes, file: file))
    self = try parser.document()
  }
}
