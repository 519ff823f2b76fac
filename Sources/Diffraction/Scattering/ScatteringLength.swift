import Determinism

/// The bound coherent scattering length of a nucleus for neutrons, in fm.
struct ScatteringLength: Sendable {
  let real: Double
  let imaginary: Double

  /// That of an element's natural mixture, or of one isotope; nil where none is tabulated.
  static func of(_ type: ScattererType) -> ScatteringLength? {
    table[(type.mass > 0 ? "\(type.mass)" : "") + type.element]
  }

  private static let table: [String: ScatteringLength] = {
    var table: [String: ScatteringLength] = [:]
    for row in NeutronTable.text.split(separator: ";") {
      let words = row.split(separator: " ")
      let numbers = words.dropFirst().compactMap { Numeral.parse($0) }
      guard let symbol = words.first, let real = numbers.first else { continue }
      table[String(symbol)] = ScatteringLength(real: real, imaginary: numbers.count > 1 ? numbers[1] : 0)
    }
    return table
  }()
}
