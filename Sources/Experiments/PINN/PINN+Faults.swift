import Determinism
import Documents
import Oracles

extension PINN {
  /// The slips that networks, their derivatives and their equations might have.
  func faults(_ systems: Systems) -> [Fault<Systems>] {
    edgeFaults + derivativeFaults + gradientFaults + (setting.exact == nil ? [] : equationFaults)
  }

  private typealias Own = Fault<any Oracles.Subject>

  private var edgeFaults: [Fault<Systems>] {
    var faults: [Fault<Systems>] = [
      Own.inInputs("longer-period", "the upper end is taken a thousandth before the period is over") {
        $0["shift"] = NumericArray(Double(0x1p-10))
      }.of(\.ends, laws: ["edge-equality"]),
      Own.inInputs("missed-condition", "what is built in holds a thousandth beside its face") {
        $0["shift"] = NumericArray(Double(0x1p-10))
      }.of(\.conditions, laws: ["built-in-conditions"]),
      Own.inOutputs("neighbour", "a point's field sees the next point") { _, outputs in
        outputs.change("together") { if $0.count > 1 { $0[0] += 0x1p-10 * ($0[1] + 1) } }
      }.of(\.batch, laws: ["batch-is-single"]),
    ]
    if setting.order > 0 {
      faults.append(
        Own.inOutputs("mirrored-slope", "the upper end's slope has the other sign") { _, outputs in
          outputs.change("upper") { if $0.count > 1 { $0[1].negate() } }
        }.of(\.ends, laws: ["edge-equality"]))
    }
    guard scheme == .sharedBoundary else { return faults }
    for (name, statement, weights) in [
      ("untied-edge", "the upper end has a boundary network of its own", Systems.EndWeights.others),
      ("stale-edge", "the upper end's boundary network is a step behind", .stale),
    ] {
      faults.append(
        Fault(name, statement, laws: ["edge-equality"]) { systems in
          var systems = systems
          if let ends = systems.untiedEnds(weights) { systems.ends = ends }
          return systems
        })
    }
    return faults
  }

  private var derivativeFaults: [Fault<Systems>] {
    func slip(
      _ name: String, _ statement: String, _ output: String, _ law: String,
      _ change: @escaping @Sendable (_ numbers: inout [Double]) -> Void
    ) -> Fault<Systems> {
      Own.inOutputs(name, statement) { _, outputs in outputs.change(output, change) }
        .of(\.derivatives, laws: [law])
    }
    let length = setting.coordinates.map(\.length).first { $0 != 1 } ?? 2
    return [
      slip("index-slip", "u_x and u_t are exchanged", "first", "first-derivatives") { $0.reverse() },
      slip("lost-length", "a derivative is in units of the coordinate's length", "first", "first-derivatives") {
        $0[0] *= length
      },
      slip("scaled-derivative", "u_x is 1 + 1e-5 times too large", "first", "first-derivatives") { $0[0] *= 1 + 1e-5 },
      Own.inOutputs("squared-slope", "u_xx is taken to be u_x²") { _, outputs in
        let slope = outputs["first"]?.doubles.first ?? 0
        outputs.change("second") { $0[0] = slope * slope }
      }.of(\.derivatives, laws: ["second-derivatives"]),
      Own.inOutputs("dropped-chain-rule", "forward mode drops a term") { _, outputs in
        outputs.change("forward") { numbers in
          let place = numbers.indices.max { numbers[$0].magnitude < numbers[$1].magnitude } ?? 0
          numbers[place] *= 1 - 1e-6
        }
      }.of(\.modes, laws: ["forward-reverse"]),
    ]
  }

  private var gradientFaults: [Fault<Systems>] {
    /// The component that counts most.
    @Sendable func steepest(_ gradient: [Double]) -> Int {
      gradient.indices.max { gradient[$0].magnitude < gradient[$1].magnitude } ?? 0
    }
    func use(_ name: String, _ statement: String, _ sign: Double) -> Fault<Systems> {
      Own.inOutputs(name, statement) { _, outputs in
        let parts = outputs["parts"]?.doubles ?? []
        outputs.change("gradient") { for k in $0.indices { $0[k] += sign * parts[k] } }
      }.of(\.shares, laws: ["shared-gradient"])
    }
    return [
      Own.inOutputs("sign-slip", "one component of the gradient has the other sign") { _, outputs in
        outputs.change("gradient") { $0[steepest($0)].negate() }
      }.of(\.loss, laws: ["loss-gradient"]),
      Own.inOutputs("half", "a factor of two is forgotten") { _, outputs in
        outputs.change("gradient") { $0 = $0.map { $0 / 2 } }
      }.of(\.loss, laws: ["loss-gradient"]),
      Own.inOutputs("stale-weights", "the loss is of weights a little behind those of the gradient") {
        inputs, outputs in
        let move = inputs["move"]?.doubles.first ?? 0
        let slope = outputs["gradient"]?.doubles.first ?? 0
        outputs.change("loss") { $0[0] += 1e-4 * move * slope }
      }.of(\.loss, laws: ["loss-gradient"]),
      use("missed-use", "the gradient misses one end's use of the boundary network", -1),
      use("double-use", "the gradient counts one end twice", 1),
    ]
  }

  private var equationFaults: [Fault<Systems>] {
    func changed(
      _ name: String, _ statement: String,
      _ change: @escaping @Sendable (_ derivatives: [Derivative], _ values: [Double]) -> [Double]
    ) -> Fault<Systems> {
      Fault(name, statement, laws: ["residual"]) { systems in
        var systems = systems
        systems.exact = systems.changedExact(change)
        return systems
      }
    }
    /// The first derivative of the highest order.
    @Sendable func highest(_ derivatives: [Derivative]) -> Int {
      derivatives.indices.max { derivatives[$0].order < derivatives[$1].order } ?? 0
    }
    return [
      changed("sign-of-a-term", "the highest derivative enters with the other sign") { derivatives, values in
        var values = values
        values[highest(derivatives)].negate()
        return values
      },
      changed("dropped-term", "the highest derivative is left out") { derivatives, values in
        var values = values
        values[highest(derivatives)] = 0
        return values
      },
      changed("squared-term", "the highest derivative is squared") { derivatives, values in
        var values = values
        values[highest(derivatives)] *= values[highest(derivatives)]
        return values
      },
      changed("scaled-term", "the highest derivative is 1 + 1e-9 times too large") { derivatives, values in
        var values = values
        values[highest(derivatives)] *= 1 + 1e-9
        return values
      },
      Own.inOutputs("other-start", "a condition is off by a billionth") { _, outputs in
        outputs.change("gap") { if !$0.isEmpty { $0[0] += 1e-9 } }
      }.of(\.exact, laws: ["conditions"]),
    ]
  }
}
