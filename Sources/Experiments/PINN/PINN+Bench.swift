import Autodiff
import Determinism
import Documents
import Formulas
import Layers
import Oracles

extension PINN {
  /// A model with its weights, from which laws' subjects are made.
  struct Bench: Sendable {
    let model: Model
    let layout: ParameterLayout
    let values: [Float]

    var setting: Setting { model.setting }

    /// A program with all weights loaded, run with data of any names; weights are given to every run, or to none.
    struct Runner<Element: TensorElement>: Sendable {
      private let sessions: Sessions<Element>
      let layout: ParameterLayout
      let values: [Element]

      init(_ program: Program, _ layout: ParameterLayout, _ values: [Element]) throws {
        sessions = try Sessions(
          program, constants: layout.entries.map { ($0.name, layout.elements(of: $0.name, in: values)) })
        (self.layout, self.values) = (layout, values)
      }

      func run(
        _ data: [(name: String, numbers: [Double])], weights: [Element]? = nil, outputs: [String]
      ) -> [[Double]] {
        sessions.run { session in
          if let weights {
            for entry in layout.entries where session.takes(entry.name) {
              session.load(entry.name, weights[entry.offset..<entry.offset + entry.count])
            }
          }
          for (name, numbers) in data where session.takes(name) { session.load(name, numbers.map { Element($0) }) }
          session.run()
          return outputs.map { session.output($0).map { Double($0) } }
        }
      }
    }

    func units(_ trace: Trace, count: Int) -> [Tensor] {
      setting.coordinates.map { trace.data($0.name, shape: [count, 1]) }
    }

    /// Points, given one after the other, as a column for each coordinate.
    func columns(_ points: [Double]) -> [(name: String, numbers: [Double])] {
      let width = setting.coordinates.count
      return setting.coordinates.enumerated().map { axis, coordinate in
        (coordinate.name, stride(from: axis, to: points.count, by: width).map { points[$0] })
      }
    }

    // MARK: In the network's precision

    /// What is to meet, at both ends.
    /// - Parameter upper: weights of the upper end's own boundary network; nil shares it.
    func ends(upper: Systems.EndWeights?) throws -> any Oracles.Subject {
      let setting = setting
      let matching = setting.matching.map(setting.names.name)
      @Sendable func edge(_ end: String, _ coordinate: Int) -> String {
        "\(setting.coordinates[coordinate].name), \(end)"
      }
      var program = try Program.model { trace in
        let units = units(trace, count: 1)
        let edges = ["lower", "upper"].map { end in
          setting.across.map { trace.data(edge(end, $0), shape: [1, 1]) }
        }
        let fields = try model.fields(units, in: Scope(trace), edges: (edges[0], edges[1]))
        let jets = Jets(setting, units: units, fields: fields)
        return zip(matching, setting.matching).map { ($0, jets.value($1)) }
      }
      var layout = layout, values = values
      if let upper {
        // Copy 1 is of the lower end, copy 2 of the upper one.
        program = program.untied(layout.entries.map(\.name).filter { $0.hasPrefix("boundary.") })
        let shared = layout
        layout = ParameterLayout([program])
        values = layout.entries.flatMap { entry -> [Float] in
          let isUpper = entry.name.hasSuffix("#2")
          let name = entry.name.hasSuffix("#1") || isUpper ? String(entry.name.dropLast(2)) : entry.name
          guard let own = shared[name] else { return Array(repeating: 0, count: entry.count) }
          let found = Array(self.values[own.offset..<own.offset + own.count])
          guard isUpper else { return found }
          switch upper {
          case .stale: return found.map { $0 * (1 - 0x1p-10) }
          case .others: return found.reversed()
          }
        }
      }
      let runner = try Runner(program, layout, values)
      return FunctionSubject { inputs throws(SubjectFailure) in
        let place = try inputs.numbers("place")
        let shift = inputs["shift"]?.doubles.first ?? 0
        var outputs = Arrays()
        for (name, end) in [("lower", 0.0), ("upper", 1.0 - shift)] {
          var data: [(name: String, numbers: [Double])] = [(setting.coordinates[setting.periodic].name, [end])]
          for (k, coordinate) in setting.across.enumerated() {
            data.append((setting.coordinates[coordinate].name, [place[k]]))
            data += ["lower", "upper"].map { (name: edge($0, coordinate), numbers: [place[k]]) }
          }
          let told = runner.run(data, outputs: matching).flatMap { $0 }
          outputs[name] = NumericArray(shape: [told.count], told)
        }
        return outputs
      }
    }

    func conditions() throws -> any Oracles.Subject {
      let setting = setting
      let program = try Program.model { trace in
        let units = units(trace, count: 1)
        let fields = try model.fields(units, in: Scope(trace))
        var reduced = units
        let s = units[setting.periodic]
        reduced[setting.periodic] = `where`(s .< 1, s, s - 1)
        let formulas = Jets(setting, units: reduced, fields: [])
        let due = try setting.lifts.enumerated().map { ("due \($0)", try formulas.value($1.expression) + s * 0) }
        return zip(setting.fields, fields).map { ($0, $1) } + due
      }
      let runner = try Runner(program, layout, values)
      return FunctionSubject { inputs throws(SubjectFailure) in
        let point = try inputs.numbers("point")
        let shift = inputs["shift"]?.doubles.first ?? 0
        var (found, due) = ([Double](), [Double]())
        for (k, lift) in setting.lifts.enumerated() {
          var own = point
          own[lift.coordinate] = lift.isUpper ? 1 - shift : shift
          let told = runner.run(columns(own), outputs: [setting.fields[lift.field], "due \(k)"])
          found += told[0]
          due += told[1]
        }
        return Arrays([
          "found": NumericArray(shape: [found.count], found), "due": NumericArray(shape: [due.count], due),
        ])
      }
    }

    func batch() throws -> any Oracles.Subject {
      let setting = setting
      let runners = try [4, 1].map { count in
        try Runner(
          try Program.model { trace in
            let fields = try model.fields(units(trace, count: count), in: Scope(trace))
            return zip(setting.fields, fields).map { ($0, $1) }
          }, layout, values)
      }
      return FunctionSubject { inputs throws(SubjectFailure) in
        let points = try inputs.numbers("points")
        let width = setting.coordinates.count
        let together = runners[0].run(columns(points), outputs: setting.fields)
        let alone = (0..<4).map {
          runners[1].run(columns(Array(points[$0 * width..<($0 + 1) * width])), outputs: setting.fields)
        }
        func flat(_ numbers: [Double]) -> NumericArray { NumericArray(shape: [numbers.count], numbers) }
        return Arrays([
          "together": flat(together.flatMap { $0 }),
          "alone": flat(setting.fields.indices.flatMap { field in alone.flatMap { $0[field] } }),
        ])
      }
    }
  }
}
