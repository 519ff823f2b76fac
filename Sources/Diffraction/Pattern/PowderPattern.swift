/// A measured powder pattern: intensities over 2θ, with their standard errors.
public struct PowderPattern: Sendable {
  /// 2θ in degrees, rising.
  public let angles: [Double]
  public let intensities: [Double]
  public let errors: [Double]
  /// What a reader of the file should know.
  public let remarks: [String]

  /// - Throws: points whose angles do not rise, or with an error that is not positive.
  public init(
    _ name: String, angles: [Double], intensities: [Double], errors: [Double], remarks: [String] = []
  ) throws(DiffractionError) {
    guard angles.count == intensities.count, angles.count == errors.count, angles.count > 1 else {
      throw DiffractionError(name, "has \(angles.count) points; a pattern needs at least two, each with an intensity")
    }
    for k in 1..<angles.count where !(angles[k] > angles[k - 1]) {
      throw DiffractionError(
        name, "2θ does not rise at point \(k + 1): \(angles[k]) after \(angles[k - 1]); sort the points")
    }
    guard angles[0] >= 0, angles[angles.count - 1] < 180 else {
      throw DiffractionError(
        name, "2θ runs from \(angles[0]) to \(angles[angles.count - 1]); it must lie within 0 … 180°")
    }
    for k in intensities.indices where !intensities[k].isFinite || !(errors[k] > 0) || !errors[k].isFinite {
      throw DiffractionError(
        name, "point \(k + 1) at \(angles[k])° has the intensity \(intensities[k]) ± \(errors[k]); mend or remove it")
    }
    (self.angles, self.intensities, self.errors, self.remarks) = (angles, intensities, errors, remarks)
  }

  /// The points inside of a range and outside of excluded ones.
  public func limited(
    to range: ClosedRange<Double>?, excluding excluded: [ClosedRange<Double>], name: String
  ) throws(DiffractionError) -> PowderPattern {
    let kept = angles.indices.filter { k in
      (range?.contains(angles[k]) ?? true) && !excluded.contains { $0.contains(angles[k]) }
    }
    guard kept.count > 1 else {
      throw DiffractionError(
        name, "no point is left within its range; it runs from \(angles[0]) to \(angles.last ?? 0)°")
    }
    return try PowderPattern(
      name, angles: kept.map { angles[$0] }, intensities: kept.map { intensities[$0] },
      errors: kept.map { errors[$0] }, remarks: remarks)
  }
}
