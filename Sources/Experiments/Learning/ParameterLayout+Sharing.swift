import Autodiff
import Documents
import Layers

extension ParameterLayout {
  /// `sharing.json`: which parameters there are, and at how many places each is used for one sample.
  /// - Parameters:
  ///   - program: the model, not its gradient.
  ///   - samples: how many it takes at once.
  func sharing(in program: Program, samples: Int) -> JSON {
    let uses = program.uses()
    func positions(_ use: Program.Use) -> Int64 { Int64(use.positions / samples) }
    let all = entries.reduce(Int64(0)) { sum, entry in
      uses.filter { $0.parameter == entry.name }.reduce(sum) { $0 + positions($1) * Int64(entry.count) }
    }
    return [
      "numbers": .integer(Int64(count)), "uses": .integer(all),
      "parameters": .object(
        entries.map { entry in
          let own = uses.filter { $0.parameter == entry.name }
          return JSON.Member(
            key: entry.name,
            value: [
              "shape": JSON(entry.shape), "count": .integer(Int64(entry.count)),
              "uses": .array(
                own.map { use in
                  ["operation": .string(use.operation), "positions": .integer(positions(use))]
                }),
            ])
        }),
    ]
  }
}
