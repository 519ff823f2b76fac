import Determinism

/// Anomalous dispersion f′ + i f″ of an element at a wavelength, in electrons.
public struct Dispersion: Sendable, Equatable {
  public let real: Double
  public let imaginary: Double

  public init(real: Double, imaginary: Double) { (self.real, self.imaginary) = (real, imaginary) }

  /// The wavelengths that the tables reach over, in Å.
  static let range = 0.3...2.6

  /// Interpolated from the tables; nothing for H, He and the elements beyond U, whose tables are empty.
  init(of element: String, wavelength: Double) {
    guard let nodes = Self.table[element], nodes.count > 1 else { self.init(real: 0, imaginary: 0); return }
    var upper = 1
    while upper < nodes.count - 1, nodes[upper].wavelength < wavelength { upper += 1 }
    let (a, b) = (nodes[upper - 1], nodes[upper])
    let part = min(max((wavelength - a.wavelength) / (b.wavelength - a.wavelength), 0), 1)
    self.init(real: a.real + part * (b.real - a.real), imaginary: a.imaginary + part * (b.imaginary - a.imaginary))
  }

  private typealias Node = (wavelength: Double, real: Double, imaginary: Double)

  private static let table: [String: [Node]] = {
    var table: [String: [Node]] = [:]
    for row in DispersionTable.parts.flatMap({ $0.split(separator: "\n") }) {
      let words = row.split(separator: " ")
      guard let element = words.first else { continue }
      table[String(element)] = words.dropFirst().compactMap { node in
        let numbers = node.split(separator: ",").compactMap { Numeral.parse($0) }
        return numbers.count == 3 ? (numbers[0], numbers[1], numbers[2]) : nil
      }
    }
    return table
  }()
}
