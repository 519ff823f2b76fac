import Determinism
public import Formulas

/// A number made of fitted ones, with its error by the exact chain rule.
public struct DerivedEstimate: Sendable, Equatable {
  public let name: String
  /// The datasets it holds for; empty for all.
  public let datasets: [String]
  public let value: Double
  /// √(gᵀ C g); nil when one of its parameters has no error for want of data.
  public let standardError: Double?
}

extension Fit {
  /// A tied parameter's value and error, once for each different set of coordinates that it is made of.
  /// - Throws: `FormulaError` for ties that go round in a circle; `FittingError` for a name that is no parameter.
  public func derived(_ tie: Expression.Tie, ties: [Expression.Tie] = []) throws -> [DerivedEstimate] {
    let formula = try CompiledFormula(tie.expression, columns: [], ties: ties.filter { $0.name != tie.name })
    let model = try FormulaModel(formula, columns: [], rows: 1)
    var found: [(coordinates: [Int], datasets: [String])] = []
    for (b, block) in problem.blocks.enumerated() {
      let coordinates = formula.parameters.map { name in
        block.parameterNames.firstIndex(of: name).map { problem.map[b][$0] }
          ?? problem.coordinates.firstIndex { $0.parameter == name && $0.instance == nil }
      }
      let places = coordinates.compactMap { $0 }
      guard places.count == coordinates.count else { continue }
      if let k = found.firstIndex(where: { $0.coordinates == places }) {
        found[k].datasets.append(block.name)
      } else {
        found.append((places, [block.name]))
      }
    }
    guard !found.isEmpty else {
      throw FittingError(
        tie.name, "is made of \(formula.parameters.joined(separator: ", ")), not all of them parameters")
    }
    return found.map { entry in
      let (value, slopes) = evaluate(model, at: entry.coordinates.map { minimum.point[$0] })
      return DerivedEstimate(
        name: tie.name, datasets: found.count == 1 ? [] : entry.datasets, value: value,
        standardError: error(slopes, entry.coordinates))
    }
  }

  private func evaluate(_ model: FormulaModel, at point: [Double]) -> (value: Double, slopes: [Double]) {
    var value = 0.0
    var slopes = Array(repeating: 0.0, count: point.count + 1)
    point.withUnsafeBufferPointer { point in
      slopes.withUnsafeMutableBufferPointer { slopes in
        model.evaluate(
          at: point, values: &value, columns: Array(point.indices), jacobian: slopes.baseAddress!, stride: 1)
      }
    }
    return (value, Array(slopes.dropLast()))
  }

  private func error(_ slopes: [Double], _ coordinates: [Int]) -> Double? {
    var sum = 0.0
    for (i, a) in coordinates.enumerated() where estimates[a].state != .fixed && slopes[i] != 0 {
      guard estimates[a].standardError != nil else { return nil }
      for (j, b) in coordinates.enumerated() where estimates[b].state != .fixed && slopes[j] != 0 {
        guard let c = covariance.covariance(a, b) else { return nil }
        sum += slopes[i] * slopes[j] * c
      }
    }
    return sum.squareRoot()
  }
}
