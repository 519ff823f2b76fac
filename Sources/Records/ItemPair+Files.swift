import Documents

extension ItemPair {
  /// The items of one file that differ. Either side may be missing, or fail to parse: then the file is one item.
  static func pairs(path: String, earlier: [UInt8]?, later: [UInt8]?) -> [ItemPair] {
    guard let earlier else { return [ItemPair(name: path, sides: .structure("the file is new"))] }
    guard let later else { return [ItemPair(name: path, sides: .structure("the file is gone"))] }
    if earlier == later { return [] }
    let stem = path.lastIndex(of: ".").map { String(path[..<$0]) } ?? path
    let pairs: [ItemPair]?
    switch path {
    case "metrics.json", "sharing.json": pairs = documents(earlier, later, named: stem + "/")
    case _ where path.hasPrefix("tables/") && path.hasSuffix(".csv"): pairs = tables(earlier, later, named: stem)
    case _ where path.hasPrefix("arrays/") && path.hasSuffix(".npy"): pairs = arrays(earlier, later, named: stem)
    case _ where path.hasSuffix(".safetensors"): pairs = weights(earlier, later, named: stem)
    default: pairs = nil
    }
    guard let pairs else {
      let first = zip(earlier, later).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      let sentence = "\(earlier.count) bytes became \(later.count); the first difference is at byte "
      return [ItemPair(name: path, sides: .structure(sentence + "\(first ?? min(earlier.count, later.count))"))]
    }
    return pairs.isEmpty ? [ItemPair(name: stem, sides: .spelling)] : pairs
  }

  private static func documents(_ earlier: [UInt8], _ later: [UInt8], named name: String) -> [ItemPair]? {
    guard let a = try? JSON(parsing: earlier), let b = try? JSON(parsing: later) else { return nil }
    return pairs(a, b, named: name)
  }

  private static func arrays(_ earlier: [UInt8], _ later: [UInt8], named name: String) -> [ItemPair]? {
    guard let a = try? NumericArray(npy: earlier, file: name), let b = try? NumericArray(npy: later, file: name) else {
      return nil
    }
    return arrays(a, b, named: name)
  }

  private static func arrays(_ a: NumericArray, _ b: NumericArray, named name: String) -> [ItemPair] {
    guard a.shape == b.shape else {
      return [ItemPair(name: name, sides: .structure("shape \(a.shape) became \(b.shape)"))]
    }
    let (before, after) = (Scalars(a), Scalars(b))
    return differing(
      ItemPair(name: name, sides: .values(earlier: before, later: after, layout: .array(shape: a.shape))))
  }

  private static func weights(_ earlier: [UInt8], _ later: [UInt8], named name: String) -> [ItemPair]? {
    guard let a = try? Safetensors(parsing: earlier, file: name), let b = try? Safetensors(parsing: later, file: name)
    else { return nil }
    var pairs: [ItemPair] = []
    for entry in a.entries {
      let item = name + "/" + entry.name
      if let other = b[entry.name] {
        pairs += arrays(entry.array, other, named: item)
      } else {
        pairs.append(ItemPair(name: item, sides: .structure("the array is gone")))
      }
    }
    for entry in b.entries where a[entry.name] == nil {
      pairs.append(ItemPair(name: name + "/" + entry.name, sides: .structure("the array is new")))
    }
    return pairs
  }

  private static func tables(_ earlier: [UInt8], _ later: [UInt8], named name: String) -> [ItemPair]? {
    guard let a = try? Table(csv: earlier, file: name), let b = try? Table(csv: later, file: name) else { return nil }
    var pairs: [ItemPair] = []
    for column in a.columns {
      let item = name + "/" + column.name
      guard let other = b.columns.first(where: { $0.name.utf8.elementsEqual(column.name.utf8) }) else {
        pairs.append(ItemPair(name: item, sides: .structure("the column is gone")))
        continue
      }
      let (before, after) = (Scalars(column), Scalars(other))
      guard before.count == after.count else {
        pairs.append(ItemPair(name: item, sides: .structure("\(before.count) rows became \(after.count)")))
        continue
      }
      pairs += differing(ItemPair(name: item, sides: .values(earlier: before, later: after, layout: .rows)))
    }
    for column in b.columns where !a.columns.contains(where: { $0.name.utf8.elementsEqual(column.name.utf8) }) {
      pairs.append(ItemPair(name: name + "/" + column.name, sides: .structure("the column is new")))
    }
    return pairs
  }

  private static func differing(_ pair: ItemPair) -> [ItemPair] { pair.divergentIndices.isEmpty ? [] : [pair] }
}

extension ItemPair.Scalars {
  init(_ array: NumericArray) {
    switch array.scalars {
    case .f64(let values): self = .doubles(values)
    case .f32(let values): self = .floats(values)
    case .i64(let values): self = .integers(values)
    }
  }

  init(_ column: Table.Column) {
    switch column.values {
    case .numbers(let values): self = .doubles(values)
    case .integers(let values): self = .integers(values)
    case .texts(let values): self = .texts(values)
    }
  }
}
