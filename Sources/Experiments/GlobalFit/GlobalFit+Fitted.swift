import Determinism
import Documents
import Fitting

extension GlobalFit {
  /// One dataset beside its fitted model.
  struct Fitted {
    let name: String
    /// The values of the formula's columns.
    let columns: [[Double]]
    let observed: [Double]
    let model: [Double]
    /// The standard error of each observed value, as the noise says.
    let sigma: [Double]
    /// The local parameters, in the order of the formula's.
    let point: [Double]

    /// (observed − model) / σ.
    var pulls: [Double] { zip(zip(observed, model), sigma).map { ($0.0 - $0.1) / $1 } }
  }

  /// The datasets beside the fitted model, in the order of the manifest.
  func fitted(_ fit: Fit) -> [Fitted] {
    let places = Dictionary(
      fit.problem.blocks.enumerated().map { (Array($1.name.utf8), $0) }, uniquingKeysWith: { first, _ in first })
    return datasets.enumerated().compactMap { (place, dataset) -> Fitted? in
      guard let block = places[Array(dataset.name.utf8)], let data = fit.problem.blocks[block] as? DatasetBlock else {
        return nil
      }
      let columns = subject.formula.columns.compactMap { name in
        dataset.table.columns.first { sameUTF8($0.name, name) }?.values.numbers
      }
      let point = fit.problem.map[block].map { fit.estimates[$0].value }
      let model = data.model.values(at: point)
      return Fitted(
        name: dataset.name, columns: columns, observed: subject.observed[place], model: model,
        sigma: data.noise.sigma(model, scale: fit.statistics.scale), point: point)
    }
  }
}

extension GlobalFit.Fitted {
  /// The number of points of a curve: smooth at the size of a page.
  private static let grid = 201

  /// The model along one column, where no other column varies within the dataset; nil elsewhere.
  func curve(along column: String?, of formula: CompiledFormula) -> (x: [Double], y: [Double])? {
    guard let column, let place = formula.columns.firstIndex(where: { sameUTF8($0, column) }) else { return nil }
    for (other, values) in columns.enumerated() where other != place {
      guard values.allSatisfy({ $0 == values[0] }) else { return nil }
    }
    let values = columns[place].filter(\.isFinite)
    guard let low = values.min(), let high = values.max(), low < high else { return nil }
    let x = (0..<Self.grid).map { low + (high - low) * (Double($0) / Double(Self.grid - 1)) }
    let data = columns.enumerated().map { $0 == place ? x : Array(repeating: $1[0], count: Self.grid) }
    guard let model = try? FormulaModel(formula, columns: data, rows: Self.grid) else { return nil }
    return (x, model.values(at: point))
  }
}

extension ResponseModel {
  /// m(x), one value per row.
  func values(at point: [Double]) -> [Double] {
    Array(unsafeUninitializedCapacity: rowCount) { buffer, count in
      count = rowCount
      guard let base = buffer.baseAddress else { return }
      point.withUnsafeBufferPointer { evaluate(at: $0, values: base, columns: [], jacobian: base, stride: 0) }
    }
  }
}

extension Noise {
  /// The standard error of each observed value where the model is `model`.
  func sigma(_ model: [Double], scale: Double?) -> [Double] {
    switch self {
    case .gaussian: Array(repeating: scale ?? .nan, count: model.count)
    case .gaussianKnown(let sigma), .huber(let sigma, _), .cauchy(let sigma, _): sigma
    case .poisson, .neyman: model.map { $0 > 0 ? $0.squareRoot() : .nan }
    }
  }
}
