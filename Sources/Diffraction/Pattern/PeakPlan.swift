import CKernels

/// What a pattern's model sums over: the reflections in reach, and for each line of the source a window of points.
struct PeakPlan: Sendable {
  struct Window: Sendable {
    let reflection: Int
    let line: Int
    let points: Range<Int>
    /// Nodes of the quadrature over the asymmetry.
    let nodes: Int
  }

  private(set) var reflections: [Reflection] = []
  private(set) var windows: [Window] = []

  init() {}

  /// The most points of a window.
  var widest: Int { windows.reduce(1) { max($0, $1.points.count) } }

  /// Decides at a point of a model's parameters; reflections a little outside of the range reach in with their tails.
  init(_ model: PatternModel, at point: [Double]) throws(DiffractionError) {
    let angles = model.angles
    let crystal = model.structure.crystal(at: Array(point[..<model.structure.parameters.count]))
    guard crystal.cell.volume > 0, crystal.cell.edges.max() < 1000 else {
      throw DiffractionError("cell", "has run away to \(crystal.cell); start nearer, or refine it later")
    }
    let last = angles[angles.count - 1]
    let shortest = point[model.slots.wavelength] / (2 * Trigonometry.sine(min(last + 3, 178) / 2))
    reflections = Reflection.all(of: crystal, downTo: shortest)
    let reciprocal = crystal.cell.metric.inverse
    let lines = point.withUnsafeBufferPointer { model.lines($0) }
    for (r, reflection) in reflections.enumerated() {
      let h = SIMD3<Double>(reflection.index)
      let q = reciprocal.form(h, h)
      for (l, line) in lines.enumerated() {
        guard let peak = PeakState(model, point, q: q, line: line.factor) else { continue }
        let width = peak.shape.width
        let axial = model.slots.axial.map { point[$0] } ?? 0
        let reach = axial > 0 ? AxialDivergence.reach(peak.position, axial) : 0
        let isLow = peak.position < 90
        let half = model.instrument.cutoff * width
        let low = peak.position - half - (isLow ? 3 * reach : 0)
        let high = peak.position + half + (isLow ? 0 : 3 * reach)
        let points = angles.firstNotBelow(low)..<angles.firstNotBelow(high)
        guard !points.isEmpty else { continue }
        let nodes = model.slots.axial == nil ? 1 : AxialDivergence.nodeCount(peak.position, axial, width: width)
        windows.append(Window(reflection: r, line: l, points: points, nodes: nodes))
      }
    }
    guard !windows.isEmpty else {
      throw DiffractionError(
        "wavelength", "no reflection lies between \(angles[0])° and \(last)°; check wavelength, cell and range")
    }
  }
}

extension [Double] {
  /// The first place whose value is not below a bound, in rising values.
  func firstNotBelow(_ bound: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
