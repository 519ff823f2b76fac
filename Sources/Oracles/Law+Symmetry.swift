import Documents

extension Law where System == any Subject {
  /// f(g · x) = ρ(g) · f(x), for a group that moves numbers of inputs and of outputs to other places.
  ///
  /// - Parameters:
  ///   - inputs: every input of the subject, moved or not.
  ///   - moving: how the group moves inputs.
  ///   - outputs: the outputs compared; those that `carrying` does not name must not change.
  ///   - carrying: how the group moves outputs.
  ///   - cases: inputs and a group element, under the names that the rearrangement reads.
  public static func symmetry(
    _ name: String, _ statement: String, inputs: [String], moving: KeyValuePairs<String, Rearrangement>,
    outputs: [String], carrying: KeyValuePairs<String, Rearrangement> = [:], allowance: Allowance = .exact,
    cases: Generator<Arrays>
  ) -> Law {
    let moving = moving.map { ($0.key, $0.value) }
    let carrying = carrying.map { ($0.key, $0.value) }
    @Sendable func carried(
      _ arrays: Arrays, _ moves: [(String, Rearrangement)], _ element: Arrays
    ) throws(SubjectFailure) -> Arrays {
      var moved = arrays
      for (name, move) in moves { moved[name] = try move.apply(try arrays.array(name), element) }
      return moved
    }
    return Law(
      name, statement, cost: .light, field: nil, cases: cases,
      measure: { subject, values throws(SubjectFailure) in
        let given = try values.only(inputs)
        let moved = try carried(given, moving, values)
        let before = try subject.finite(given).only(outputs)
        let after = try subject.finite(moved).only(outputs)
        let due = try carried(before, carrying, values)
        let limits = try allowance.limits(subject, at: [(given, before), (moved, after)], moving: moving.map(\.0))
        return try .compare(after, due) { name, _ in limits[name] ?? 0 }
      },
      slope: { subject, values throws(SubjectFailure) in
        guard let subject = subject as? any DifferentiableSubject else { return nil }
        let given = try values.only(inputs)
        let moved = try carried(given, moving, values)
        let due = try carried(subject.finite(given).only(outputs), carrying, values)
        let (violation, weights) = try subject.finite(moved).only(outputs).squaredDistance(to: due)
        // v = |f(gx) − ρ f(x)|²: its gradient is gᵀ f′(gx)ᵀ 2r − f′(x)ᵀ ρᵀ 2r.
        var back = Arrays()
        for name in weights.names {
          let move = carrying.first { $0.0 == name }?.1
          back[name] = try move?.undo(try weights.array(name), values) ?? weights[name]
        }
        let (first, second) = (
          try subject.pullback(moved, weights: weights), try subject.pullback(given, weights: back)
        )
        var gradient = Arrays()
        for name in inputs {
          guard let there = first[name], let here = second[name] else { continue }
          let move = moving.first { $0.0 == name }?.1
          let returned = try move?.undo(there, values) ?? there
          gradient[name] = there.with(Swift.zip(returned.doubles, here.doubles).map { $0 - $1 })
        }
        return Slope(violation: violation, gradient: gradient, bounds: -4...4)
      })
  }

  /// f(g · x) = f(x), for a group that calculates with the inputs, and so may round them.
  ///
  /// - Parameters:
  ///   - inputs: every input of the subject.
  ///   - moving: those that the group changes; an allowance re-rounds these.
  ///   - outputs: what must not change.
  ///   - action: the inputs moved by the element that a case holds; nil where it has none to move by.
  public static func invariance(
    _ name: String, _ statement: String, inputs: [String], moving: [String], outputs: [String],
    allowance: Allowance = .exact, cases: Generator<Arrays>,
    action: @escaping @Sendable (_ values: Arrays) throws(SubjectFailure) -> Arrays?
  ) -> Law {
    Law(name, statement, cases: cases) { subject, values throws(SubjectFailure) in
      let given = try values.only(inputs)
      guard let moved = try action(values)?.only(inputs) else { return nil }
      let before = try subject.finite(given).only(outputs)
      let after = try subject.finite(moved).only(outputs)
      let limits = try allowance.limits(subject, at: [(given, before), (moved, after)], moving: moving)
      return try .compare(after, before) { name, _ in limits[name] ?? 0 }
    }
  }

  /// Two outputs, or two programs that one subject runs, must agree: a fast one and its slow twin, two edges.
  /// - Parameter searching: the inputs that a search may move, within these bounds.
  public static func agreement(
    _ name: String, _ statement: String, of first: String, and second: String, inputs: [String],
    allowance: Allowance = .exact, searching: (names: [String], bounds: ClosedRange<Double>)? = nil,
    cases: Generator<Arrays>
  ) -> Law {
    var slope: (@Sendable (any Subject, Arrays) throws(SubjectFailure) -> Slope?)?
    if let searching {
      slope = { subject, values throws(SubjectFailure) in
        guard let subject = subject as? any DifferentiableSubject else { return nil }
        let given = try values.only(inputs)
        let outputs = try subject.finite(given)
        let due = Arrays([first: try outputs.array(second)])
        var (violation, weights) = try outputs.only([first]).squaredDistance(to: due)
        weights[second] = weights[first].map { $0.with($0.doubles.map { -$0 }) }
        let gradient = try subject.pullback(given, weights: weights).only(searching.names)
        return Slope(violation: violation, gradient: gradient, bounds: searching.bounds)
      }
    }
    return Law(
      name, statement, cost: .light, field: nil, cases: cases,
      measure: { subject, values throws(SubjectFailure) in
        let given = try values.only(inputs)
        let outputs = try subject.finite(given)
        let (a, b) = (Arrays([first: try outputs.array(first)]), Arrays([first: try outputs.array(second)]))
        let limits = try allowance.limits(subject, at: [(given, a)], moving: inputs)
        return try .compare(a, b) { name, _ in limits[name] ?? 0 }
      }, slope: slope)
  }
}

extension Arrays {
  /// |a − b|², and its gradient with respect to a.
  fileprivate func squaredDistance(to other: Arrays) throws(SubjectFailure) -> (Double, Arrays) {
    var total = 0.0
    var gradient = Arrays()
    for name in names {
      let (mine, theirs) = (try array(name), try other.array(name))
      let differences = Swift.zip(mine.doubles, theirs.doubles).map { $0 - $1 }
      for difference in differences { total += difference * difference }
      gradient[name] = NumericArray(shape: mine.shape, differences.map { 2 * $0 })
    }
    return (total, gradient)
  }
}
