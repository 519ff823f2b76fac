/// A program of arrays made ready to run many times, fast, in one precision.
///
/// Replay allocates nothing. Results have the bits of `Program.interpretArrays` of the optimized program, whatever
/// the tiles, the threads, the instruction set. An executable may be shared by threads; a `Session` may not.
///
/// ```swift
/// let step = try program.gradient(of: "loss").compiled(as: Float.self)
/// let session = step.makeSession()
/// session.load("x", images)
/// session.run()
/// session.output("loss")
/// ```
public final class ArrayExecutable<Element: TensorElement>: Sendable {
  public let inputs: [Program.Input]
  public let outputs: [Program.Output]
  let schedule: Schedule
  let code: [ElementCode?]
  /// For each input's name its place, and that of its node, if anything reads it.
  let places: [String: (input: Int, node: Int?)]
  /// For the node of each array of indices, how many rows these may name: the fewest of the arrays they are used on.
  let rows: [Int: Int]

  init(_ program: Program) {
    let program = program.optimized()
    inputs = program.inputs
    outputs = program.outputs
    schedule = Schedule(program)
    var places: [String: (input: Int, node: Int?)] = [:]
    for (i, input) in program.inputs.enumerated() {
      places[input.name] = (i, program.nodes.firstIndex { $0.operation == .input(i) })
    }
    self.places = places
    rows = program.rowsIndexed()
    code = schedule.units.enumerated().map { [schedule] index, unit in
      guard case .elements(let unit) = unit else { return nil }
      return ElementCode(unit, index: index, in: schedule)
    }
  }

  /// How many kernels and elementwise chains a run calls.
  public var unitCount: Int { schedule.units.count }

  /// Memory for the runs of one thread.
  /// - Parameter bindings: Inputs and outputs, by name, that lie in memory of the caller, who keeps it as long as the
  ///   session. An output may be bound to the memory of an input when every unit that reads the input is elementwise.
  ///   All others lie in the session's own memory.
  public func makeSession(binding bindings: [String: UnsafeMutablePointer<Element>] = [:]) -> Session<Element> {
    Session(self, bindings)
  }
}

extension Program {
  /// The program of arrays, optimized and laid out for replay.
  /// - Throws: `AutodiffError` when it has columns of a table, which `compiled()` takes.
  public func compiled<Element: TensorElement>(as element: Element.Type) throws(AutodiffError) -> ArrayExecutable<
    Element
  > {
    if let column = columns.first {
      throw AutodiffError("compile", "column `\(column)` has no extent; trace it as data of a shape, or use compiled()")
    }
    return ArrayExecutable(self)
  }
}
