import Autodiff
import Synchronization

extension CompiledFormula {
  /// One demand made executable, with the workspaces that its runs leave behind for later runs.
  ///
  /// Datasets that share columns and parameters share what depends on these alone: it is computed once, not once for
  /// each of them.
  final class Variant: Sendable {
    let demand: Demand
    let executable: Executable
    private let common: Executable?
    private let commonParameters: [Int]
    private let idle = Mutex<[Bench]>([])

    init(_ demand: Demand, _ program: Program) {
      self.demand = demand
      var hoisted: Program.Hoisted?
      var shared: [Int] = []
      if case .values(_, let common) = demand, !common.isEmpty {
        shared = common
        hoisted = program.optimized().hoisted(common.map { program.parameters[$0] })
      }
      executable = (hoisted?.rest ?? program).compiled()
      common = hoisted?.common.compiled()
      commonParameters = shared
    }

    func run(
      _ parameters: UnsafePointer<Double>, _ store: ColumnStore, rows: Int,
      _ outputs: UnsafePointer<UnsafeMutablePointer<Double>>
    ) {
      let bench = idle.withLock { $0.popLast() } ?? Bench(executable, common)
      if let common {
        bench.prepare(common, parameters, commonParameters, store, rows: rows)
        bench.columns.withUnsafeBufferPointer { run(bench, parameters, $0, rows, outputs) }
      } else {
        store.pointers.withUnsafeBufferPointer { run(bench, parameters, $0, rows, outputs) }
      }
      idle.withLock { $0.append(bench) }
    }

    private func run(
      _ bench: Bench, _ parameters: UnsafePointer<Double>, _ columns: UnsafeBufferPointer<UnsafePointer<Double>>,
      _ rows: Int, _ outputs: UnsafePointer<UnsafeMutablePointer<Double>>
    ) {
      withUnsafePointer(to: UnsafePointer<Double>(bitPattern: 8)!) { none in
        executable.run(
          parameters: parameters, columns: columns.baseAddress ?? none, rows: rows, outputs: outputs,
          workspace: bench.workspace)
      }
    }
  }

  /// What one run at a time needs: scratch memory, and the common part of the run before, which may serve again.
  private final class Bench: @unchecked Sendable {
    let workspace: Workspace
    private(set) var columns: [UnsafePointer<Double>] = []
    private let commonWorkspace: Workspace?
    private var store: ColumnStore?
    private var values: [UInt64] = []
    private var memory: UnsafeMutablePointer<Double>?

    init(_ executable: Executable, _ common: Executable?) {
      workspace = executable.makeWorkspace()
      commonWorkspace = common?.makeWorkspace()
    }

    /// Makes `columns` those of the store and the common values, which are computed anew only when something changed.
    func prepare(
      _ common: Executable, _ parameters: UnsafePointer<Double>, _ places: [Int], _ store: ColumnStore, rows: Int
    ) {
      var isSame = self.store === store && values.count == places.count
      for k in places.indices where isSame { isSame = values[k] == parameters[places[k]].bitPattern }
      if isSame { return }
      let count = common.outputs.count
      if self.store !== store {
        memory?.deallocate()
        let fresh = UnsafeMutablePointer<Double>.allocate(capacity: max(1, count * rows))
        memory = fresh
        columns = store.pointers + (0..<count).map { UnsafePointer(fresh + $0 * rows) }
        self.store = store
      }
      values = places.map { parameters[$0].bitPattern }
      guard let memory, let commonWorkspace else { return }
      let outputs = (0..<count).map { memory + $0 * rows }
      store.pointers.withUnsafeBufferPointer { columns in
        withUnsafePointer(to: UnsafePointer<Double>(bitPattern: 8)!) { none in
          common.run(
            parameters: parameters, columns: columns.baseAddress ?? none, rows: rows, outputs: outputs,
            workspace: commonWorkspace)
        }
      }
    }

    deinit { memory?.deallocate() }
  }
}
