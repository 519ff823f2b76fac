import Synchronization

/// Memory of one thread for one run of patterns, kept between evaluations.
final class PruningWorkspace: @unchecked Sendable {
  let base: UnsafeMutablePointer<Double>
  let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    base = .allocate(capacity: max(capacity, 1))
  }

  deinit { base.deallocate() }

  /// Workspaces that nobody uses at the moment.
  final class Pool: Sendable {
    private let idle = Mutex<[PruningWorkspace]>([])
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    func withWorkspace<Result>(_ body: (UnsafeMutablePointer<Double>) -> Result) -> Result {
      let workspace = idle.withLock { $0.popLast() } ?? PruningWorkspace(capacity: capacity)
      defer { idle.withLock { $0.append(workspace) } }
      return body(workspace.base)
    }
  }
}
