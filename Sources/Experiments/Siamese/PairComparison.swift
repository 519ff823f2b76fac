import Autodiff
import Determinism
import Layers

/// A program that compares images with images, both as pixels, with the weights that it was given.
struct PairComparison: Sendable {
  private let executable: ArrayExecutable<Float>
  private let weights: [(name: String, values: [Float])]

  /// - Parameters:
  ///   - program: with inputs `first` and `second` and the output `distance`.
  ///   - weights: the elements of each parameter.
  init(_ program: Program, weights: (_ parameter: String) -> [Float]) throws {
    executable = try program.compiled(as: Float.self)
    self.weights = program.parameters.map { ($0, weights($0)) }
  }

  init(_ program: Program, _ layout: ParameterLayout, _ values: [Float]) throws {
    try self.init(program) { name in layout.elements(of: name, in: values) }
  }

  /// The distances of as many pairs as the program takes.
  func distances(_ first: some Collection<Float>, _ second: some Collection<Float>) -> [Float] {
    let session = executable.makeSession()
    for (name, values) in weights { session.load(name, values) }
    session.load("first", first)
    session.load("second", second)
    session.run()
    return session.output("distance")
  }
}

extension ParameterLayout {
  /// The elements of one parameter; none where there is no such parameter.
  func elements<Element>(of name: String, in values: [Element]) -> [Element] {
    self[name].map { Array(values[$0.offset..<$0.offset + $0.count]) } ?? []
  }
}
