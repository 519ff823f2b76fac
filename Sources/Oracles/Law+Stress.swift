import Determinism
import Documents

extension Law where System == any Subject {
  /// V σ = ∂E/∂ε: the stress [3, 3] is the derivative of the energy by a strain of positions and `cell` [3, 3].
  ///
  /// Rows of the cell are its vectors; every component of a symmetric strain, over a scan of steps. Defects are in units
  /// of the stress's root mean square.
  public static func stress(of crystals: Generator<Arrays>, steps: ScanSteps = ScanSteps(largest: 0x1p-6)) -> Law {
    let inputs = ["species", "positions", "cell"]
    return Law("stress", "V σ = ∂E/∂ε, every component", cost: .scan, cases: crystals) {
      subject, values throws(SubjectFailure) in
      let given = try values.only(inputs)
      let answer = try subject.finite(given)
      let (stress, cell) = (try answer.numbers("stress"), try given.numbers("cell"))
      guard stress.count == 9, cell.count == 9 else {
        throw SubjectFailure(.shape, "stress and cell have \(stress.count) and \(cell.count) numbers, 9 each are due")
      }
      let volume = determinant(cell).magnitude
      let function = subject.telling(["energy"])
      let strains = [(0, 0), (1, 1), (2, 2), (1, 2), (0, 2), (0, 1)]
      let scan = try StepScan(
        directions: 6, largest: steps.largest, steps: steps.count, resolution: try answer.array("energy").resolution
      ) { direction, step throws(SubjectFailure) in
        let (upper, lower) = (
          try function.finite(strained(given, strains[direction], step)).numbers("energy"),
          try function.finite(strained(given, strains[direction], -step)).numbers("energy")
        )
        return ([ExactSum.sum(upper)], [ExactSum.sum(lower)], 2 * step)
      }
      let size = max(rootMeanSquare(stress) * volume, rootMeanSquare(scan.estimates.map { $0[0].value }))
      guard size > 0, scan.estimates.allSatisfy({ $0[0].error.isFinite }) else { return nil }
      var worst = Worst()
      for (direction, (a, b)) in strains.enumerated() {
        let estimate = scan.estimates[direction][0]
        for place in Set([3 * a + b, 3 * b + a]).sorted() {
          worst.add(
            (stress[place] * volume - estimate.value).magnitude / size, allowed: 8 * estimate.error / size
          ) {
            "stress[\(place / 3), \(place % 3)] times the volume is \(Numeral.render(stress[place] * volume)), "
              + "differences give \(Numeral.render(estimate.value)) ± \(Numeral.brief(estimate.error, digits: 2))"
          }
        }
      }
      return worst.measurement
    }
  }

  /// Positions and cell under the symmetric strain of one pair of axes; off the diagonal half of it in each.
  private static func strained(
    _ given: Arrays, _ axes: (Int, Int), _ step: Double
  ) throws(SubjectFailure) -> Arrays {
    var matrix: [Double] = [1, 0, 0, 0, 1, 0, 0, 0, 1]
    matrix[3 * axes.0 + axes.1] += axes.0 == axes.1 ? step : step / 2
    if axes.0 != axes.1 { matrix[3 * axes.1 + axes.0] += step / 2 }
    var changed = given
    for name in ["positions", "cell"] {
      let array = try given.array(name)
      changed[name] = array.with(rotated(array.doubles, by: matrix))
    }
    return changed
  }

  private static func determinant(_ m: [Double]) -> Double {
    m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6])
  }
}
