import Diffraction
import Fitting
import Testing

@Suite struct DerivativeTests {
  /// Every column of the Jacobian is the slope of the model, by central differences of two steps.
  @Test(arguments: ["x-ray", "neutron", "cylinder", "trigonal"]) func columnsAreSlopes(_ kind: String) throws {
    var instrument = Instrument()
    var crystal = try Sample.anglesite()
    switch kind {
    case "x-ray":
      instrument.secondWavelength = 1.5444274
      instrument.hasRoughness = true
      instrument.texture = SIMD3(0, 1, 1)
    case "neutron":
      instrument.radiation = .neutron
      instrument.wavelength = 1.909
      instrument.geometry = .debyeScherrer
      instrument.absorption = .plate
    case "cylinder":
      instrument.geometry = .debyeScherrer
      instrument.absorption = .cylinder
      instrument.hasVariableSlit = true
      instrument.shape = .symmetric
    default:
      crystal = try Sample.quartz()
      instrument.texture = SIMD3(0, 0, 1)
    }
    crystal.atoms[1].occupancy = 0.9
    let model = try PatternModel(StructureModel(crystal), instrument, angles: Sample.angles(15, 75, step: 0.1))
    var point = model.start
    func set(_ name: String, _ value: Double) {
      if let k = model.parameterNames.firstIndex(of: name) { point[k] = value }
    }
    set("scale", 0.7)
    for (name, value) in [
      ("zero", 0.02), ("displacement", 40), ("transparency", 0.01), ("offset", 30), ("U", 0.02), ("V", -0.01),
      ("W", 0.02), ("X", 0.05), ("Y", 0.04), ("axial", 0.04), ("march", 0.8), ("absorption", 0.6), ("roughness", 0.2),
      ("background0", 50), ("background1", -10),
    ] { set(name, value) }
    let planned = try model.planned(at: point)
    let columns = Array(point.indices)
    let (_, jacobian) = evaluate(planned, point, columns: columns)
    let n = planned.rowCount
    for column in columns {
      let name = planned.parameterNames[column]
      // The model is linear in the background; its peaks move fast with the cell.
      let isLength = ["a", "b", "c", "wavelength"].contains(name)
      let step = name.hasPrefix("background") ? 1 : 1e-4 * max(abs(point[column]), 0.01) * (isLength ? 0.05 : 1)
      let slope = difference(planned, point, column, step)
      let finer = difference(planned, point, column, step / 2)
      let exact = Array(jacobian[(column * n)..<((column + 1) * n)])
      let size = exact.map { abs($0) }.max() ?? 0
      let richardson = zip(finer, slope).map { (4 * $0 - $1) / 3 }
      let worst = zip(exact, richardson).map { abs($0 - $1) }.max() ?? 0
      #expect(size > 0, "\(name)")
      #expect(worst <= 2e-6 * size, "\(name): \(worst / size)")
    }
  }

  private func evaluate(_ model: PatternModel, _ point: [Double], columns: [Int]) -> ([Double], [Double]) {
    var values = Array(repeating: 0.0, count: model.rowCount)
    var jacobian = Array(repeating: 0.0, count: model.rowCount * max(columns.count, 1))
    point.withUnsafeBufferPointer { point in
      model.evaluate(at: point, values: &values, columns: columns, jacobian: &jacobian, stride: model.rowCount)
    }
    return (values, jacobian)
  }

  private func difference(_ model: PatternModel, _ point: [Double], _ column: Int, _ step: Double) -> [Double] {
    var (up, down) = (point, point)
    up[column] += step
    down[column] -= step
    let (high, _) = evaluate(model, up, columns: [])
    let (low, _) = evaluate(model, down, columns: [])
    return zip(high, low).map { ($0 - $1) / (2 * step) }
  }
}
