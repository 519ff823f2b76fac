import Determinism
import Fitting
import Testing

@Suite struct ReferenceProblemTests {
  static let names = [
    "Chwirut1", "Chwirut2", "DanWood", "Eckerle4", "Gauss1", "Gauss2", "Lanczos2", "Lanczos3", "MGH09", "MGH17",
    "Misra1a", "Misra1b", "Misra1c", "Misra1d", "Nelson", "Rat42", "Roszman1", "Thurber",
  ]

  @Test(arguments: names) func reachesCertifiedDigits(_ name: String) throws {
    let reference = try ReferenceProblem.load(name)
    for (s, start) in reference.starts.enumerated() {
      let minimum = try solve(reference, start: start)
      let digits = matchingDigits(minimum.point, reference.certified)
      print(name, s + 1, minimum.status, digits, minimum.evaluations)
      #expect(digits >= 6, "\(name) from start \(s + 1): \(minimum.status)")
    }
  }

  private func solve(_ reference: ReferenceProblem, start: [Double]) throws -> Minimum {
    let y = reference.name == "Nelson" ? reference.y.map { Elementary.log($0) } : reference.y
    let model = DualModel(
      reference.parameters, rows: reference.x.rows, ReferenceFormulas.formula(reference.name))
    let block = try DatasetBlock(name: "data", model: model, observed: y, noise: .gaussian)
    let parameters = zip(reference.parameters, start).map { Parameter($0, .shared, start: $1) }
    return try FitProblem(blocks: [block], parameters: parameters).minimize()
  }

  /// −log₁₀ of the worst relative error, at most 11: the certified values have 11 digits.
  private func matchingDigits(_ found: [Double], _ certified: [Double]) -> Double {
    zip(found, certified).map { f, c in
      let error = abs(f - c) / abs(c)
      return error == 0 ? 11 : min(11, -Elementary.log(error) / Elementary.log(10))
    }.min() ?? 0
  }
}
