/// The formulas of the reference problems, over dual numbers.
enum ReferenceFormulas {
  typealias Formula = @Sendable ([Dual], [Double]) -> Dual

  static func formula(_ name: String) -> Formula {
    switch name {
    case "Chwirut1", "Chwirut2": { b, x in exp(-b[0] * x[0]) / (b[1] + b[2] * x[0]) }
    case "DanWood": { b, x in b[0] * power(x[0], b[1]) }
    case "Eckerle4": { b, x in (b[0] / b[1]) * exp(-0.5 * pow((x[0] - b[2]) / b[1], 2)) }
    case "Gauss1", "Gauss2":
      { b, x in
        b[0] * exp(-b[1] * x[0]) + b[2] * exp(-pow(x[0] - b[3], 2) / pow(b[4], 2))
          + b[5] * exp(-pow(x[0] - b[6], 2) / pow(b[7], 2))
      }
    case "Lanczos1", "Lanczos2", "Lanczos3":
      { b, x in b[0] * exp(-b[1] * x[0]) + b[2] * exp(-b[3] * x[0]) + b[4] * exp(-b[5] * x[0]) }
    case "MGH09": { b, x in b[0] * (x[0] * x[0] + x[0] * b[1]) / (x[0] * x[0] + x[0] * b[2] + b[3]) }
    case "MGH10": { b, x in b[0] * exp(b[1] / (x[0] + b[2])) }
    case "MGH17": { b, x in b[0] + b[1] * exp(-x[0] * b[3]) + b[2] * exp(-x[0] * b[4]) }
    case "Misra1a", "BoxBOD": { b, x in b[0] * (1 - exp(-b[1] * x[0])) }
    case "Misra1b": { b, x in b[0] * (1 - pow(1 + b[1] * x[0] / 2, -2)) }
    case "Misra1c": { b, x in b[0] * (1 - pow(1 + 2 * b[1] * x[0], -0.5)) }
    case "Misra1d": { b, x in b[0] * b[1] * x[0] * pow(1 + b[1] * x[0], -1) }
    case "Nelson": { b, x in b[0] - b[1] * x[0] * exp(-b[2] * x[1]) }
    case "Rat42": { b, x in b[0] / (1 + exp(b[1] - b[2] * x[0])) }
    case "Rat43": { b, x in b[0] / powered(1 + exp(b[1] - b[2] * x[0]), 1 / b[3]) }
    case "Roszman1": { b, x in b[0] - b[1] * x[0] - atan(b[2] / (x[0] - b[3])) / Double.pi }
    case "Bennett5": { b, x in b[0] * powered(b[1] + x[0], -1 / b[2]) }
    default:
      { b, x in
        let t = x[0]
        let top = b[0] + b[1] * t + b[2] * (t * t) + b[3] * (t * t * t)
        return top / (1 + b[4] * t + b[5] * (t * t) + b[6] * (t * t * t))
      }
    }
  }

  private static func power(_ x: Double, _ b: Dual) -> Dual { exp(b * Dual(x, b.slopes.map { _ in 0 }).logarithm) }
  private static func powered(_ a: Dual, _ b: Dual) -> Dual { exp(b * log(a)) }
}

extension Dual {
  fileprivate var logarithm: Dual { log(self) }
}
