internal import CLibYAML

/// Owns a libyaml parser and the bytes that it reads, and gives events that hold no C memory.
struct EventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// - Throws: ``OutOfMemory``, should libyaml find none.
  init(_ bytes: [UInt8]) throws(OutOfMemory) {
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      throw OutOfMemory()
    }
    input = .allocate(capacity: max(bytes.count, 1))
    _ = input.initialize(from: bytes)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  struct OutOfMemory: Error {}

  /// What libyaml objects to; places count Unicode scalars from the start.
  struct SyntaxError: Error {
    let problem: String
    let place: Int
    let context: String?
    let contextPlace: Int
  }

  /// The next event. Not to be called again once it threw or the stream ended.
  mutating func next() throws(SyntaxError) -> Event {
    var raw = yaml_event_t()
    guard yaml_parser_parse(parser, &raw) == 1 else { throw syntaxError }
    defer { yaml_event_delete(&raw) }
    return Event(kind: raw.kind, start: raw.start_mark.index, end: raw.end_mark.index)
  }

  private var syntaxError: SyntaxError {
    let state = parser.pointee
    return SyntaxError(
      problem: state.problem.map { String(cString: $0) } ?? "out of memory",
      place: state.problem_mark.index,
      context: state.context.map { String(cString: $0) },
      contextPlace: state.context_mark.index)
  }
}

/// One step of a document; places count Unicode scalars from the start.
struct Event {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias(String)
    case scalar(Properties, YAMLNode.Scalar)
    case sequenceStart(Properties), sequenceEnd
    case mappingStart(Properties), mappingEnd
  }

  /// What may stand before a node.
  struct Properties {
    let anchor: String?
    let tag: String?
  }

  let kind: Kind
  let start: Int
  let end: Int
}

// Each member of the C union is read here, once, under the event type that it belongs to.
extension yaml_event_t {
  fileprivate var kind: Event.Kind {
    switch type {
    case YAML_STREAM_END_EVENT: .streamEnd
    case YAML_DOCUMENT_START_EVENT: .documentStart
    case YAML_DOCUMENT_END_EVENT: .documentEnd
    case YAML_ALIAS_EVENT: .alias(text(data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT: .scalar(properties(data.scalar.anchor, data.scalar.tag), scalar)
    case YAML_SEQUENCE_START_EVENT:
      .sequenceStart(properties(data.sequence_start.anchor, data.sequence_start.tag))
    case YAML_SEQUENCE_END_EVENT: .sequenceEnd
    case YAML_MAPPING_START_EVENT: .mappingStart(properties(data.mapping_start.anchor, data.mapping_start.tag))
    case YAML_MAPPING_END_EVENT: .mappingEnd
    default: .streamStart  // also YAML_NO_EVENT, which a reader that stops at the end never sees
    }
  }

  private var scalar: YAMLNode.Scalar {
    let bytes = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
    let style: YAMLNode.Style =
      switch data.scalar.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE: .literal
      case YAML_FOLDED_SCALAR_STYLE: .folded
      default: .plain
      }
    return YAMLNode.Scalar(String(decoding: bytes, as: UTF8.self), style: style)
  }
}

private func properties(
  _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?
) -> Event.Properties {
  Event.Properties(anchor: text(anchor), tag: text(tag))
}

private func text(_ characters: UnsafeMutablePointer<yaml_char_t>?) -> String? {
  characters.map { String(cString: $0) }
}
