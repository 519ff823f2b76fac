import Determinism

extension JSON {
  /// The value of a key; `nil` where there is none, or no object. Setting replaces the value in its place or appends
  /// the member; setting `nil` removes it. Setting on anything but an object makes it one.
  public subscript(key: String) -> JSON? {
    get { asObject?.first { sameUTF8($0.key, key) }?.value }
    set {
      var members = asObject ?? []
      let place = members.firstIndex { sameUTF8($0.key, key) }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
      self = .object(members)
    }
  }

  /// The element at an index; `nil` where there is none, or no array.
  public subscript(index: Int) -> JSON? {
    guard let elements = asArray, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The value at a path of keys and indices joined by points, such as `parameters.tau.value` or `rows.0`; the empty
  /// path is the document itself. A key that holds a point cannot be reached this way; use the array of steps.
  public func path(_ path: String) -> JSON? {
    path.isEmpty ? self : self.path(path.split(separator: ".", omittingEmptySubsequences: false).map(String.init))
  }

  /// The value reached by steps, each the key of an object or the index of an array.
  public func path(_ steps: [String]) -> JSON? {
    steps.reduce(self) { (reached: JSON?, step) in
      if case .array? = reached { return Int(step).flatMap { reached?[$0] } }
      return reached?[step]
    }
  }

  /// The number, also of an integer and of the strings "nan", "inf" and "-inf".
  public var asNumber: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    case .string("nan"): .nan
    case .string("inf"): .infinity
    case .string("-inf"): -.infinity
    default: nil
    }
  }

  public var asInteger: Int64? { if case .integer(let integer) = self { integer } else { nil } }
  public var asString: String? { if case .string(let string) = self { string } else { nil } }
  public var asBool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
  public var asArray: [JSON]? { if case .array(let elements) = self { elements } else { nil } }
  public var asObject: [Member]? { if case .object(let members) = self { members } else { nil } }
}
