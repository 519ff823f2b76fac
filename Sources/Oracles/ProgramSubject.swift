public import Autodiff
import Documents

/// A traced program of single numbers as a subject: the engine gives its values and its exact gradients.
public struct ProgramSubject: DifferentiableSubject {
  private let inputs: [String]
  private let outputs: [String]
  private let forward: Executable
  private let reverse: Executable

  /// - Parameters:
  ///   - inputs: the names of the numbers that go in.
  ///   - body: asks the trace for parameters of those names, and gives named results of shape `[]`.
  /// - Throws: `AutodiffError` when a result has a value per row.
  public init(inputs: [String], _ body: (Trace) -> [(String, Tensor)]) throws(AutodiffError) {
    self.inputs = inputs
    func weight(_ name: String) -> String { "weight of \(name)" }
    let program = Program.trace(results: { trace in
      // Asked for first, so that every input is there and in this order.
      for name in inputs { _ = trace.parameter(name) }
      return body(trace)
    })
    let weighted = Program.trace(results: { trace in
      for name in inputs { _ = trace.parameter(name) }
      let results = body(trace)
      var sum: Tensor = 0
      for (name, value) in results { sum = sum + trace.parameter(weight(name)) * value }
      return [("sum", sum)]
    })
    outputs = program.outputs.map(\.name)
    forward = program.compiled(uniformOutputs: .single)
    reverse = try weighted.gradient(of: "sum", withRespectTo: inputs).compiled(uniformOutputs: .single)
  }

  public func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays {
    let values = try run(forward, inputs)
    var results = Arrays()
    for (name, value) in zip(outputs, values) { results[name] = NumericArray(value) }
    return results
  }

  public func pullback(_ inputs: Arrays, weights: Arrays) throws(SubjectFailure) -> Arrays {
    var arguments = inputs
    for name in outputs { arguments["weight of \(name)"] = weights[name] ?? NumericArray(0) }
    let values = try run(reverse, arguments)
    var gradient = Arrays()
    for (name, value) in zip(self.inputs, values.dropFirst()) {
      gradient[name] = try inputs.array(name).with([value])
    }
    return gradient
  }

  private func run(_ executable: Executable, _ arguments: Arrays) throws(SubjectFailure) -> [Double] {
    var numbers: [Double] = []
    for name in executable.parameters {
      let array = try arguments.numbers(name)
      guard array.count == 1 else { throw SubjectFailure(.shape, "\(name) has \(array.count) numbers, one is due") }
      numbers.append(array[0])
    }
    do throws(AutodiffError) { return try executable.run(parameters: numbers, rows: 1).map { $0[0] } } catch {
      throw SubjectFailure(.refused, "\(error)")
    }
  }
}
