import Determinism
public import Documents

extension Tree {
  /// Reads a tree in Newick's format: `((human:6,chimp:6):81,dog:87);`.
  ///
  /// Names may stand in single quotes; comments in brackets, blanks and line breaks are passed over. Lengths may be
  /// left out, which is right for trees that only group species; ``checkedForTime(tolerance:)`` refuses them.
  /// - Parameter file: how messages name it.
  /// - Throws: `DocumentError` at the place of what is wrong.
  public init(newick bytes: [UInt8], file: String) throws(DocumentError) {
    var parser = NewickParser(FileText(bytes, file: file))
    try parser.parse()
    self.init(nodes: parser.nodesInPostorder(), text: parser.text)
    try checkNames()
  }

  private func checkNames() throws(DocumentError) {
    let leaves = leaves.sorted { orderedByUTF8(nodes[$0].name, nodes[$1].name) }
    for leaf in leaves where nodes[leaf].name.isEmpty {
      throw text.error(
        at: nodes[leaf].offset, expected: "the name of a species", found: "none", remedy: "name every tip of the tree")
    }
    for (leaf, next) in zip(leaves, leaves.dropFirst()) where sameUTF8(nodes[leaf].name, nodes[next].name) {
      throw text.error(
        at: max(nodes[leaf].offset, nodes[next].offset), expected: "a name for each species",
        found: "a second \(nodes[leaf].name)", remedy: "rename or remove one of them")
    }
  }
}

/// One pass over a text in Newick's format; no recursion, so that depth costs no stack.
private struct NewickParser {
  let text: FileText
  private var at: Int
  private var drafts: [Draft] = []
  private var current = 0

  private struct Draft {
    var name = ""
    var parent: Int?
    var children: [Int] = []
    var length: Double?
    var offset: Int
    /// What of a subtree has been read: nothing, its children, its name, its length.
    var stage = Stage.begun
  }

  private enum Stage { case begun, opened, closed, named, measured }

  init(_ text: FileText) {
    self.text = text
    at = text.start
  }

  mutating func parse() throws(DocumentError) {
    drafts = [Draft(parent: nil, offset: at)]
    while true {
      try skipBlanks()
      guard at < text.bytes.count else { throw error("a semicolon behind the tree", remedy: "end the tree by ;") }
      switch text.bytes[at] {
      case UInt8(ascii: "("):
        guard drafts[current].stage == .begun else {
          throw error("a comma or a closing parenthesis", remedy: "part subtrees by commas")
        }
        drafts[current].stage = .opened
        open(below: current)
      case UInt8(ascii: ","):
        guard let parent = drafts[current].parent else {
          throw error("a semicolon", remedy: "a tree has one root: put parentheses around its subtrees")
        }
        open(below: parent)
      case UInt8(ascii: ")"):
        guard let parent = drafts[current].parent else {
          throw error("a semicolon", remedy: "there are more closing than opening parentheses")
        }
        current = parent
        drafts[parent].stage = .closed
        drafts[parent].offset = at
        at += 1
      case UInt8(ascii: ":"): try readLength()
      case UInt8(ascii: ";"):
        guard current == 0 else {
          throw error("a closing parenthesis", remedy: "there are more opening than closing parentheses")
        }
        at += 1
        return try checkEnd()
      default: try readName()
      }
    }
  }

  private mutating func open(below parent: Int) {
    at += 1
    current = drafts.count
    drafts.append(Draft(parent: parent, offset: at))
    drafts[parent].children.append(current)
  }

  private mutating func readLength() throws(DocumentError) {
    guard drafts[current].stage != .measured else { throw error("one length", remedy: "remove the second one") }
    at += 1
    try skipBlanks()
    let start = at
    while at < text.bytes.count, !Self.ends(text.bytes[at]) { at += 1 }
    guard let length = Numeral.parse(text.text(start..<at)), length.isFinite else {
      throw text.error(
        at: start, expected: "the length of a branch", found: text.excerpt(start..<at), remedy: "write it as a number")
    }
    drafts[current].length = length
    drafts[current].stage = .measured
    if drafts[current].name.isEmpty { drafts[current].offset = start }
  }

  private mutating func readName() throws(DocumentError) {
    let stage = drafts[current].stage
    guard stage == .begun || stage == .closed else {
      throw error("a comma, a colon or a closing parenthesis", remedy: "put names with blanks into single quotes")
    }
    let start = at
    var name: [UInt8] = []
    if text.bytes[at] == UInt8(ascii: "'") {
      at += 1
      while true {
        guard at < text.bytes.count else {
          throw text.error(
            at: start, expected: "a closing quote", found: "the end of the file", remedy: "close the name")
        }
        if text.bytes[at] == UInt8(ascii: "'") {
          at += 1
          // A quote within a name is written as two.
          guard at < text.bytes.count, text.bytes[at] == UInt8(ascii: "'") else { break }
        }
        name.append(text.bytes[at])
        at += 1
      }
    } else {
      while at < text.bytes.count, !Self.ends(text.bytes[at]) { at += 1 }
      name = Array(text.bytes[start..<at])
    }
    drafts[current].name = String(decoding: name, as: UTF8.self)
    drafts[current].offset = start
    drafts[current].stage = .named
  }

  /// Blanks, line breaks, and comments in brackets.
  private mutating func skipBlanks() throws(DocumentError) {
    while at < text.bytes.count {
      if text.bytes[at] == UInt8(ascii: "[") {
        guard let end = text.bytes[at...].firstIndex(of: UInt8(ascii: "]")) else {
          throw error("a closing bracket", remedy: "close the comment that starts here")
        }
        at = end + 1
      } else if [0x20, 0x09, 0x0A, 0x0D].contains(text.bytes[at]) {
        at += 1
      } else {
        return
      }
    }
  }

  private mutating func checkEnd() throws(DocumentError) {
    try skipBlanks()
    guard at == text.bytes.count else { throw error("the end of the file", remedy: "give one tree in a file") }
    guard drafts.count > 1 else { throw error("a tree of at least two species", remedy: "write ((a:1,b:1):1,c:2);") }
  }

  private static func ends(_ byte: UInt8) -> Bool { byte <= 0x20 || "(),:;[]'".utf8.contains(byte) }

  private func error(_ expected: String, remedy: String) -> DocumentError {
    let end = min(at + 1, text.bytes.count)
    let found = at < text.bytes.count ? text.excerpt(at..<end) : "the end of the file"
    return text.error(at: at, expected: expected, found: found, remedy: remedy)
  }

  func nodesInPostorder() -> [Tree.Node] {
    var order: [Int] = []
    var open: [(draft: Int, next: Int)] = [(0, 0)]
    while let (draft, next) = open.last {
      if next < drafts[draft].children.count {
        open[open.count - 1].next += 1
        open.append((drafts[draft].children[next], 0))
      } else {
        order.append(draft)
        open.removeLast()
      }
    }
    var places = [Int](repeating: 0, count: order.count)
    for (place, draft) in order.enumerated() { places[draft] = place }
    return order.map { draft in
      let draft = drafts[draft]
      // The root's own length, if any, is of no branch.
      return Tree.Node(
        name: draft.name, parent: draft.parent.map { places[$0] }, children: draft.children.map { places[$0] },
        length: draft.parent == nil ? 0 : draft.length ?? .nan, offset: draft.offset)
    }
  }
}
