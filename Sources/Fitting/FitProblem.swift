import Determinism

/// A global fit to be done: blocks, and the parameters that they share.
///
/// Blocks are kept in the order of their names' UTF-8 bytes, whatever the order given, so that **no** result depends
/// on the order in which datasets are listed. Every parameter of every block becomes a `Coordinate`, by its scope.
public struct FitProblem: Sendable {
  /// The datasets' costs, in canonical order.
  public let blocks: [any Block]
  /// The parameters as declared.
  public let parameters: [Parameter]
  /// Every number of the fit: parameters in declared order, instances of one in canonical order of datasets or groups.
  public let coordinates: [Coordinate]
  /// For each block, the coordinate of each local parameter.
  package let map: [[Int]]

  /// - Throws: a parameter missing or declared twice, a dataset in no group or in two, a start outside its bounds,
  ///   two datasets of one name, known and unknown noise mixed.
  public init(blocks: [any Block], parameters: [Parameter]) throws(FittingError) {
    let blocks = blocks.enumerated().sorted { a, b in
      orderedByUTF8(a.element.name, b.element.name)
    }.map(\.element)
    guard !blocks.isEmpty else { throw FittingError("datasets", "none given; a fit needs at least one dataset") }
    for (a, b) in zip(blocks, blocks.dropFirst()) where sameUTF8(a.name, b.name) {
      throw FittingError(a.name, "two datasets have this name; give each its own")
    }
    let scales = blocks.map(\.likelihood.estimatesScale)
    if let odd = scales.firstIndex(where: { $0 != scales[0] }) {
      throw FittingError(
        blocks[odd].name,
        "its noise is \(scales[odd] ? "to be estimated" : "known") but that of \(blocks[0].name) is not; "
          + "give every dataset a sigma, or none")
    }
    var layout = ParameterLayout(blocks: blocks)
    for parameter in parameters { try layout.place(parameter) }
    let map = try layout.completeMap()
    let coordinates = layout.coordinates
    self.blocks = zip(blocks, map).map { block, map in
      block.sharing(zip(block.parameterNames, map).filter { coordinates[$1].blocks.count > 1 }.map(\.0))
    }
    self.parameters = parameters
    (self.map, self.coordinates) = (map, coordinates)
  }

  /// True when the noise is Gaussian of unknown σ.
  public var estimatesScale: Bool { blocks[0].likelihood.estimatesScale }

  /// The number of observations in all blocks.
  public var observationCount: Int { blocks.reduce(0) { $0 + $1.likelihood.observations } }

  /// The starting point, one value per coordinate.
  public var start: [Double] { coordinates.map(\.start) }

  /// The coordinate of a parameter's instance: `index(of: "A", "strong")`, `index(of: "tau")`.
  public func index(of parameter: String, _ instance: String? = nil) -> Int? {
    coordinates.firstIndex { $0.parameter == parameter && $0.instance == instance }
  }
}
