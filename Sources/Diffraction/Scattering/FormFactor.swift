import Determinism

/// The X-ray form factor of a free atom or ion, f₀(s²) = Σ aᵢ exp(−bᵢ s²) + c, s = sin θ / λ in Å⁻¹.
struct FormFactor: Sendable {
  let a: [Double]
  let b: [Double]
  let c: Double

  /// f₀ and df₀/ds² at s².
  func value(_ s2: Double) -> (value: Double, slope: Double) {
    var (value, slope) = (c, 0.0)
    for i in a.indices {
      let part = a[i] * Elementary.exp(-b[i] * s2)
      value += part
      slope -= b[i] * part
    }
    return (value, slope)
  }

  /// The form factor of an element or ion; a charge that is not tabulated counts as none.
  static func of(_ type: ScattererType) -> FormFactor? { table[type.element + type.charge] ?? table[type.element] }

  /// Whether an ion has a form factor of its own, or counts as neutral.
  static func hasOwn(_ type: ScattererType) -> Bool { table[type.element + type.charge] != nil }

  static func isTabulated(_ symbol: String) -> Bool { table[symbol] != nil }

  private static let table: [String: FormFactor] = {
    var table: [String: FormFactor] = [:]
    for row in FormFactorTable.text.split(separator: "\n") {
      let words = row.split(separator: " ")
      let numbers = words.dropFirst().compactMap { Numeral.parse($0) }
      guard numbers.count == 9, let symbol = words.first else { continue }
      table[String(symbol)] = FormFactor(a: Array(numbers[0..<4]), b: Array(numbers[4..<8]), c: numbers[8])
    }
    return table
  }()
}
