import Determinism

/// A chemical element.
public struct Element: Sendable, Hashable {
  /// The number of protons, 1 to 118.
  public let number: Int

  /// The element of a number; nil where there is none.
  public init?(number: Int) {
    guard (1...Self.table.count).contains(number) else { return nil }
    self.number = number
  }

  /// The element of a symbol as chemists write it, `Cl` and not `CL`; nil where there is none.
  public init?(symbol: some StringProtocol) {
    guard let place = Self.table.firstIndex(where: { sameUTF8($0.symbol, String(symbol)) }) else { return nil }
    number = place + 1
  }

  /// `H`, `Cl`.
  public var symbol: String { Self.table[number - 1].symbol }

  /// The standard atomic weight, in unified atomic masses (u).
  public var mass: Double { Self.table[number - 1].mass }

  private static let table: [(symbol: String, mass: Double)] = ElementTable.text.split(separator: ";").map { row in
    let words = row.split(separator: " ")
    return (String(words[0]), Numeral.parse(words[1]) ?? .nan)
  }
}

extension Element: CustomStringConvertible {
  public var description: String { symbol }
}
