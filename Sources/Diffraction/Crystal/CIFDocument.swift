import Documents

/// A crystallographic information file: blocks of tags with values, and of loops.
///
/// S. R. Hall, F. H. Allen, I. D. Brown, doi:10.1107/S010876739101067X. Text fields, quotes and comments as the
/// standard has them; what stands in save frames is skipped.
struct CIFDocument: Sendable {
  /// One data block.
  struct Block: Sendable {
    let name: String
    private(set) var items: [(tag: String, value: CIFToken)] = []
    private(set) var loops: [(tags: [String], values: [CIFToken])] = []

    init(name: String) { self.name = name }

    mutating func add(_ tag: String, _ value: CIFToken) { items.append((Self.canonical(tag), value)) }

    mutating func add(loop tags: [String], _ values: [CIFToken]) {
      loops.append((tags.map { Self.canonical($0) }, values))
    }

    /// In lower case; the newer dictionaries' `_atom_site.fract_x` is `_atom_site_fract_x`.
    private static func canonical(_ tag: String) -> String {
      String(tag.lowercased().map { $0 == "." ? "_" : $0 })
    }

    /// The value of the first of some tags that is there and not `?` or `.`.
    func value(_ tags: [String]) -> CIFToken? {
      for tag in tags {
        if let found = items.first(where: { $0.tag == tag })?.value, !found.isMissing { return found }
        if let column = column(tag), let first = column.first, !first.isMissing { return first }
      }
      return nil
    }

    /// The column of a tag in the loop that has it.
    func column(_ tag: String) -> [CIFToken]? {
      for loop in loops {
        guard let place = loop.tags.firstIndex(of: tag) else { continue }
        return stride(from: place, to: loop.values.count, by: loop.tags.count).map { loop.values[$0] }
      }
      return nil
    }

    /// The first of some columns that is there.
    func column(_ tags: [String]) -> [CIFToken]? { tags.lazy.compactMap { column($0) }.first }
  }

  let file: String
  let blocks: [Block]

  /// - Throws: the place where the text is no CIF.
  init(_ bytes: [UInt8], file: String) throws(DocumentError) {
    self.file = file
    var scanner = CIFScanner(bytes, file: file)
    var blocks: [Block] = []
    var isSaveFrame = false
    while let token = try scanner.next() {
      switch token.kind {
      case .block(let name):
        blocks.append(Block(name: name))
      case .save(let opens): isSaveFrame = opens
      case .tag(let tag):
        guard let value = try scanner.next(), case .value = value.kind else {
          throw token.fault("a value of \(tag)", found: "none", "give the tag a value, or ? where it is not known")
        }
        guard !blocks.isEmpty else { throw token.fault("data_ with a name", found: tag, "begin with a data block") }
        if !isSaveFrame { blocks[blocks.count - 1].add(tag, value) }
      case .loop:
        let (tags, values) = try Self.loop(&scanner, token)
        guard !blocks.isEmpty else { throw token.fault("data_ with a name", found: "loop_", "begin with a data block") }
        if !isSaveFrame { blocks[blocks.count - 1].add(loop: tags, values) }
      case .value(let text):
        throw token.fault("a tag, loop_ or data_", found: "\"\(text.prefix(40))\"", "quote values that hold blanks")
      }
    }
    guard !blocks.isEmpty else {
      throw DocumentError(
        file: file, place: .line(1, column: 1), expected: "data_ with a name", found: "no data block",
        remedy: "give a crystallographic information file")
    }
    self.blocks = blocks
  }

  private static func loop(
    _ scanner: inout CIFScanner, _ start: CIFToken
  ) throws(DocumentError) -> ([String], [CIFToken]) {
    var tags: [String] = []
    var values: [CIFToken] = []
    while let token = try scanner.peek() {
      if case .tag(let tag) = token.kind, values.isEmpty {
        tags.append(tag)
      } else if case .value = token.kind {
        values.append(token)
      } else {
        break
      }
      _ = try scanner.next()
    }
    guard !tags.isEmpty, values.count.isMultiple(of: tags.count) else {
      throw start.fault(
        "a loop whose values fill its \(tags.count) columns", found: "\(values.count) values",
        "a value is missing, or one with blanks is not quoted")
    }
    return (tags, values)
  }
}
