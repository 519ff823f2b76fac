import Documents

/// What a golden remembers of a file that is too large to hold: enough to see that it moved, and roughly how far.
///
/// An array gives one series, a table one for each numeric column, weights one for each array; other files only their
/// size. The plain sum cannot see a transposition, the order-sensitive one can.
public struct BlobSummary: Sendable, Equatable {
  public struct Series: Sendable, Equatable {
    /// The item that the series belongs to: `arrays/weights`, `tables/path/x`.
    public var item: String
    public var shape: [Int]
    /// `Σ x_i`, from left to right.
    public var sum: Double
    /// `Σ i · x_i` with i from 1, from left to right.
    public var orderedSum: Double
    /// A few values by their index: the first, the last, and some between.
    public var samples: [Sample]
  }

  public struct Sample: Sendable, Equatable {
    public var index: Int
    public var value: Double
  }

  /// In bytes.
  public var size: Int
  public var series: [Series]
}

extension BlobSummary {
  /// The summary of a file of an outcome.  Cost: one pass.
  public init(of file: StoredFile) {
    size = file.bytes.count
    let stem = file.path.lastIndex(of: ".").map { String(file.path[..<$0]) } ?? file.path
    if file.path.hasSuffix(".npy"), let array = try? NumericArray(npy: file.bytes, file: file.path) {
      series = [Series(stem, shape: array.shape, .init(array))]
    } else if file.path.hasSuffix(".csv"), let table = try? Table(csv: file.bytes, file: file.path) {
      series = table.columns.map { Series(stem + "/" + $0.name, shape: [table.rowCount], .init($0)) }
    } else if file.path.hasSuffix(".safetensors"), let weights = try? Safetensors(parsing: file.bytes, file: file.path)
    {
      series = weights.entries.map { Series(stem + "/" + $0.name, shape: $0.array.shape, .init($0.array)) }
    } else {
      series = []
    }
  }

  /// The member that `golden.json` holds.
  var document: JSON {
    .object([
      .init(key: "size", value: .integer(Int64(size))),
      .init(key: "series", value: .array(series.map(\.document))),
    ])
  }

  init?(document: JSON) {
    guard let size = document["size"]?.asInteger, let listed = document["series"]?.asArray else { return nil }
    let series = listed.compactMap { Series(document: $0) }
    guard series.count == listed.count else { return nil }
    self.init(size: Int(size), series: series)
  }
}

extension BlobSummary.Series {
  init(_ item: String, shape: [Int], _ scalars: ItemPair.Scalars) {
    (self.item, self.shape) = (item, shape)
    (sum, orderedSum, samples) = (0, 0, [])
    // A column of texts has no numbers to add.
    if case .texts = scalars { return }
    for index in 0..<scalars.count {
      guard let value = scalars.number(index) else { continue }
      sum += value
      orderedSum += Double(index + 1) * value
    }
    for index in Self.sampled(of: scalars.count) {
      if let value = scalars.number(index) { samples.append(.init(index: index, value: value)) }
    }
  }

  /// Up to nine indices, evenly spread, the first and the last among them.
  private static func sampled(of count: Int) -> [Int] {
    guard count > 9 else { return Array(0..<count) }
    return (0...8).map { $0 * (count - 1) / 8 }
  }

  fileprivate var document: JSON {
    .object([
      .init(key: "item", value: .string(item)),
      .init(key: "shape", value: .array(shape.map { .integer(Int64($0)) })),
      .init(key: "sum", value: .number(sum)),
      .init(key: "ordered_sum", value: .number(orderedSum)),
      .init(
        key: "samples", value: .object(samples.map { .init(key: String($0.index), value: .number($0.value)) })),
    ])
  }

  fileprivate init?(document: JSON) {
    guard let item = document["item"]?.asString, let shape = document["shape"]?.asArray,
      let sum = document["sum"]?.asNumber, let orderedSum = document["ordered_sum"]?.asNumber,
      let members = document["samples"]?.asObject
    else { return nil }
    (self.item, self.sum, self.orderedSum) = (item, sum, orderedSum)
    self.shape = shape.compactMap { $0.asInteger.map(Int.init) }
    samples = members.compactMap { member in
      guard let index = Int(member.key), let value = member.value.asNumber else { return nil }
      return .init(index: index, value: value)
    }
  }
}
