import Determinism

/// One item of two outcomes side by side; only those that differ are made.
struct ItemPair {
  var name: String
  var sides: Sides

  enum Sides {
    /// Equally many values on both sides.
    case values(earlier: Scalars, later: Scalars, layout: Layout)
    /// A difference that no tolerance reaches, as a sentence.
    case structure(String)
    /// The bytes differ, the values do not: another order of members, another spelling of a number.
    case spelling
  }

  /// Where a value stands in its item.
  enum Layout {
    case single
    case rows
    case array(shape: [Int])

    func place(of index: Int) -> String {
      switch self {
      case .single: return ""
      case .rows: return "row \(index + 1)"
      case .array(let shape):
        var rest = index
        var position: [Int] = []
        for extent in shape.reversed() {
          position.append(rest % max(extent, 1))
          rest /= max(extent, 1)
        }
        return "[" + position.reversed().map(String.init).joined(separator: ", ") + "]"
      }
    }
  }

  /// Values of one type, in the order of the item.
  enum Scalars {
    case doubles([Double])
    case floats([Float])
    case integers([Int64])
    case texts([String])

    var count: Int {
      switch self {
      case .doubles(let values): values.count
      case .floats(let values): values.count
      case .integers(let values): values.count
      case .texts(let values): values.count
      }
    }

    /// The value as a number; nil for a text.
    func number(_ index: Int) -> Double? {
      switch self {
      case .doubles(let values): values[index]
      case .floats(let values): Double(values[index])
      case .integers(let values): Double(values[index])
      case .texts: nil
      }
    }

    func text(_ index: Int) -> String {
      switch self {
      case .doubles(let values): Numeral.render(values[index])
      case .floats(let values): "\(values[index])"
      case .integers(let values): "\(values[index])"
      case .texts(let values): "\"\(values[index])\""
      }
    }
  }
}

extension ItemPair.Scalars {
  /// Whether two values are the same bits; all NaN are one. An integer is never a floating-point number.
  func isSame(as other: Self, at index: Int) -> Bool {
    switch (self, other) {
    case (.doubles(let a), .doubles(let b)):
      a[index].bitPattern == b[index].bitPattern || (a[index].isNaN && b[index].isNaN)
    case (.floats(let a), .floats(let b)):
      a[index].bitPattern == b[index].bitPattern || (a[index].isNaN && b[index].isNaN)
    case (.integers(let a), .integers(let b)): a[index] == b[index]
    case (.texts(let a), .texts(let b)): sameUTF8(a[index], b[index])
    default: false
    }
  }

  /// The distance in units of the last place, of single precision when both are.
  func ulps(to other: Self, at index: Int) -> UInt64? {
    switch (self, other) {
    case (.floats(let a), .floats(let b)): return Self.ulps(a[index], b[index])
    case (.integers, .integers), (.texts, _), (_, .texts): return nil
    default:
      guard let a = number(index), let b = other.number(index) else { return nil }
      return Numeral.ulps(from: a, to: b)
    }
  }

  private static func ulps(_ a: Float, _ b: Float) -> UInt64 {
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .max }
    func rank(_ value: Float) -> Int64 {
      value.sign == .minus ? -Int64(value.magnitude.bitPattern) : Int64(value.bitPattern)
    }
    return (rank(a) - rank(b)).magnitude
  }
}

extension ItemPair {
  /// The divergent values of the pair, by their indices.
  var divergentIndices: [Int] {
    guard case .values(let earlier, let later, _) = sides else { return [] }
    return (0..<earlier.count).filter { !earlier.isSame(as: later, at: $0) }
  }

  /// One value side by side.
  func divergence(at index: Int) -> Difference.Divergence {
    guard case .values(let earlier, let later, let layout) = sides else {
      preconditionFailure("\(name) has no values to compare")
    }
    var percent: Double?
    if let a = earlier.number(index), let b = later.number(index), a != 0, a.isFinite, b.isFinite {
      percent = 100 * ((b - a) / a.magnitude)
    }
    return Difference.Divergence(
      place: layout.place(of: index), earlier: earlier.text(index), later: later.text(index),
      ulps: earlier.ulps(to: later, at: index), percent: percent)
  }

  var difference: Difference {
    switch sides {
    case .structure(let sentence): return Difference(item: name, content: .structure(sentence))
    case .spelling:
      return Difference(item: name, content: .structure("the values agree, their order or spelling does not"))
    case .values(let earlier, _, _):
      let indices = divergentIndices
      return Difference(
        item: name,
        content: .values(
          .init(
            count: earlier.count, differing: indices.count,
            divergences: indices.prefix(Difference.listed).map { divergence(at: $0) })))
    }
  }
}
