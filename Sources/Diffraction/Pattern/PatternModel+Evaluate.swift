import CKernels
public import Fitting

extension PatternModel: ResponseModel {
  public var rowCount: Int { angles.count }

  public func evaluate(
    at point: UnsafeBufferPointer<Double>, values: UnsafeMutablePointer<Double>, columns: [Int],
    jacobian: UnsafeMutablePointer<Double>, stride: Int
  ) {
    values.update(repeating: 0, count: rowCount)
    for k in columns.indices { (jacobian + k * stride).update(repeating: 0, count: rowCount) }
    var slots = Array(repeating: -1, count: parameterNames.count)
    for (k, column) in columns.enumerated() { slots[column] = k }
    let target = PatternColumns(values: values, jacobian: jacobian, stride: stride, slots: slots)
    addBackground(point, target)
    var sum = PeakSum(self, point, target)
    sum.addPeaks()
  }

  /// The intensities at a point of the parameters.
  public func intensities(at point: [Double]) -> [Double] {
    var values = Array(repeating: 0.0, count: rowCount)
    point.withUnsafeBufferPointer { point in
      values.withUnsafeMutableBufferPointer { values in
        guard let base = values.baseAddress else { return }
        evaluate(at: point, values: base, columns: [], jacobian: base, stride: 0)
      }
    }
    return values
  }

  private func addBackground(_ point: UnsafeBufferPointer<Double>, _ target: PatternColumns) {
    for (k, row) in background.rows.enumerated() {
      kn_axpy_f64(point[self.slots.background + k], row, target.values, rowCount)
      target.add(1, row, to: self.slots.background + k, at: 0, count: rowCount)
    }
  }

  /// The contribution of each reflection to every point, for R_Bragg: calls `body` with the window's points and values.
  func forEachPeak(
    at point: [Double],
    _ body: (_ reflection: Int, _ points: Range<Int>, _ intensity: Double, _ profile: [Double]) -> Void
  ) {
    point.withUnsafeBufferPointer { point in
      var sum = PeakSum(self, point, .none(parameterNames.count))
      sum.visitPeaks(body)
    }
  }
}

/// Where a model's values and columns go.
struct PatternColumns {
  let values: UnsafeMutablePointer<Double>
  let jacobian: UnsafeMutablePointer<Double>
  let stride: Int
  /// For each parameter its column, or −1.
  let slots: [Int]

  /// Takes nothing: for those who look at peaks one by one.
  static func none(_ parameters: Int) -> PatternColumns {
    let nowhere = UnsafeMutablePointer<Double>(bitPattern: 8)!
    return PatternColumns(
      values: nowhere, jacobian: nowhere, stride: 0, slots: Array(repeating: -1, count: parameters))
  }

  /// Adds a multiple of a row to the column of a parameter, if it was asked for.
  func add(_ factor: Double, _ row: UnsafePointer<Double>, to parameter: Int, at start: Int, count: Int) {
    let slot = slots[parameter]
    guard slot >= 0, factor != 0 else { return }
    kn_axpy_f64(factor, row, jacobian + slot * stride + start, count)
  }
}
