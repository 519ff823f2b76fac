import Determinism

extension SpaceGroup {
  /// The group of a Hermann–Mauguin symbol in any usual spelling: `P n m a`, `Pnma`, `P21/c`, `Fd-3m:2`, `R -3 c :H`.
  ///
  /// Where a symbol leaves the choice, the origin is at an inversion centre (choice 2), monoclinic groups have the
  /// axis b, and rhombohedral ones the axes that fit the cell.
  /// - Parameter cell: tells hexagonal from rhombohedral axes.
  /// - Throws: a symbol that is in no table, with the nearest way out.
  public init(named symbol: String, cell: Cell? = nil) throws(DiffractionError) {
    let wanted = Self.normalized(symbol)
    let settings = SpaceGroupSetting.all
    var found = settings.filter { Self.normalized($0.symbol) == wanted }
    if found.isEmpty {
      // Without the choice of origin or axes, or in the short form of monoclinic symbols, or before 1983.
      found = settings.filter { Self.normalized($0.bare) == wanted }
    }
    if found.isEmpty { found = settings.filter { Self.normalized($0.short) == wanted } }
    if found.isEmpty { found = settings.filter { Self.normalized($0.bare.filter { $0 != "-" }) == wanted } }
    guard let setting = Self.preferred(found, cell) else {
      throw DiffractionError(
        symbol,
        "is no Hermann–Mauguin symbol in the tables; give the operators in the CIF (_space_group_symop_operation_xyz)")
    }
    try self.init(setting.symbol, generators: HallSymbol(setting.hall).generators)
  }

  /// The group of a number of International Tables, in its standard setting.
  public init(number: Int, cell: Cell? = nil) throws(DiffractionError) {
    let found = SpaceGroupSetting.all.filter { $0.number == number }
    guard let first = found.first,
      let setting = Self.preferred(found.filter { $0.bare == first.bare }, cell)
    else {
      throw DiffractionError("space group \(number)", "is none of the numbers 1 to 230")
    }
    try self.init(setting.symbol, generators: HallSymbol(setting.hall).generators)
  }

  /// The choice among settings of one symbol.
  private static func preferred(_ found: [SpaceGroupSetting], _ cell: Cell?) -> SpaceGroupSetting? {
    let isHexagonal = cell.map { abs($0.angles.z - 120) < 1 && abs($0.angles.x - 90) < 1 } ?? true
    let axes = isHexagonal ? "H" : "R"
    return found.first { $0.choice == "2" } ?? found.first { $0.choice == axes } ?? found.first
  }

  /// Without blanks, brackets and underscores, in one case; old suffixes for the choice of origin as `:1`, `:2`.
  private static func normalized(_ symbol: String) -> String {
    var text = String(symbol.filter { !" _()".contains($0) }).lowercased()
    for (old, new) in [("s", ":1"), ("z", ":2"), ("o1", ":1"), ("o2", ":2"), ("h", ":h")]
    where text.hasSuffix(old) && !text.hasSuffix(":" + old) && text.utf8.count > old.utf8.count {
      text = String(text.dropLast(old.count)) + new
      break
    }
    return text
  }
}

/// One row of the table of settings.
struct SpaceGroupSetting {
  let number: Int
  let symbol: String
  let hall: String

  /// The symbol without its choice of origin or axes.
  var bare: String { String(symbol.prefix { $0 != ":" }) }

  /// What follows the colon.
  var choice: String { String(symbol.drop { $0 != ":" }.dropFirst()) }

  /// The short symbol of a monoclinic group: without its ones.
  var short: String {
    guard (3...15).contains(number) else { return bare }
    return bare.split(separator: " ").filter { $0 != "1" }.joined(separator: " ")
  }

  static let all: [SpaceGroupSetting] = SpaceGroupTable.text.split(separator: ";").compactMap { row in
    let fields = row.split(separator: "|").map { String($0.drop { $0.isWhitespace }) }
    guard fields.count == 3, let number = Int(fields[0]) else { return nil }
    return SpaceGroupSetting(number: number, symbol: fields[1], hall: fields[2])
  }
}
