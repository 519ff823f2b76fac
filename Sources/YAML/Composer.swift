/// Builds the tree of one document from events, resolving aliases and counting what they repeat.
struct Composer {
  let source: SourceText
  let limits: YAMLLimits
  private(set) var objections: [YAMLError] = []

  /// Nobody reads more; and each keeps its path.
  private static let objectionLimit = 1000

  private var frames: [Frame] = []
  private var anchors: [UTF8Key: Anchor] = [:]
  private var total = Weight()
  private var root: YAMLNode?

  init(source: SourceText, limits: YAMLLimits) {
    self.source = source
    self.limits = limits
  }

  /// Reads the one document of the source.
  mutating func compose() throws(YAMLError) -> YAMLNode {
    var reader: EventReader
    do { reader = try EventReader(source.bytes) } catch { throw YAMLError("out of memory", at: nil, in: source) }
    var documents = 0
    while true {
      let event: Event
      do { event = try reader.next() } catch { throw syntaxError(error) }
      switch event.kind {
      case .streamEnd:
        guard let root else { throw YAMLError("the file is empty", at: .start, in: source) }
        return root
      case .documentStart:
        documents += 1
        if documents > 1 { throw fault("a second document begins here; a file holds one", at: event) }
      case .streamStart, .documentEnd: break
      case .alias(let name): try resolve(name, at: event)
      case .scalar(let properties, let scalar): try take(scalar, properties, at: event)
      case .sequenceStart(let properties): try open(.sequence, properties, at: event)
      case .mappingStart(let properties): try open(.mapping, properties, at: event)
      case .sequenceEnd, .mappingEnd: close(at: event)
      }
    }
  }

  // MARK: Nodes

  private mutating func take(_ scalar: YAMLNode.Scalar, _ properties: Event.Properties, at event: Event)
    throws(YAMLError)
  {
    let mark = contentMark(of: event, properties)
    refuseTag(properties.tag, at: event)
    let weight = Weight(nodes: 1, bytes: scalar.text.utf8.count, height: 0)
    try count(weight, at: mark)
    let node = YAMLNode(.scalar(scalar), mark: mark, end: source.offset(scalar: event.end))
    if let name = properties.anchor { anchors[UTF8Key(name)] = .closed(node, weight) }
    put(node, weight: weight)
  }

  private mutating func open(_ kind: Frame.Kind, _ properties: Event.Properties, at event: Event) throws(YAMLError) {
    let mark = contentMark(of: event, properties)
    refuseTag(properties.tag, at: event)
    try count(Weight(nodes: 1, bytes: 0, height: 1), at: mark)
    if let name = properties.anchor { anchors[UTF8Key(name)] = .open }
    frames.append(Frame(kind: kind, mark: mark, anchor: properties.anchor))
  }

  private mutating func close(at event: Event) {
    guard let frame = frames.popLast() else { return }
    let node = YAMLNode(frame.content, mark: frame.mark, end: source.offset(scalar: event.end))
    var weight = frame.weight
    weight.nodes += 1
    weight.height += 1
    if let name = frame.anchor { anchors[UTF8Key(name)] = .closed(node, weight) }
    put(node, weight: weight)
  }

  private mutating func resolve(_ name: String, at event: Event) throws(YAMLError) {
    let mark = source.mark(scalar: event.start)
    switch anchors[UTF8Key(name)] {
    case nil: throw fault("the alias \(shown(name)) names nothing; no anchor of that name stands before it", at: event)
    case .open:
      throw fault("the alias \(shown(name)) stands inside what it names; a value cannot hold itself", at: event)
    case .closed(let node, let weight):
      try count(weight, at: mark)
      put(YAMLNode(node.content, mark: node.mark, end: node.end, alias: mark), weight: weight)
    }
  }

  /// Gives a finished node to the collection that is open, or makes it the root.
  private mutating func put(_ node: YAMLNode, weight: Weight) {
    guard let last = frames.indices.last else {
      root = node
      return
    }
    frames[last].weight.nodes += weight.nodes
    frames[last].weight.bytes += weight.bytes
    frames[last].weight.height = max(frames[last].weight.height, weight.height)
    guard frames[last].kind == .mapping else {
      frames[last].items.append(node)
      return
    }
    switch frames[last].key {
    case .due: frames[last].key = key(node, in: last)
    case .dropped: frames[last].key = .due
    case .read(let key, let mark):
      frames[last].entries.append(YAMLNode.Entry(key: key, mark: mark, value: node))
      frames[last].key = .due
    }
  }

  /// Whether a node may be a key of the mapping in frame `index`.
  private mutating func key(_ node: YAMLNode, in index: Int) -> Frame.Key {
    let mark = node.alias ?? node.mark
    guard let scalar = node.scalar else {
      object("a key must be a text, not a list or a mapping; a text with [ ] or { } needs quotes", at: mark)
      return .dropped
    }
    if scalar.text == "<<", scalar.style == .plain {
      object("merge keys are not read; write the fields out, or use an alias for a whole value", at: mark)
      return .dropped
    }
    if let known = frames[index].place(of: scalar.text) {
      object("duplicate key; the first stands at \(known)", at: mark, key: scalar.text)
      return .dropped
    }
    frames[index].remember(scalar.text, mark)
    return .read(scalar.text, mark)
  }

  // MARK: Limits and complaints

  private mutating func count(_ weight: Weight, at mark: Mark) throws(YAMLError) {
    total.nodes += weight.nodes
    total.bytes += weight.bytes
    let depth = frames.count + weight.height
    var excess: String?
    if depth > limits.depth { excess = "collections stand more than \(limits.depth) deep" }
    if total.nodes > limits.nodes { excess = "more than \(limits.nodes) values, those that aliases repeat included" }
    if total.bytes > limits.textBytes {
      excess = "more than \(limits.textBytes) bytes, those that aliases repeat included"
    }
    if let excess { throw YAMLError("too large: \(excess)", at: mark, field: path, in: source) }
  }

  private mutating func refuseTag(_ tag: String?, at event: Event) {
    guard let tag else { return }
    let mark = source.mark(scalar: event.start)
    object("the tag \(cut(tag)) is not read; remove it, each field has its type already", at: mark)
  }

  private mutating func object(_ message: String, at mark: Mark, key: String? = nil) {
    guard objections.count < Self.objectionLimit else { return }
    let field = key.map { path + .key($0) } ?? path
    objections.append(YAMLError(message, at: mark, field: field, in: source))
  }

  private func fault(_ message: String, at event: Event) -> YAMLError {
    YAMLError(message, at: source.mark(scalar: event.start), field: path, in: source)
  }

  /// The way to the node that comes next.
  private var path: FieldPath { FieldPath(frames.compactMap(\.step)) }

  /// Where a node begins after its anchor; libyaml's mark is the anchor's.
  private func contentMark(of event: Event, _ properties: Event.Properties) -> Mark {
    let mark = source.mark(scalar: event.start)
    guard let anchor = properties.anchor, properties.tag == nil else { return mark }
    let bytes = source.bytes
    var offset = mark.offset + 1 + anchor.utf8.count
    while offset < bytes.count, bytes[offset] == UInt8(ascii: " ") || bytes[offset] == UInt8(ascii: "\t") {
      offset += 1
    }
    // What follows on a later line, or is nothing, stays with its anchor.
    let followsOnLine = offset < source.offset(scalar: event.end) && bytes[offset] != UInt8(ascii: "\n")
    guard followsOnLine, bytes[offset] != UInt8(ascii: "\r"), bytes[offset] != UInt8(ascii: "#") else { return mark }
    // libyaml's anchors are ASCII: each byte is a column.
    return Mark(line: mark.line, column: mark.column + offset - mark.offset, offset: offset)
  }

  private func syntaxError(_ error: EventReader.SyntaxError) -> YAMLError {
    let mark = source.mark(scalar: error.place)
    var message = error.problem
    if mark.offset < source.bytes.count, source.bytes[mark.offset] == UInt8(ascii: "\t") {
      message = "found a tab where YAML wants spaces"
    }
    if let context = error.context {
      message += " \(context), which begins at \(source.mark(scalar: error.contextPlace))"
    }
    return YAMLError("not YAML: \(message)", at: mark, field: path, in: source)
  }

  private func shown(_ alias: String) -> String { "*" + cut(alias) }

  private func cut(_ name: String) -> String {
    name.utf8.count <= 60 ? name : String(String.UnicodeScalarView(name.unicodeScalars.prefix(60))) + "…"
  }
}
