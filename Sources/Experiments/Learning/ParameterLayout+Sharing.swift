import Autodiff
import Determinism
import Documents
import Layers

extension ParameterLayout {
  /// `sharing.json`: which parameters there are, and at how many places each is used for one sample.
  /// - Parameters:
  ///   - program: the model, not its gradient.
  ///   - samples: how many it takes at once.
  ///   - copies: for parameters with turned copies, how many of the places are copies in other orientations.
  func sharing(in program: Program, samples: Int, copies: [(parameter: String, count: Int)] = []) -> JSON {
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
          var member: JSON = [
            "shape": JSON(entry.shape), "count": .integer(Int64(entry.count)),
            "uses": .array(
              own.map { use in
                ["operation": .string(use.operation), "positions": .integer(positions(use))]
              }),
          ]
          if let copied = copies.first(where: { sameUTF8($0.parameter, entry.name) }) {
            member["copies"] = .integer(Int64(copied.count))
          }
          return JSON.Member(key: entry.name, value: member)
        }),
    ]
  }

  /// The multiplications that meet a weight, for one sample; those of biases, which only add, are not among them.
  func multiplyAdds(in program: Program, samples: Int) -> Int64 {
    program.uses().reduce(0) { sum, use in
      guard let entry = self[use.parameter], entry.shape.count > 1,
        use.operation.hasPrefix("convolution")
          || use.operation.hasPrefix("product")
      else { return sum }
      return sum + Int64(use.positions / samples) * Int64(entry.count)
    }
  }
}

extension Network {
  /// The parameters that are used in several orientations, and in how many.
  var copies: [(parameter: String, count: Int)] {
    layers.enumerated().flatMap { i, layer -> [(parameter: String, count: Int)] in
      guard case .groupConvolution(let group, _, _, _, _) = layer else { return [] }
      return ["weights", "bias"].map { ("\(i + 1)-\(layer.name).\($0)", group.order) }
    }
  }
}
