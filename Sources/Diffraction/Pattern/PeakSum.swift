import CKernels
import Determinism

/// Adds all peaks of a pattern to its values and columns.
///
/// Each peak's profile is computed once with its derivatives to position, widths and asymmetry; every parameter's
/// column then gets one multiple of one of these rows.
struct PeakSum {
  let model: PatternModel
  let point: UnsafeBufferPointer<Double>
  let target: PatternColumns
  private let cell: Cell
  private let reciprocal: Metric
  private let slopes: [Metric]
  private let atoms: [AtomState]
  private let lines: [(factor: Double, weight: Double)]
  private var workspace = StructureFactors.Workspace()
  private var rows: PeakRows
  private var mixed: [Double]
  /// What belongs to the reflection at hand.
  private var reflection = ReflectionState()
  private var current = -1

  init(_ model: PatternModel, _ point: UnsafeBufferPointer<Double>, _ target: PatternColumns) {
    (self.model, self.point, self.target) = (model, point, target)
    cell = model.structure.cell(point)
    reciprocal = cell.metric.inverse
    slopes = model.structure.cellFreedom.metricSlopes(cell)
    atoms = model.structure.atoms(point)
    lines = model.lines(point)
    rows = PeakRows(capacity: model.plan.widest)
    mixed = Array(repeating: 0, count: 2 * model.plan.widest)
    reflection.factor = StructureFactors.Value(count: atoms.count)
  }

  /// A reflection's part of its peaks.
  private struct ReflectionState {
    var q = 0.0
    var qByCell: [Double] = []
    var factor = StructureFactors.Value(count: 0)
    var texture = Texture.Value(byCell: [])
    var multiplicity = 0.0
  }

  mutating func addPeaks() {
    for window in model.plan.windows {
      load(window.reflection)
      guard let peak = PeakState(model, point, q: reflection.q, line: lines[window.line].factor) else { continue }
      fill(window, peak)
      add(window, peak)
    }
  }

  mutating func visitPeaks(_ body: (Int, Range<Int>, Double, [Double]) -> Void) {
    for window in model.plan.windows {
      load(window.reflection)
      guard let peak = PeakState(model, point, q: reflection.q, line: lines[window.line].factor) else { continue }
      fill(window, peak)
      let intensity = strength(peak, window.line).value * reflection.factor.square
      body(window.reflection, window.points, intensity, Array(rows.storage[..<window.points.count]))
    }
  }

  /// One row for each reflection that the first line reaches.
  mutating func reflectionRows() -> [ReflectionRow] {
    model.plan.reflections.indices.compactMap { index in
      load(index)
      guard let peak = PeakState(model, point, q: reflection.q, line: 1) else { return nil }
      return ReflectionRow(
        index: model.plan.reflections[index].index, multiplicity: model.plan.reflections[index].multiplicity,
        spacing: 1 / reflection.q.squareRoot(), angle: 2 * Elementary.asin(peak.sine) * Trigonometry.degree,
        position: peak.position, width: peak.shape.width, structureFactor: reflection.factor.square,
        intensity: strength(peak, 0).value * reflection.factor.square)
    }
  }

  /// Structure factor, texture and q of a reflection, kept for all its lines.
  private mutating func load(_ index: Int) {
    guard index != current else { return }
    current = index
    let entry = model.plan.reflections[index]
    let h = SIMD3<Double>(entry.index)
    let u = reciprocal.product(h)
    reflection.q = reciprocal.form(h, h)
    reflection.qByCell = slopes.map { -$0.form(u, u) }
    reflection.multiplicity = Double(entry.multiplicity)
    model.factors.evaluate(entry.index, q: reflection.q, atoms, &workspace, into: &reflection.factor)
    if let axis = model.instrument.texture, let march = model.slots.march {
      reflection.texture = Texture.value(
        entry, axis: axis, ratio: point[march], reciprocal: reciprocal, slopes: slopes)
    }
  }

  private mutating func fill(_ window: PeakPlan.Window, _ peak: PeakState) {
    let axial = model.slots.axial.map { point[$0] } ?? 0
    let divergence = AxialDivergence(
      position: peak.position, asymmetry: axial, imbalance: model.instrument.axialImbalance)
    let nodes = divergence.nodes(window.nodes)
    model.angles.withUnsafeBufferPointer { angles in
      guard let base = angles.baseAddress else { return }
      rows.fill(base + window.points.lowerBound, count: window.points.count, shape: peak.shape, nodes: nodes)
    }
  }

  /// Everything of a peak's intensity but |F|², with derivatives to s and to the attenuations' parameters.
  private struct Strength {
    var value = 0.0
    var bySine = 0.0
    /// Multiples of the profile, for parameters that scale the intensity alone.
    var slopes: [(parameter: Int, slope: Double)] = []
  }

  private func strength(_ peak: PeakState, _ line: Int) -> Strength {
    let (s, slots, instrument) = (peak.sine, model.slots, model.instrument)
    let scale = point[slots.scale]
    var factors: [(factor: Factor, first: Int?)] = [
      (Attenuation.lorentz(s, polarisation: slots.polarisation.map { point[$0] }), slots.polarisation)
    ]
    if let place = slots.absorption {
      factors.append(
        (
          instrument.absorption == .plate ? Attenuation.plate(s, point[place]) : Attenuation.cylinder(s, point[place]),
          place
        ))
    }
    if let place = slots.roughness { factors.append((Attenuation.roughness(s, point[place], point[place + 1]), place)) }
    if instrument.hasVariableSlit { factors.append((Factor(value: s, bySine: 1), nil)) }
    let common = reflection.multiplicity * reflection.texture.value * lines[line].weight
    var value = common * scale
    var logSlope = 0.0
    for (factor, _) in factors {
      value *= factor.value
      logSlope += factor.bySine / factor.value
    }
    var result = Strength(value: value, bySine: value * logSlope)
    for (factor, first) in factors {
      guard let first else { continue }
      result.slopes.append((first, value * factor.byParameter.0 / factor.value))
      if first == slots.roughness { result.slopes.append((first + 1, value * factor.byParameter.1 / factor.value)) }
    }
    // The intensity is linear in these; where they are zero their slope is not.
    result.slopes.append((slots.scale, scale == 0 ? perUnit(common, factors) : value / scale))
    if line == 1, let ratio = slots.ratio, lines[1].weight != 0 {
      result.slopes.append((ratio, value / lines[1].weight))
    }
    if let march = slots.march {
      result.slopes.append((march, value * reflection.texture.byRatio / reflection.texture.value))
    }
    return result
  }

  private func perUnit(_ common: Double, _ factors: [(factor: Factor, first: Int?)]) -> Double {
    factors.reduce(common) { $0 * $1.factor.value }
  }

  private mutating func add(_ window: PeakPlan.Window, _ peak: PeakState) {
    let (start, count, stride) = (window.points.lowerBound, window.points.count, rows.capacity)
    let strength = strength(peak, window.line)
    let square = reflection.factor.square
    let intensity = strength.value * square
    // Taken out of self while it is written to.
    var scratch: [Double] = []
    swap(&scratch, &mixed)
    defer { swap(&scratch, &mixed) }
    rows.storage.withUnsafeBufferPointer { storage in
      scratch.withUnsafeMutableBufferPointer { mixed in
        guard let profile = storage.baseAddress, let mixed = mixed.baseAddress else { return }
        kn_axpy_f64(intensity, profile, target.values + start, count)
        func add(_ factor: Double, _ row: UnsafePointer<Double>, _ parameter: Int) {
          target.add(factor, row, to: parameter, at: start, count: count)
        }
        for (parameter, slope) in strength.slopes { add(slope * square, profile, parameter) }
        addStructure(strength.value, profile, add)
        let (byPosition, byWidth, byMixing) = (profile + stride, profile + 2 * stride, profile + 3 * stride)
        let shift = peak.positionSlopes(model.instrument)
        add(intensity * shift.zero, byPosition, model.slots.zero)
        add(intensity * shift.displacement, byPosition, model.slots.displacement)
        add(intensity * shift.transparency, byPosition, model.slots.transparency)
        if let axial = model.slots.axial { add(intensity, profile + 4 * stride, axial) }
        // One row for all of U, V, W, and one for X, Y.
        let g = peak.shape.byGaussian
        let l = peak.shape.byLorentzian
        let w = model.slots.widths
        if target.slots[w..<(w + 5)].contains(where: { $0 >= 0 }) {
          Self.mix(g.width * peak.gaussianBySquare, byWidth, g.mixing * peak.gaussianBySquare, byMixing, mixed, count)
          add(intensity * peak.tangent * peak.tangent, mixed, w)
          add(intensity * peak.tangent, mixed, w + 1)
          add(intensity, mixed, w + 2)
          Self.mix(l.width * peak.lorentzianSlope, byWidth, l.mixing * peak.lorentzianSlope, byMixing, mixed, count)
          add(intensity / peak.cosine, mixed, w + 3)
          add(intensity * peak.tangent, mixed, w + 4)
        }
        addCell(window, peak, strength, profile, stride, mixed, add)
      }
    }
  }

  /// Positions, displacements and occupancies move |F|² alone.
  private func addStructure(
    _ strength: Double, _ profile: UnsafePointer<Double>, _ add: (Double, UnsafePointer<Double>, Int) -> Void
  ) {
    let factor = reflection.factor
    for (k, place) in model.structure.places.enumerated() {
      let site = model.structure.sites[k]
      for (d, direction) in site.directions.enumerated() {
        let slope = factor.byPosition[k]
        let along = slope.x * direction.x + slope.y * direction.y + slope.z * direction.z
        add(strength * along, profile, place.position + d)
      }
      add(strength * factor.byDisplacement[k], profile, place.displacement)
      add(strength * factor.byOccupancy[k], profile, place.occupancy)
    }
  }

  /// Cell and wavelength move a peak through s: its place, its widths, its intensity; the cell also |F|² and texture.
  private func addCell(
    _ window: PeakPlan.Window, _ peak: PeakState, _ strength: Strength, _ profile: UnsafePointer<Double>,
    _ stride: Int, _ mixed: UnsafeMutablePointer<Double>, _ add: (Double, UnsafePointer<Double>, Int) -> Void
  ) {
    let free = model.structure.cellFreedom.free.count
    let wavelength = model.slots.wavelength
    guard target.slots[..<free].contains(where: { $0 >= 0 }) || target.slots[wavelength] >= 0 else { return }
    let count = window.points.count
    let square = reflection.factor.square
    let intensity = strength.value * square
    let g = peak.shape.byGaussian
    let l = peak.shape.byLorentzian
    let gaussian = peak.gaussianBySquare * peak.squareBySine
    let byWidth = intensity * (g.width * gaussian + l.width * peak.lorentzianBySine)
    let byMixing = intensity * (g.mixing * gaussian + l.mixing * peak.lorentzianBySine)
    Self.mix(byWidth, profile + 2 * stride, byMixing, profile + 3 * stride, mixed, count)
    kn_axpy_f64(intensity * peak.positionBySine, profile + stride, mixed, count)
    kn_axpy_f64(strength.bySine * square, profile, mixed, count)
    let line = lines[window.line].factor
    add(line * reflection.q.squareRoot() / 2, mixed, wavelength)
    let sineByQ = peak.sine / (2 * reflection.q)
    for k in 0..<free {
      add(sineByQ * reflection.qByCell[k], mixed, k)
      var direct = strength.value * reflection.factor.byQ * reflection.qByCell[k]
      if !reflection.texture.byCell.isEmpty {
        direct += intensity * reflection.texture.byCell[k] / reflection.texture.value
      }
      add(direct, profile, k)
    }
  }

  /// a x + b y.
  private static func mix(
    _ a: Double, _ x: UnsafePointer<Double>, _ b: Double, _ y: UnsafePointer<Double>,
    _ result: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    kn_fill_f64(0, result, count)
    kn_axpy_f64(a, x, result, count)
    kn_axpy_f64(b, y, result, count)
  }
}
