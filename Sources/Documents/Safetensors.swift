import Determinism

/// Named arrays in one file of the format safetensors: the weights of a model.
///
/// Source: https://huggingface.co/docs/safetensors, "Format".
public struct Safetensors: Sendable, Equatable {
  /// One array and its name.
  public struct Entry: Sendable, Equatable {
    public let name: String
    public let array: NumericArray

    public init(name: String, array: NumericArray) {
      self.name = name
      self.array = array
    }

    public static func == (a: Entry, b: Entry) -> Bool { sameUTF8(a.name, b.name) && a.array == b.array }
  }

  /// The arrays in the order of their names' UTF-8 bytes.
  public let entries: [Entry]

  /// Traps when two entries have one name, or one is called `__metadata__`, which the format reserves.
  public init(_ entries: [Entry]) {
    self.entries = entries.sorted { orderedByUTF8($0.name, $1.name) }
    for (entry, next) in zip(self.entries, self.entries.dropFirst()) {
      precondition(!sameUTF8(entry.name, next.name), "Safetensors: two arrays are called \(entry.name)")
    }
    precondition(!entries.contains { $0.name == "__metadata__" }, "Safetensors: __metadata__ is a reserved name")
  }

  /// The array of a name, compared by bytes; `nil` where there is none.
  public subscript(name: String) -> NumericArray? {
    entries.first { sameUTF8($0.name, name) }?.array
  }

  /// The canonical file: arrays in the order of their names without gaps, no metadata, every NaN canonical.
  public func bytes() -> [UInt8] {
    var data: [UInt8] = []
    let members = entries.map { entry in
      let start = data.count
      entry.array.appendScalars(to: &data)
      return JSON.Member(
        key: entry.name,
        value: [
          "dtype": .string(entry.array.scalarType.safetensors), "shape": JSON(entry.array.shape),
          "data_offsets": JSON([start, data.count]),
        ])
    }
    var header = JSON.object(members).bytes(pretty: false)
    header += repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
  }
}
