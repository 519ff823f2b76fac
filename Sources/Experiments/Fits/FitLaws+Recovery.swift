import Documents
import Fitting
import Oracles

extension FitLaws {
  /// What a model simulates, its fit must find again: −2 ln L falls from the truth to the minimum by a χ² of as many
  /// degrees of freedom as numbers are free.
  ///
  /// Allowed is what chance exceeds once in 10⁹ cases, so that a thousand cases raise no false alarm.
  /// - Parameter free: how many numbers the fit may move.
  static func recovery(_ statement: String, free: Int) -> Law<any Subject> {
    let limit = greatestRise(free: free)
    let cases = Generator<Int>.integer(in: 0...(1 << 30)).map { Arrays(["seed": NumericArray([$0])]) }
    return Law("simulated-truth", statement, cost: .scan, cases: cases) { subject, values throws(SubjectFailure) in
      let rise = try subject.finite(values).numbers("rise")[0]
      return Measurement(
        defect: rise, allowed: limit, visible: limit,
        sentence: "the truth is \(rise) above the minimum of −2 ln L, with \(free) free numbers")
    }
  }

  /// The χ² that chance exceeds with a probability of 10⁻⁹.
  private static func greatestRise(free: Int) -> Double {
    let degrees = Double(max(free, 1))
    var (low, high) = (degrees, 2 * degrees + 100)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if Distribution.chiSquaredTail(middle, degrees: degrees) > 1e-9 { low = middle } else { high = middle }
    }
    return high
  }

  /// How far −2 ln L falls from a point to the minimum that the solver finds from there.
  /// - Throws: `SubjectFailure` where the search ends without a minimum.
  static func rise(of problem: FitProblem, from truth: [Double]) throws(SubjectFailure) -> Double {
    guard let (before, _) = problem.gradient(at: truth) else { throw undefined }
    let found = problem.minimize(from: truth, options: SolverOptions(stepLimit: 20))
    guard found.objective.isFinite else { throw SubjectFailure(.refused, found.status.description) }
    return before - found.objective
  }
}
