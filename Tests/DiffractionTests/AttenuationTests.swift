import Diffraction
import Foundation
import Testing

@Suite struct AttenuationTests {
  /// The cylinder's transmission against a direct sum over its cross-section, which has no formula in it.
  @Test(arguments: [0.2, 0.7, 1.5]) func cylinderAgreesWithASum(_ mu: Double) throws {
    var plain = Instrument()
    plain.radiation = .neutron
    var absorbing = plain
    absorbing.absorption = .cylinder
    let angles = Sample.angles(20, 150, step: 0.5)
    let models = try [plain, absorbing].map { try PatternModel(StructureModel(Sample.ceria()), $0, angles: angles) }
    var point = models[1].start
    if let k = models[1].parameterNames.firstIndex(of: "absorption") { point[k] = mu }
    let free = models[0].reflectionRows(at: models[0].start)
    let absorbed = models[1].reflectionRows(at: point)
    for (a, b) in zip(free, absorbed) where a.intensity > 0 {
      let expected = transmission(mu, theta: a.angle * .pi / 360)
      #expect(
        abs(b.intensity / a.intensity - expected) < 0.01 * expected,
        "\(a.angle): \(b.intensity / a.intensity) \(expected)")
    }
  }

  /// The mean of exp(−µ · path) over a disc of radius 1 for rays in and out at 2θ.
  private func transmission(_ mu: Double, theta: Double) -> Double {
    let n = 400
    let out = (cos(2 * theta), sin(2 * theta))
    var (sum, count) = (0.0, 0)
    for i in 0..<n {
      for j in 0..<n {
        let (x, y) = ((Double(i) + 0.5) / Double(n) * 2 - 1, (Double(j) + 0.5) / Double(n) * 2 - 1)
        guard x * x + y * y < 1 else { continue }
        let path = exit(x, y, -1, 0) + exit(x, y, out.0, out.1)
        sum += exp(-mu * path)
        count += 1
      }
    }
    return sum / Double(count)
  }

  /// From a point inside of the unit circle to its rim along a direction.
  private func exit(_ x: Double, _ y: Double, _ u: Double, _ v: Double) -> Double {
    let along = x * u + y * v
    return -along + (along * along + 1 - x * x - y * y).squareRoot()
  }

  @Test func textureHasMeanOneOverTheSphere() throws {
    // Averaged over directions, March's distribution only redistributes: a cubic crystal's h00 loses what others gain.
    var instrument = Instrument()
    instrument.texture = SIMD3(0, 0, 1)
    let model = try PatternModel(StructureModel(Sample.quartz()), instrument, angles: Sample.angles(15, 80, step: 0.5))
    var point = model.start
    let plain = model.reflectionRows(at: point)
    if let k = model.parameterNames.firstIndex(of: "march") { point[k] = 0.6 }
    let oriented = model.reflectionRows(at: point)
    for (a, b) in zip(plain, oriented) where a.intensity > 0 {
      let isBasal = a.index.x == 0 && a.index.y == 0
      if isBasal { #expect(abs(b.intensity / a.intensity - 1 / (0.6 * 0.6 * 0.6)) < 1e-9) }
      let isPrism = a.index.z == 0
      if isPrism { #expect(abs(b.intensity / a.intensity - 0.6.squareRoot() * 0.6) < 1e-9) }
    }
  }
}
