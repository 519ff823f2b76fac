import Determinism
import Documents
import YAML

extension YAMLNode {
  /// This node with `changes` laid over it: mappings key by key at any depth, anything else replaced.
  ///
  /// Every part keeps its mark, so that a problem points to the line that it comes from.
  func merging(_ changes: YAMLNode) -> YAMLNode {
    guard let own = entries, let others = changes.entries else { return changes }
    var merged = own
    // Looked up by position: one pass each, also for the largest mapping.
    var places = [UTF8Key: Int](minimumCapacity: own.count)
    for (place, entry) in own.enumerated() { places[UTF8Key(entry.key)] = place }
    for entry in others {
      guard let place = places[UTF8Key(entry.key)] else {
        merged.append(entry)
        continue
      }
      merged[place] = Entry(key: entry.key, mark: entry.mark, value: merged[place].value.merging(entry.value))
    }
    return YAMLNode(.mapping(merged), mark: changes.mark, end: changes.end, alias: changes.alias)
  }

  /// This node with the one at `path` replaced; a key that is not there yet is added to its mapping.
  ///
  /// - Parameter mark: where the path was written; new keys stand there.
  /// - Returns: `nil` where the path leads through something that it does not fit.
  func setting(_ path: ArraySlice<FieldPath.Step>, to value: YAMLNode, mark: Mark) -> YAMLNode? {
    guard let step = path.first else { return value }
    let rest = path.dropFirst()
    switch (step, content) {
    case (.key(let key), .mapping(var entries)):
      if let place = entries.firstIndex(where: { $0.key.isSame(as: key) }) {
        guard let new = entries[place].value.setting(rest, to: value, mark: mark) else { return nil }
        entries[place] = Entry(key: key, mark: entries[place].mark, value: new)
      } else {
        let empty = YAMLNode(.mapping([]), mark: mark, end: mark.offset)
        guard let new = empty.setting(rest, to: value, mark: mark) else { return nil }
        entries.append(Entry(key: key, mark: mark, value: new))
      }
      return YAMLNode(.mapping(entries), mark: self.mark, end: end, alias: alias)
    case (.key(let key), .sequence):
      // In flow style `[` begins a list, so `starts.0` stands for `starts[0]`.
      guard let index = Int(key) else { return nil }
      return setting([.index(index)] + path.dropFirst(), to: value, mark: mark)
    case (.index(let index), .sequence(var items)):
      guard items.indices.contains(index), let new = items[index].setting(rest, to: value, mark: mark) else {
        return nil
      }
      items[index] = new
      return YAMLNode(.sequence(items), mark: self.mark, end: end, alias: alias)
    default: return nil
    }
  }

  /// This mapping without some keys.
  func removing(_ keys: [String]) -> YAMLNode {
    guard let entries else { return self }
    let rest = entries.filter { entry in !keys.contains { $0.isSame(as: entry.key) } }
    return YAMLNode(.mapping(rest), mark: mark, end: end, alias: alias)
  }

  /// A document as it would stand in a manifest.
  init(_ json: JSON) {
    let content: Content =
      switch json {
      case .null: .scalar(Scalar("", style: .plain))
      case .bool(let value): .scalar(Scalar(value ? "true" : "false", style: .plain))
      case .integer(let value): .scalar(Scalar(Numeral.render(value), style: .plain))
      case .number(let value): .scalar(Scalar(Numeral.render(value), style: .plain))
      case .string(let text): .scalar(Scalar(text, style: .doubleQuoted))
      case .array(let items): .sequence(items.map { YAMLNode($0) })
      case .object(let members): .mapping(members.map { Entry(key: $0.key, mark: .origin, value: YAMLNode($0.value)) })
      }
    self.init(content, mark: .origin, end: 0)
  }
}

extension Mark {
  /// The beginning of a file.
  static var origin: Mark { Mark(line: 1, column: 1, offset: 0) }
}
