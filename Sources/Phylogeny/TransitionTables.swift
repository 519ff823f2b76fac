import Determinism

/// The transition matrices of all processes and categories at one point, with their derivatives where asked for.
///
/// Every matrix is made once, for the most sizes; batches of small families read its upper left corner.
final class TransitionTables: @unchecked Sendable {
  /// Numbers in a row of a matrix.
  let stride: Int
  /// In the order of categories, then of the model's processes.
  let processes: [BirthDeath]
  let gamma: DiscreteGamma?
  private let perCategory: Int
  private let hasSlopes: Bool
  // Written here alone, each part by one thread; read by all afterwards.
  private let base: UnsafeMutablePointer<Double>

  init(_ model: PruningModel, at point: [Double], sizes: Int, hasSlopes: Bool) {
    stride = sizes
    self.hasSlopes = hasSlopes
    perCategory = model.representatives.count
    let gamma = model.categoryRates(at: point)
    let processes = (gamma?.rates ?? [1]).flatMap { factor in
      model.representatives.map { model.birthDeath(of: $0, at: point, factor: factor) }
    }
    (self.gamma, self.processes) = (gamma, processes)
    let matrix = sizes * sizes
    let each = matrix * (hasSlopes ? 3 : 1)
    base = .allocate(capacity: max(each * processes.count, 1))
    nonisolated(unsafe) let base = base
    WorkerPool.shared.forEach(chunks: processes.count) { k in
      let p = base + k * each
      TransitionMatrix.fill(
        p, processes[k], sizes: sizes, slopes: hasSlopes ? (p + matrix, p + 2 * matrix) : nil)
    }
  }

  deinit { base.deallocate() }

  private func matrix(_ place: Int, _ process: Int, _ category: Int) -> UnsafePointer<Double> {
    let number = category * perCategory + process
    return UnsafePointer(base + (number * (hasSlopes ? 3 : 1) + place) * stride * stride)
  }

  /// P(c | s), row-major with `stride`.
  func probabilities(_ process: Int, _ category: Int) -> UnsafePointer<Double> { matrix(0, process, category) }

  /// ∂P/∂a.
  func slopesA(_ process: Int, _ category: Int) -> UnsafePointer<Double> { matrix(1, process, category) }

  /// ∂P/∂b.
  func slopesB(_ process: Int, _ category: Int) -> UnsafePointer<Double> { matrix(2, process, category) }
}
