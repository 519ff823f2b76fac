import Autodiff
import CKernels
import Synchronization

/// A response model given by a formula over the columns of one dataset.
public final class FormulaModel: ResponseModel {
  public let formula: CompiledFormula
  public let rowCount: Int
  private let data: ColumnStore
  /// Places of the parameters that many datasets have in common.
  private let common: [Int]

  /// - Parameters:
  ///   - formula: shared by all datasets of that formula.
  ///   - columns: for each of `formula.columns` its values, all of one length.
  ///   - rows: the number of rows; needed when the formula reads no column.
  /// - Throws: a number of columns or of rows that does not fit.
  public init(_ formula: CompiledFormula, columns: [[Double]], rows: Int? = nil) throws(FittingError) {
    guard columns.count == formula.columns.count else {
      throw FittingError(
        formula.text, "reads columns \(formula.columns.joined(separator: ", ")), but \(columns.count) were given")
    }
    let count = rows ?? columns.first?.count ?? 0
    for (name, column) in zip(formula.columns, columns) where column.count != count {
      throw FittingError(name, "has \(column.count) rows where the dataset has \(count)")
    }
    self.formula = formula
    rowCount = count
    data = formula.store(columns, rows: count)
    common = []
  }

  private init(_ other: FormulaModel, common: [Int]) {
    (formula, rowCount, data) = (other.formula, other.rowCount, other.data)
    self.common = common
  }

  public var parameterNames: [String] { formula.parameters }

  public func evaluate(
    at point: UnsafeBufferPointer<Double>, values: UnsafeMutablePointer<Double>, columns: [Int],
    jacobian: UnsafeMutablePointer<Double>, stride: Int
  ) {
    let isReused = !common.isEmpty && data.isReused.load(ordering: .relaxed)
    let variant = formula.variant(.values(derivatives: columns, common: isReused ? common : []))
    withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Double>.self, capacity: columns.count + 1) { outputs in
      outputs.initializeElement(at: 0, to: values)
      for k in columns.indices { outputs.initializeElement(at: k + 1, to: jacobian + k * stride) }
      run(variant, point, outputs.baseAddress!)
    }
  }

  public func curvature(at point: UnsafeBufferPointer<Double>, weights: UnsafeBufferPointer<Double>) -> [Double]? {
    let p = parameterNames.count
    let variant = formula.variant(.second)
    let count = variant.executable.outputs.count
    var matrix = Array(repeating: 0.0, count: p * p)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count * rowCount + 1) { memory in
      withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Double>.self, capacity: count) { outputs in
        let base = memory.baseAddress!
        for k in 0..<count { outputs.initializeElement(at: k, to: base + k * rowCount) }
        run(variant, point, outputs.baseAddress!)
        var k = 1 + p
        for a in 0..<p {
          for b in a..<p {
            let sum = kn_dot_f64(outputs[k], weights.baseAddress!, rowCount)
            (matrix[a * p + b], matrix[b * p + a]) = (sum, sum)
            k += 1
          }
        }
      }
    }
    return matrix
  }

  public func operation(at point: UnsafeBufferPointer<Double>, row: Int) -> String {
    let places =
      zip(formula.columns, data.pointers).map { "\($0) = \($1[row])" }
      + zip(parameterNames, point).map { "\($0) = \($1)" }
    return "`\(formula.text)` at " + places.joined(separator: ", ")
  }

  public func sharing(_ parameters: [String]) -> any ResponseModel {
    FormulaModel(self, common: parameterNames.indices.filter { parameters.contains(parameterNames[$0]) })
  }

  public var footprint: [UnsafeRawBufferPointer] {
    [UnsafeRawBufferPointer(of: self, bytes: 64)] + (data.isReused.load(ordering: .relaxed) ? [] : data.memory)
  }

  private func run(
    _ variant: CompiledFormula.Variant, _ point: UnsafeBufferPointer<Double>,
    _ outputs: UnsafePointer<UnsafeMutablePointer<Double>>
  ) {
    variant.run(point.baseAddress ?? UnsafePointer(bitPattern: 8)!, data, rows: rowCount, outputs)
  }
}
