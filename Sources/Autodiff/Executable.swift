import CKernels
import Determinism

/// A program made ready to run many times, fast.
///
/// Operations on uniform values run once per run; operations on rows run over tiles of at most 256 rows that
/// stay in the first-level cache, without allocation. Results have the bits of `Program.interpret`, whatever
/// the rows, the tiles, the instruction set. An executable may be shared by threads; a `Workspace` may not.
///
/// ```swift
/// let executable = try program.jacobian().compiled()
/// let workspace = executable.makeWorkspace()
/// executable.run(parameters: p, columns: [t], rows: n, outputs: [y, dA, dTau, dB], workspace: workspace)
/// ```
public final class Executable: Sendable {
  /// The names of the parameters, in the order in which `run` takes them.
  public let parameters: [String]
  /// The names of the columns, in the order in which `run` takes them.
  public let columns: [String]
  /// The outputs, in the order in which `run` writes them.
  public let outputs: [Program.Output]
  /// What is written for a uniform output.
  public let uniformOutputs: UniformOutputs
  /// The rows of a tile.
  public var tileRows: Int { plan.tileRows }
  /// The operations per row.
  public var operationsPerRow: Int { plan.phases.reduce(0) { $0 + $1.rowCode.count } }

  let plan: Plan
  private let program: Program

  /// What is written for an output of shape `[]`.
  public enum UniformOutputs: Sendable {
    /// The same number for each of the n rows.
    case repeated
    /// One number: the output needs room for one only.
    case single
  }

  init(_ program: Program, uniformOutputs: UniformOutputs) {
    let program = program.optimized()
    parameters = program.parameters
    columns = program.columns
    outputs = program.outputs
    self.uniformOutputs = uniformOutputs
    plan = Planner(program).plan()
    self.program = program
  }

  /// The scratch memory of one thread's runs.
  public func makeWorkspace() -> Workspace { Workspace(plan) }

  /// Runs the program.
  ///
  /// - Parameters:
  ///   - parameters: One value for each of `parameters`.
  ///   - columns: For each of `columns` its `rows` values.
  ///   - rows: The number of rows, also 0.
  ///   - outputs: For each of `outputs` room for `rows` values (or one, see `uniformOutputs`). They must not
  ///     overlap each other or the columns.
  ///   - workspace: Made by this executable; in use by no other thread.
  public func run(
    parameters: UnsafePointer<Double>, columns: UnsafePointer<UnsafePointer<Double>>, rows: Int,
    outputs: UnsafePointer<UnsafeMutablePointer<Double>>, workspace: Workspace
  ) {
    precondition(workspace.plan === plan, "Executable.run: the workspace was made by another executable")
    let (plan, slots) = (plan, workspace.slots)
    for i in 0..<plan.parameterCount { slots[i].pointee = parameters[i] }
    for phase in plan.phases {
      kn_replay_run_f64(phase.uniformCode, phase.uniformCode.count, slots, 1)
      guard !phase.rowCode.isEmpty else { continue }
      for sum in phase.sums { slots[sum.lanes].update(repeating: 0, count: 64) }
      for i in 0..<plan.columnCount { slots[plan.firstColumn + i] = UnsafeMutablePointer(mutating: columns[i]) }
      for i in 0..<plan.outputs.count { slots[plan.firstOutput + i] = outputs[i] }
      var row = 0
      while row < rows {
        let count = min(plan.tileRows, rows - row)
        kn_replay_run_f64(phase.rowCode, phase.rowCode.count, slots, count)
        row += count
        for slot in plan.firstColumn..<plan.firstOutput + plan.outputs.count { slots[slot] += count }
      }
      for sum in phase.sums { slots[sum.result].pointee = kn_sum_f64(slots[sum.lanes], 64) }
    }
    for (i, slot) in plan.outputs.enumerated() {
      guard let slot else { continue }
      outputs[i].update(repeating: slots[slot].pointee, count: uniformOutputs == .repeated ? rows : 1)
    }
    if NonFiniteTrap.isArmed { trap(parameters, columns, rows, outputs) }
  }

  /// Looks for an output that is not finite, and for the operation that made it so.
  private func trap(
    _ parameters: UnsafePointer<Double>, _ columns: UnsafePointer<UnsafePointer<Double>>, _ rows: Int,
    _ outputs: UnsafePointer<UnsafeMutablePointer<Double>>
  ) {
    let isFinite = plan.outputs.indices.allSatisfy { i in
      let count = plan.outputs[i] != nil && uniformOutputs == .single ? 1 : rows
      return UnsafeBufferPointer(start: outputs[i], count: count).allSatisfy(\.isFinite)
    }
    guard !isFinite else { return }
    let found = try? program.firstNonFinite(
      parameters: self.parameters.indices.map { parameters[$0] },
      columns: self.columns.indices.map { Array(UnsafeBufferPointer(start: columns[$0], count: rows)) }, rows: rows)
    if let found { NonFiniteTrap.spring("\(found)") }
  }

  /// Runs the program over arrays, with a workspace of its own.
  /// - Returns: The values of each output.
  /// - Throws: `AutodiffError` when the numbers of arguments do not fit.
  public func run(parameters: [Double], columns: [[Double]] = [], rows: Int) throws(AutodiffError) -> [[Double]] {
    guard parameters.count == self.parameters.count else {
      throw .count("parameters", found: parameters.count, expected: self.parameters)
    }
    guard columns.count == self.columns.count else {
      throw .count("columns", found: columns.count, expected: self.columns)
    }
    for (name, column) in zip(self.columns, columns) where column.count != rows {
      throw AutodiffError("run", "column `\(name)` has \(column.count) rows, expected \(rows)")
    }
    let arguments = UnsafeMutablePointer<Double>.allocate(capacity: max(1, rows * columns.count))
    defer { arguments.deallocate() }
    for (i, column) in columns.enumerated() { (arguments + i * rows).initialize(from: column, count: rows) }
    let room = max(1, rows)
    let results = UnsafeMutablePointer<Double>.allocate(capacity: max(1, room * outputs.count))
    defer { results.deallocate() }
    run(
      parameters: parameters, columns: columns.indices.map { UnsafePointer(arguments + $0 * rows) }, rows: rows,
      outputs: outputs.indices.map { results + $0 * room }, workspace: makeWorkspace())
    return outputs.enumerated().map { i, output in
      let count = output.shape == .uniform && uniformOutputs == .single ? 1 : rows
      return Array(UnsafeBufferPointer(start: results + i * room, count: count))
    }
  }
}

extension Program {
  /// The program, optimized and laid out for tiles.
  /// - Parameter uniformOutputs: Whether an output of shape `[]` is written once or for every row.
  public func compiled(uniformOutputs: Executable.UniformOutputs = .repeated) -> Executable {
    Executable(self, uniformOutputs: uniformOutputs)
  }
}
