extension Composer {
  /// How much of the document a node stands for.
  struct Weight {
    var nodes = 0
    var bytes = 0
    var height = 0
  }

  /// What an anchor names: a node still open, or a finished one.
  enum Anchor {
    case open
    case closed(YAMLNode, Weight)
  }

  /// A collection that is not finished yet.
  struct Frame {
    enum Kind { case sequence, mapping }
    enum Key {
      case due
      case dropped
      case read(String, Mark)
    }

    let kind: Kind
    let mark: Mark
    let anchor: String?
    var items: [YAMLNode] = []
    var entries: [YAMLNode.Entry] = []
    var key = Key.due
    var weight = Weight()

    /// The marks of the keys, once they are more than one would look through.
    private var seen: [UTF8Key: Mark] = [:]
    private static let few = 16

    init(kind: Kind, mark: Mark, anchor: String?) {
      self.kind = kind
      self.mark = mark
      self.anchor = anchor
    }

    /// Where a key stood before.
    func place(of key: String) -> Mark? {
      entries.count <= Self.few ? entries.first { $0.key.isSame(as: key) }?.mark : seen[UTF8Key(key)]
    }

    /// Makes a key, which is about to become an entry, known.
    mutating func remember(_ key: String, _ mark: Mark) {
      if entries.count == Self.few {
        for entry in entries { seen[UTF8Key(entry.key)] = entry.mark }
      }
      if entries.count >= Self.few { seen[UTF8Key(key)] = mark }
    }

    var content: YAMLNode.Content { kind == .sequence ? .sequence(items) : .mapping(entries) }

    /// The step from this collection to the node that comes next.
    var step: FieldPath.Step? {
      switch (kind, key) {
      case (.sequence, _): .index(items.count)
      case (.mapping, .read(let key, _)): .key(key)
      case (.mapping, _): nil
      }
    }
  }
}
