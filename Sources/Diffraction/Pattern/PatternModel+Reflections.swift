import Determinism

/// One reflection as a model of a pattern computes it.
public struct ReflectionRow: Sendable, Equatable {
  public let index: SIMD3<Int>
  public let multiplicity: Int
  /// d in Å.
  public let spacing: Double
  /// 2θ of the first line by Bragg's law alone, in degrees.
  public let angle: Double
  /// The first line's peak as measured, in degrees: with zero and displacements.
  public let position: Double
  /// The peak's full width at half maximum, without asymmetry, in degrees.
  public let width: Double
  /// |F|² per cell: electrons², or fm².
  public let structureFactor: Double
  /// The area of the first line's peak: scale, multiplicity, |F|², Lorentz, polarisation, absorption, texture.
  public let intensity: Double
}

extension PatternModel {
  /// The reflections at a point of the parameters, by rising angle of the starting cell.
  public func reflectionRows(at point: [Double]) -> [ReflectionRow] {
    point.withUnsafeBufferPointer { point in
      var sum = PeakSum(self, point, .none(parameterNames.count))
      return sum.reflectionRows()
    }
  }
}
