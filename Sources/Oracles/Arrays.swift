import Determinism
public import Documents

/// Named arrays: what goes into a subject, what comes out of it, and what a case of a law is made of.
public struct Arrays: Sendable, Equatable {
  /// The names in the order given.
  public private(set) var names: [String] = []
  private var arrays: [NumericArray] = []

  public init() {}

  public init(_ arrays: KeyValuePairs<String, NumericArray>) {
    for (name, array) in arrays { self[name] = array }
  }

  /// The array of a name; setting nil removes it.
  public subscript(name: String) -> NumericArray? {
    get { names.firstIndex { sameUTF8($0, name) }.map { arrays[$0] } }
    set {
      switch (names.firstIndex { sameUTF8($0, name) }, newValue) {
      case (let place?, let array?): arrays[place] = array
      case (let place?, nil):
        names.remove(at: place)
        arrays.remove(at: place)
      case (nil, let array?):
        names.append(name)
        arrays.append(array)
      case (nil, nil): break
      }
    }
  }

  /// The array of a name that a subject had to give.
  /// - Throws: `SubjectFailure`, `.shape`.
  public func array(_ name: String) throws(SubjectFailure) -> NumericArray {
    guard let array = self[name] else {
      throw SubjectFailure(.shape, "there is no array \(name) among \(names.joined(separator: ", "))")
    }
    return array
  }

  /// The numbers of an array, in double precision.
  public func numbers(_ name: String) throws(SubjectFailure) -> [Double] { try array(name).doubles }

  /// Only these, in this order.
  public func only(_ names: [String]) throws(SubjectFailure) -> Arrays {
    var chosen = Arrays()
    for name in names { chosen[name] = try array(name) }
    return chosen
  }

  /// With the arrays of another, which win.
  public func merging(_ other: Arrays) -> Arrays {
    var merged = self
    for name in other.names { merged[name] = other[name] }
    return merged
  }

  /// The name and place of the first number that is none, or infinite.
  var notFinite: String? {
    for name in names {
      guard let array = self[name], let place = array.doubles.firstIndex(where: { !$0.isFinite }) else { continue }
      return "\(name)\(array.place(place)) is \(Numeral.render(array.doubles[place]))"
    }
    return nil
  }
}

extension NumericArray {
  /// The numbers in double precision; every `Float` is exact there.
  public var doubles: [Double] {
    switch scalars {
    case .f64(let numbers): numbers
    case .f32(let numbers): numbers.map(Double.init)
    case .i64(let numbers): numbers.map(Double.init)
    }
  }

  /// Whole numbers; those with a fraction are cut.
  public var integers: [Int] {
    switch scalars {
    case .i64(let numbers): numbers.map { Int(truncatingIfNeeded: $0) }
    default: doubles.map { Int(exactly: $0.rounded(.towardZero)) ?? 0 }
    }
  }

  /// The same shape and type with other numbers, rounded to the type.
  public func with(_ numbers: [Double]) -> NumericArray {
    switch scalars {
    case .f64: NumericArray(shape: shape, numbers)
    case .f32: NumericArray(shape: shape, numbers.map(Float.init))
    case .i64: NumericArray(shape: shape, numbers.map { Int64(exactly: $0.rounded()) ?? 0 })
    }
  }

  /// A single number.
  public init(_ number: Double) { self.init(shape: [], [number]) }

  /// Whole numbers in a row.
  public init(_ integers: [Int]) { self.init(shape: [integers.count], integers.map(Int64.init)) }

  /// The distance of neighbouring numbers near 1 of the type: 2⁻⁵² or 2⁻²³; 0 for whole numbers.
  public var resolution: Double {
    switch scalars {
    case .f64: 0x1p-52
    case .f32: 0x1p-23
    case .i64: 0
    }
  }

  /// `[2, 0]`: the indices of a place.
  func place(_ offset: Int) -> String {
    guard !shape.isEmpty else { return "" }
    var rest = offset
    var indices: [Int] = []
    for extent in shape.reversed() {
      indices.insert(rest % max(1, extent), at: 0)
      rest /= max(1, extent)
    }
    return "\(indices)"
  }
}
