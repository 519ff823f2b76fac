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
    return [
      "parameters": .object(
        entries.map { entry in
          let own = uses.filter { $0.parameter == entry.name }
          return JSON.Member(
            key: entry.name,
            value: [
              "shape": JSON(entry.shape), "count": .integer(Int64(entry.count)),
              "uses": .array(
                own.map { use in
                  ["operation": .string(use.operation), "positions": .integer(Int64(use.positions / samples))]
                }),
            ])
        })
    ]
  }
}
