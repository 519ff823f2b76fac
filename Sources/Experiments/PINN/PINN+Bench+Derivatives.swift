import Autodiff
import Determinism
import Documents
import Formulas
import Layers
import Oracles

// What laws see in double precision.
extension PINN.Bench {
  private var doubles: [Double] { values.map { Double($0) } }

  func derivatives() throws -> any Oracles.Subject {
    let setting = setting
    let all = setting.coordinates.indices
    let program = try Program.model { trace in
      let units = units(trace, count: 1)
      let jets = PINN.Jets(setting, units: units, fields: try model.fields(units, in: Scope(trace)))
      // Sums over fields, of derivatives by coordinates in units of their lengths: what a step of a point is in.
      func sum(_ along: [Int]) -> Tensor {
        let scale = along.reduce(1.0) { $0 * setting.coordinates[$1].length }
        let parts = setting.fields.indices.map { jets.value(PINN.Derivative(field: $0, along: along.sorted())) }
        return parts.dropFirst().reduce(parts[0]) { $0 + $1 } * Tensor(scale)
      }
      let first = all.map { ("first \($0)", sum([$0])) }
      let slope = first.dropFirst().reduce(first[0].1) { $0 + $1.1 }
      let second = all.map { axis -> (String, Tensor) in
        let parts = all.map { sum([$0, axis]) }
        return ("second \(axis)", parts.dropFirst().reduce(parts[0]) { $0 + $1 })
      }
      return [("field", sum([])), ("slope", slope)] + first + second
    }
    let runner = try Runner(program, layout, doubles)
    return FunctionSubject { inputs throws(SubjectFailure) in
      let point = try inputs.numbers("point")
      let names = ["field", "slope"] + all.map { "first \($0)" } + all.map { "second \($0)" }
      let told = runner.run(columns(point), outputs: names).map { $0[0] }
      let count = all.count
      return Arrays([
        "field": NumericArray(told[0]), "slope": NumericArray(told[1]),
        "first": NumericArray(shape: [count], Array(told[2..<2 + count])),
        "second": NumericArray(shape: [count], Array(told[(2 + count)...])),
      ])
    }
  }

  func modes() throws -> any Oracles.Subject {
    let setting = setting
    let program = try Program.model { trace in
      let units = units(trace, count: 1)
      let fields = try model.fields(units, in: Scope(trace))
      let jets = PINN.Jets(setting, units: units, fields: fields)
      var results: [(String, Tensor)] = []
      for (field, tensor) in fields.enumerated() {
        let reverse = gradient(of: tensor.sum(), withRespectTo: units)
        for (axis, coordinate) in setting.coordinates.enumerated() {
          results.append(("forward \(field) \(axis)", jets.value(PINN.Derivative(field: field, along: [axis]))))
          results.append(("reverse \(field) \(axis)", reverse[axis] * Tensor(1 / coordinate.length)))
        }
      }
      return results
    }
    let names = program.outputs.map(\.label)
    let runner = try Runner(program, layout, doubles)
    return FunctionSubject { inputs throws(SubjectFailure) in
      let told = runner.run(columns(try inputs.numbers("point")), outputs: names).map { $0[0] }
      let (forward, reverse) = (
        stride(from: 0, to: told.count, by: 2).map { told[$0] },
        stride(from: 1, to: told.count, by: 2).map { told[$0] }
      )
      return Arrays([
        "forward": NumericArray(shape: [forward.count], forward),
        "reverse": NumericArray(shape: [reverse.count], reverse),
      ])
    }
  }

  func loss(_ stream: RandomStream) throws -> any Oracles.Subject {
    let setting = setting
    let program = try Program.model { trace in
      let units = units(trace, count: 4)
      let jets = PINN.Jets(setting, units: units, fields: try model.fields(units, in: Scope(trace)))
      let squares = try setting.equations.map { square(try jets.residual($0)).sum() }
      return [("loss", squares.dropFirst().reduce(squares[0]) { $0 + $1 })]
    }
    let names = program.parameters
    let runner = try Runner(try program.gradient(of: "loss"), layout, doubles)
    let plain = try Runner(program, layout, doubles)
    // Directions of length 1, each weight moving by as much as its share.
    let directions = (0..<8).map { k -> [Double] in
      var draw = stream.child("\(k)")
      let numbers = (0..<layout.count).map { _ in draw.nextNormal() }
      let length = ExactSum.sum(numbers.map { $0 * $0 }).squareRoot()
      return numbers.map { $0 / length }
    }
    @Sendable func weights(_ inputs: Arrays) throws(SubjectFailure) -> [Double] {
      var moved = runner.values
      for (direction, reach) in zip(directions, try inputs.numbers("move")) where reach != 0 {
        for k in moved.indices { moved[k] += reach * direction[k] }
      }
      return moved
    }
    return FunctionSubject { inputs throws(SubjectFailure) in
      let told = runner.run(
        columns(try inputs.numbers("points")), weights: try weights(inputs),
        outputs: ["loss"] + names.map { "∂loss/∂\($0)" })
      let gradient = directions.map { direction in
        ExactSum.sum(
          zip(names, told.dropFirst()).flatMap { name, part -> [Double] in
            let offset = layout[name]?.offset ?? 0
            return part.indices.map { part[$0] * direction[offset + $0] }
          })
      }
      return Arrays([
        "loss": NumericArray(told[0][0]), "gradient": NumericArray(shape: [gradient.count], gradient),
      ])
    } telling: { outputs in
      guard outputs == ["loss"] else { return nil }
      return FunctionSubject { inputs throws(SubjectFailure) in
        let told = plain.run(columns(try inputs.numbers("points")), weights: try weights(inputs), outputs: outputs)
        return Arrays(["loss": NumericArray(told[0][0])])
      }
    }
  }

  func shares() throws -> any Oracles.Subject {
    let setting = setting
    let boundary = layout.entries.map(\.name).filter { $0.hasPrefix("boundary.") }
    @Sendable func edge(_ end: String, _ coordinate: Int) -> String {
      "\(setting.coordinates[coordinate].name), \(end)"
    }
    let program = try Program.model { trace in
      let units = units(trace, count: 4)
      let edges = ["lower", "upper"].map { end in
        setting.across.map { trace.data(edge(end, $0), shape: [4, 1]) }
      }
      let fields = try model.fields(units, in: Scope(trace), edges: (edges[0], edges[1]))
      let jets = PINN.Jets(setting, units: units, fields: fields)
      let squares = setting.matching.map { square(jets.value($0)).sum() }
      return [("loss", squares.dropFirst().reduce(squares[0]) { $0 + $1 })]
    }
    guard !boundary.isEmpty else {
      return FunctionSubject { _ throws(SubjectFailure) in throw SubjectFailure(.refused, "no boundary network") }
    }
    let whole = try Runner(try program.gradient(of: "loss", withRespectTo: boundary), layout, doubles)
    let untied = program.untied(boundary)
    let parts = ParameterLayout([untied])
    let values = parts.entries.flatMap { entry -> [Double] in
      let name =
        entry.name.hasSuffix("#1") || entry.name.hasSuffix("#2") ? String(entry.name.dropLast(2)) : entry.name
      guard let own = layout[name] else { return Array(repeating: 0, count: entry.count) }
      return doubles[own.offset..<own.offset + own.count].map { $0 }
    }
    let copies = [1, 2].map { k in boundary.map { "\($0)#\(k)" } }
    let apart = try Runner(try untied.gradient(of: "loss", withRespectTo: copies.flatMap { $0 }), parts, values)
    return FunctionSubject { inputs throws(SubjectFailure) in
      var data = columns(try inputs.numbers("points"))
      for coordinate in setting.across {
        let own = data[coordinate].numbers
        data += ["lower", "upper"].map { (name: edge($0, coordinate), numbers: own) }
      }
      let gradient = whole.run(data, outputs: boundary.map { "∂loss/∂\($0)" }).flatMap { $0 }
      let uses = apart.run(data, outputs: copies.flatMap { $0.map { "∂loss/∂\($0)" } }).flatMap { $0 }
      return Arrays([
        "gradient": NumericArray(shape: [gradient.count], gradient),
        "parts": NumericArray(shape: [2, gradient.count], uses),
      ])
    }
  }

  // MARK: The exact solution

  /// - Parameter change: of the derivatives of the exact solution, on their way into the equations.
  func exact(
    _ symbols: PINN.Symbols, _ change: @escaping @Sendable ([PINN.Derivative], [Double]) -> [Double]
  ) throws -> any Oracles.Subject {
    let setting = setting
    guard let exact = setting.exact else {
      return FunctionSubject { _ throws(SubjectFailure) in throw SubjectFailure(.refused, "no exact solution") }
    }
    let names = symbols.derivatives.map(setting.names.name)
    let soft = setting.conditions.map { ($0.coordinate, $0.position) }
    let faces = soft + setting.lifts.map { ($0.coordinate, $0.isUpper ? 1.0 : 0.0) }
    let program = try Program.model { trace in
      let units = units(trace, count: 1)
      let formulas = PINN.Jets(setting, units: units, fields: [])
      let fields = try exact.map { try formulas.value($0) + units[0] * 0 }
      let jets = PINN.Jets(setting, units: units, fields: fields)
      var results = zip(names, symbols.derivatives).map { ($0, jets.value($1) + units[0] * 0) }
      for (k, condition) in setting.conditions.enumerated() {
        let (left, right) = (
          try jets.value(condition.formula.response), try jets.value(condition.formula.expression)
        )
        results += [("gap \(k)", left - right + units[0] * 0), ("scale \(k)", abs(left) + abs(right) + units[0] * 0)]
      }
      for (k, lift) in setting.lifts.enumerated() {
        let (left, right) = (fields[lift.field], try jets.value(lift.expression))
        let place = setting.conditions.count + k
        results += [
          ("gap \(place)", left - right + units[0] * 0),
          ("scale \(place)", abs(left) + abs(right) + 1 + units[0] * 0),
        ]
      }
      return results
    }
    let runner = try Runner(program, layout, doubles)
    let rounding = Double(program.count + symbols.program.count) * 0x1p-53
    return FunctionSubject { inputs throws(SubjectFailure) in
      let point = try inputs.numbers("point")
      let plain = runner.run(columns(point), outputs: names).map { $0[0] }
      let place = zip(setting.coordinates, point).map { $0.lower + $0.length * $1 }
      guard let told = try? symbols.terms(change(symbols.derivatives, plain), at: place) else {
        throw SubjectFailure(.refused, "the equations can't be run")
      }
      // Derivatives of one field share their rounding: each counts with the largest of its field. Where all of them
      // nearly vanish, the size of what cancels there shows beside the point.
      let beside = point.indices.flatMap { axis in
        var moved = point
        moved[axis] += moved[axis] < 0.5 ? 0x1p-4 : -0x1p-4
        return runner.run(columns(moved), outputs: names).map { $0[0] }
      }
      let largest = (plain + beside).reduce(0) { max($0, $1.magnitude) }
      let sizes = told.parts.map { parts in rounding * (parts.reduce(0) { $0 + $1.magnitude } + largest) }
      var (gaps, scales) = ([Double](), [Double]())
      for (k, face) in faces.enumerated() {
        var own = point
        own[face.0] = face.1
        let pair = runner.run(columns(own), outputs: ["gap \(k)", "scale \(k)"])
        gaps.append(pair[0][0])
        scales.append(rounding * pair[1][0])
      }
      return Arrays([
        "residual": NumericArray(shape: [told.residuals.count], told.residuals),
        "allowed": NumericArray(shape: [sizes.count], sizes), "gap": NumericArray(shape: [gaps.count], gaps),
        "slack": NumericArray(shape: [scales.count], scales),
      ])
    }
  }
}
