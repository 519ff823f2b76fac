extension Numeral {
  /// A text that the grammar of numbers accepts, taken apart.
  struct Spelling {
    enum Kind { case decimal, hex, nan, infinity }

    private(set) var kind = Kind.decimal
    private(set) var isNegative = false
    /// The decimal digits without the point as one number, when they are at most 19; the number is this · 10^exponent.
    private var significand: UInt64? = 0
    private var exponent = 0

    private let bytes: UnsafeBufferPointer<UInt8>
    private var next = 0

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
      self.bytes = bytes
      isNegative = peek == UInt8(ascii: "-")
      if isNegative || peek == UInt8(ascii: "+") { next += 1 }
      let accepted =
        switch peek.map({ $0 | 0x20 }) {
        case UInt8(ascii: "n"): word("nan", .nan)
        case UInt8(ascii: "i"): word("infinity", .infinity) || word("inf", .infinity)
        default: isHexMark ? hex() : decimal()
        }
      guard accepted, next == bytes.count else { return nil }
    }

    /// The number, where significand and power of ten are both exact, so that one operation rounds correctly.
    /// Source: Clinger, "How to read floating point numbers accurately" (1990), doi:10.1145/93542.93557.
    var exactDouble: Double? {
      guard let significand, significand <= 1 << 53, (-22...22).contains(exponent) else { return nil }
      let whole = Double(significand)
      let size = exponent < 0 ? whole / Self.powersOfTen[-exponent] : whole * Self.powersOfTen[exponent]
      return isNegative ? -size : size
    }

    private static let powersOfTen: [Double] = [
      1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
      1e20, 1e21, 1e22,
    ]

    private var peek: UInt8? { next < bytes.count ? bytes[next] : nil }

    private var isHexMark: Bool {
      next + 1 < bytes.count && bytes[next] == UInt8(ascii: "0") && bytes[next + 1] | 0x20 == UInt8(ascii: "x")
    }

    private mutating func word(_ word: StaticString, _ meaning: Kind) -> Bool {
      let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
      guard bytes[next...].lazy.map({ $0 | 0x20 }).elementsEqual(letters) else { return false }
      kind = meaning
      next = bytes.count
      return true
    }

    private mutating func take(_ letter: Unicode.Scalar, orCapital: Bool = false) -> Bool {
      guard let peek, (orCapital ? peek | 0x20 : peek) == UInt8(ascii: letter) else { return false }
      next += 1
      return true
    }

    private mutating func decimal() -> Bool {
      let whole = digits(ofFraction: false)
      let fraction = take(".") ? digits(ofFraction: true) : 0
      guard whole + fraction > 0 else { return false }
      return take("e", orCapital: true) ? power() : true
    }

    /// How many digits follow; they are gathered into the significand while it holds them.
    private mutating func digits(ofFraction: Bool) -> Int {
      let start = next
      while let peek, case let digit = peek &- UInt8(ascii: "0"), digit < 10 {
        next += 1
        if let sum = significand, sum < 1_000_000_000_000_000_000 {
          significand = sum * 10 + UInt64(digit)
          if ofFraction { exponent -= 1 }
        } else {
          significand = nil
        }
      }
      return next - start
    }

    private mutating func hex() -> Bool {
      kind = .hex
      next += 2
      let whole = hexDigits()
      let fraction = take(".") ? hexDigits() : 0
      return whole + fraction > 0 && take("p", orCapital: true) && power()
    }

    private mutating func hexDigits() -> Int {
      let start = next
      while let peek,
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(peek)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(peek | 0x20)
      { next += 1 }
      return next - start
    }

    private mutating func power() -> Bool {
      let falls = take("-")
      if !falls { _ = take("+") }
      let start = next
      var power = 0
      while let peek, case let digit = peek &- UInt8(ascii: "0"), digit < 10 {
        next += 1
        // No text is long enough for its digits to balance a power beyond this one.
        if power < 1_000_000_000_000_000 { power = power * 10 + Int(digit) }
      }
      exponent += falls ? -power : power
      return next > start
    }
  }
}
