import Documents

extension Fault where System == any Subject {
  /// A fault in what a subject answers.
  /// - Parameter only: the one output that it changes; nil where it may change any.
  public static func inOutputs(
    _ name: String, _ statement: String, only: String? = nil, laws: [String]? = nil,
    _ change: @escaping @Sendable (_ inputs: Arrays, _ outputs: inout Arrays) -> Void
  ) -> Fault {
    Fault(name, statement, laws: laws) { subject in
      FunctionSubject { inputs throws(SubjectFailure) in
        var outputs = try subject(inputs)
        change(inputs, &outputs)
        return outputs
      } telling: { outputs in
        only.flatMap { outputs.contains($0) ? nil : subject.telling(outputs) }
      }
    }
  }

  /// A fault in what a subject is given.
  public static func inInputs(
    _ name: String, _ statement: String, laws: [String]? = nil,
    _ change: @escaping @Sendable (_ inputs: inout Arrays) -> Void
  ) -> Fault {
    Fault(name, statement, laws: laws) { subject in
      FunctionSubject { inputs throws(SubjectFailure) in
        var changed = inputs
        change(&changed)
        return try subject(changed)
      }
    }
  }
}

extension Arrays {
  /// Changes the numbers of one array, where it is there.
  public mutating func change(_ name: String, _ body: (inout [Double]) -> Void) {
    guard let array = self[name] else { return }
    var numbers = array.doubles
    body(&numbers)
    self[name] = array.with(numbers)
  }
}
