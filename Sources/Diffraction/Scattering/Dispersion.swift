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
    let nodes = Self.nodes(of: element)
    guard nodes.count > 1 else { self.init(real: 0, imaginary: 0); return }
    var upper = 1
    while upper < nodes.count - 1, nodes[upper].wavelength < wavelength { upper += 1 }
    let (a, b) = (nodes[upper - 1], nodes[upper])
    let part = min(max((wavelength - a.wavelength) / (b.wavelength - a.wavelength), 0), 1)
    self.init(real: a.real + part * (b.real - a.real), imaginary: a.imaginary + part * (b.imaginary - a.imaginary))
  }

  private static func nodes(of element: String) -> [(wavelength: Double, real: Double, imaginary: Double)] {
    for part in DispersionTable.parts {
      for row in part.split(separator: "\n") where row.hasPrefix(element + " ") {
        return row.split(separator: " ").dropFirst().compactMap { node in
          let numbers = node.split(separator: ",").compactMap { Numeral.parse($0) }
          return numbers.count == 3 ? (numbers[0], numbers[1], numbers[2]) : nil
        }
      }
    }
    return []
  }
}
