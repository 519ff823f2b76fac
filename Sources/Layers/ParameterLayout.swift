public import Autodiff
public import Determinism
public import Documents

/// The parameters of a model, side by side in one array: optimizers see one long vector.
public struct ParameterLayout: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public let name: String
    public let shape: [Int]
    /// The place of its first element.
    public let offset: Int
    public var count: Int { shape.reduce(1, *) }
  }

  public let entries: [Entry]
  /// The number of elements of all parameters.
  public let count: Int

  /// The parameters of some programs, in the order of first mention. Equal names are one parameter.
  public init(_ programs: [Program]) {
    var entries: [Entry] = []
    var count = 0
    for program in programs {
      for input in program.inputs where input.role == .parameter {
        guard !entries.contains(where: { sameUTF8($0.name, input.name) }) else { continue }
        entries.append(Entry(name: input.name, shape: input.shape.extents, offset: count))
        count += input.shape.count
      }
    }
    self.entries = entries
    self.count = count
  }

  public subscript(name: String) -> Entry? { entries.first { sameUTF8($0.name, name) } }

  /// The elements of all parameters as they start: each from the stream of its own name.
  public func initialValues(
    _ initializers: [(name: String, initializer: Initializer)], stream: RandomStream
  ) -> [Double] {
    entries.flatMap { entry in
      let initializer = initializers.first { sameUTF8($0.name, entry.name) }?.initializer ?? .zeros
      return initializer.draw(entry.count, from: stream.child(entry.name))
    }
  }

  /// The parameters as named arrays, for a file of weights.
  public func weights(_ values: [Float]) -> Safetensors {
    Safetensors(
      entries.map { entry in
        Safetensors.Entry(
          name: entry.name,
          array: NumericArray(shape: entry.shape, Array(values[entry.offset..<entry.offset + entry.count])))
      })
  }

  /// The elements of all parameters, from named arrays.
  /// - Throws: `LayersError` when a parameter is missing, has another shape, or is not in single precision.
  public func values(of weights: Safetensors) throws(LayersError) -> [Float] {
    var values: [Float] = []
    for entry in entries {
      guard let array = weights[entry.name] else {
        throw LayersError(
          "weights", "no array `\(entry.name)`; found \(weights.entries.map(\.name).joined(separator: ", "))")
      }
      guard array.shape == entry.shape, case .f32(let scalars) = array.scalars else {
        throw LayersError(
          "weights", "`\(entry.name)` has shape \(array.shape), expected \(entry.shape) in single precision")
      }
      values += scalars
    }
    return values
  }
}

/// What is wrong with a model or its weights, and what to do.
public struct LayersError: Error, Hashable, CustomStringConvertible {
  public let place: String
  public let reason: String
  public init(_ place: String, _ reason: String) { (self.place, self.reason) = (place, reason) }
  public var description: String { "\(place): \(reason)" }
}
