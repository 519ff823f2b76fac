import Determinism
import Fitting

/// A number with its gradient: forward differentiation, the obvious way. A twin to test against, and a model maker.
struct Dual {
  var value: Double
  var slopes: [Double]

  init(_ value: Double, _ slopes: [Double]) {
    self.value = value
    self.slopes = slopes
  }

  func chain(_ value: Double, _ slope: Double) -> Dual { Dual(value, slopes.map { $0 * slope }) }

  static func + (a: Dual, b: Dual) -> Dual { Dual(a.value + b.value, zip(a.slopes, b.slopes).map(+)) }
  static func - (a: Dual, b: Dual) -> Dual { Dual(a.value - b.value, zip(a.slopes, b.slopes).map(-)) }
  static func * (a: Dual, b: Dual) -> Dual {
    Dual(a.value * b.value, zip(a.slopes, b.slopes).map { $0 * b.value + $1 * a.value })
  }
  static func / (a: Dual, b: Dual) -> Dual {
    let value = a.value / b.value
    return Dual(value, zip(a.slopes, b.slopes).map { ($0 - value * $1) / b.value })
  }
  static func + (a: Dual, b: Double) -> Dual { Dual(a.value + b, a.slopes) }
  static func + (a: Double, b: Dual) -> Dual { b + a }
  static func - (a: Dual, b: Double) -> Dual { a + (-b) }
  static func - (a: Double, b: Dual) -> Dual { -b + a }
  static func * (a: Dual, b: Double) -> Dual { Dual(a.value * b, a.slopes.map { $0 * b }) }
  static func * (a: Double, b: Dual) -> Dual { b * a }
  static func / (a: Dual, b: Double) -> Dual { a * (1 / b) }
  static func / (a: Double, b: Dual) -> Dual { b.chain(a / b.value, -a / (b.value * b.value)) }
  static prefix func - (a: Dual) -> Dual { a * -1 }
}

func exp(_ a: Dual) -> Dual {
  let value = Elementary.exp(a.value)
  return a.chain(value, value)
}
func log(_ a: Dual) -> Dual { a.chain(Elementary.log(a.value), 1 / a.value) }
func atan(_ a: Dual) -> Dual { a.chain(Elementary.atan(a.value), 1 / (1 + a.value * a.value)) }
func pow(_ a: Dual, _ b: Double) -> Dual {
  a.chain(Elementary.pow(a.value, b), b * Elementary.pow(a.value, b - 1))
}

/// A response model written as a closure over dual numbers: (parameters, row's columns) → response.
struct DualModel: ResponseModel {
  let parameterNames: [String]
  let rows: [[Double]]
  let formula: @Sendable (_ b: [Dual], _ x: [Double]) -> Dual

  init(_ names: [String], rows: [[Double]], _ formula: @escaping @Sendable ([Dual], [Double]) -> Dual) {
    parameterNames = names
    self.rows = rows
    self.formula = formula
  }

  var rowCount: Int { rows.count }

  func evaluate(
    at point: UnsafeBufferPointer<Double>, values: UnsafeMutablePointer<Double>, columns: [Int],
    jacobian: UnsafeMutablePointer<Double>, stride: Int
  ) {
    let p = parameterNames.count
    let b = (0..<p).map { k in Dual(point[k], (0..<p).map { $0 == k ? 1 : 0 }) }
    for (i, x) in rows.enumerated() {
      let m = formula(b, x)
      values[i] = m.value
      for (k, column) in columns.enumerated() { jacobian[k * stride + i] = m.slopes[column] }
    }
  }
}
