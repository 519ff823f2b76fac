/// Reads Hall's symbols of space groups, which spell generators: `-P 2ac 2n`, `F 4d 2 3 -1d`, `P 4 2 (0 0 3)`.
///
/// S. R. Hall, "Space-group notation with an explicit origin", doi:10.1107/S0567739481001228, with the change of
/// origin in twelfths.
struct HallSymbol {
  let text: String
  private(set) var generators: [SymmetryOperation] = []
  /// The rotation before this one: its order and its axis (0, 1, 2 for x, y, z).
  private var last: (order: Int, axis: Int)?
  private var count = 0

  init(_ text: String) throws(DiffractionError) {
    self.text = text
    var body = text[...]
    var shift = SIMD3<Int>.zero
    if let open = body.firstIndex(of: "("), body.last == ")" {
      let numbers = body[body.index(after: open)...].dropLast().split(separator: " ").compactMap { Int($0) }
      guard numbers.count == 3 else { throw fault("the change of origin is not three whole numbers") }
      shift = SIMD3(numbers[0], numbers[1], numbers[2]) &* 2
      body = body[..<open]
    }
    var words = body.split(separator: " ").map { Array($0) }
    guard var lattice = words.first, !lattice.isEmpty else { throw fault("it is empty") }
    words.removeFirst()
    if lattice.first == "-" {
      generators.append(SymmetryOperation.identity.negated)
      lattice.removeFirst()
    }
    guard lattice.count == 1, let centring = Self.centring[lattice[0]] else {
      throw fault("\(String(lattice)) is no lattice")
    }
    generators += centring.map { SymmetryOperation(rows: SymmetryOperation.identity.rows, translation: $0) }
    for word in words { generators.append(try rotation(word)) }
    if shift != .zero { generators = generators.map { Self.moved($0, by: shift) } }
  }

  private func fault(_ what: String) -> DiffractionError {
    DiffractionError(text, "is no Hall symbol: \(what)")
  }

  private mutating func rotation(_ word: [Character]) throws(DiffractionError) -> SymmetryOperation {
    var letters = word[...]
    let isImproper = letters.first == "-"
    if isImproper { letters = letters.dropFirst() }
    guard let order = letters.first?.wholeNumberValue, [1, 2, 3, 4, 6].contains(order) else {
      throw fault("\(String(word)) has no order")
    }
    letters = letters.dropFirst()
    count += 1
    var axis: Character?
    if let first = letters.first, "xyz'\"*".contains(first) {
      axis = first
      letters = letters.dropFirst()
    }
    let chosen = axis ?? standardAxis(order)
    var rows = matrix(order, chosen)
    if isImproper { rows = rows.map { .zero &- $0 } }
    let direction = "xyz".firstIndex(of: chosen).map { "xyz".distance(from: "xyz".startIndex, to: $0) } ?? 2
    var translation = SIMD3<Int>.zero
    for letter in letters {
      if let shift = Self.translations[letter] {
        translation &+= shift
      } else if let screw = letter.wholeNumberValue, screw > 0, screw < order {
        translation[direction] += SymmetryOperation.denominator * screw / order
      } else {
        throw fault("\(letter) is no translation")
      }
    }
    if "xyz".contains(chosen) { last = (order, direction) } else { last = (order, last?.axis ?? 2) }
    return SymmetryOperation(rows: rows, translation: translation)
  }

  /// The axis that goes without saying.
  private func standardAxis(_ order: Int) -> Character {
    guard count > 1, order != 1 else { return "z" }
    if order == 3 { return "*" }
    guard order == 2, count == 2, let last else { return "z" }
    return last.order == 2 || last.order == 4 ? "x" : last.order == 3 || last.order == 6 ? "'" : "z"
  }

  private func matrix(_ order: Int, _ axis: Character) -> [SIMD3<Int>] {
    switch axis {
    case "*": return [SIMD3(0, 0, 1), SIMD3(1, 0, 0), SIMD3(0, 1, 0)]
    case "'": return Self.permuted([SIMD3(0, -1, 0), SIMD3(-1, 0, 0), SIMD3(0, 0, -1)], to: last?.axis ?? 2)
    case "\"": return Self.permuted([SIMD3(0, 1, 0), SIMD3(1, 0, 0), SIMD3(0, 0, -1)], to: last?.axis ?? 2)
    default: return Self.permuted(Self.aboutZ(order), to: axis == "x" ? 0 : axis == "y" ? 1 : 2)
    }
  }

  private static func aboutZ(_ order: Int) -> [SIMD3<Int>] {
    switch order {
    case 2: [SIMD3(-1, 0, 0), SIMD3(0, -1, 0), SIMD3(0, 0, 1)]
    case 3: [SIMD3(0, -1, 0), SIMD3(1, -1, 0), SIMD3(0, 0, 1)]
    case 4: [SIMD3(0, -1, 0), SIMD3(1, 0, 0), SIMD3(0, 0, 1)]
    case 6: [SIMD3(1, -1, 0), SIMD3(1, 0, 0), SIMD3(0, 0, 1)]
    default: SymmetryOperation.identity.rows
    }
  }

  /// A matrix about z, with the axes renamed in turn so that it is about another.
  private static func permuted(_ rows: [SIMD3<Int>], to axis: Int) -> [SIMD3<Int>] {
    let shift = (axis + 1) % 3
    var moved = Array(repeating: SIMD3<Int>.zero, count: 3)
    for i in 0..<3 { for j in 0..<3 { moved[(i + shift) % 3][(j + shift) % 3] = rows[i][j] } }
    return moved
  }

  /// The same operation about another origin: t + v − R v.
  private static func moved(_ operation: SymmetryOperation, by v: SIMD3<Int>) -> SymmetryOperation {
    let turned = SIMD3(
      (operation.rows[0] &* v).wrappedSum(), (operation.rows[1] &* v).wrappedSum(),
      (operation.rows[2] &* v).wrappedSum())
    return SymmetryOperation(rows: operation.rows, translation: operation.translation &+ v &- turned)
  }

  private static let translations: [Character: SIMD3<Int>] = [
    "a": SIMD3(12, 0, 0), "b": SIMD3(0, 12, 0), "c": SIMD3(0, 0, 12), "n": SIMD3(12, 12, 12), "u": SIMD3(6, 0, 0),
    "v": SIMD3(0, 6, 0), "w": SIMD3(0, 0, 6), "d": SIMD3(6, 6, 6),
  ]

  private static let centring: [Character: [SIMD3<Int>]] = [
    "P": [], "A": [SIMD3(0, 12, 12)], "B": [SIMD3(12, 0, 12)], "C": [SIMD3(12, 12, 0)], "I": [SIMD3(12, 12, 12)],
    "R": [SIMD3(16, 8, 8), SIMD3(8, 16, 16)], "S": [SIMD3(8, 8, 16), SIMD3(16, 16, 8)],
    "T": [SIMD3(8, 16, 8), SIMD3(16, 8, 16)], "F": [SIMD3(0, 12, 12), SIMD3(12, 0, 12)],
    "H": [SIMD3(16, 8, 0), SIMD3(8, 16, 0)],
  ]
}

extension SpaceGroup {
  /// The group that a Hall symbol spells.
  public init(hall symbol: String) throws(DiffractionError) {
    try self.init(symbol, generators: HallSymbol(symbol.replacingUnderscores).generators)
  }
}

extension String {
  /// Blanks where a CIF may have underscores.
  var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
