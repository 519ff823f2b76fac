import Determinism

/// The operation at which a value first stopped being finite.
public struct NonFinite: Sendable, Hashable, CustomStringConvertible {
  /// The label of the output that it reached.
  public let output: String
  /// The first row where that output is not finite; 0 for a uniform value.
  public let row: Int
  /// The operation as a formula of the inputs, or the name of an input that is not finite itself.
  public let operation: String
  /// Its value: an infinity or NaN.
  public let value: Double
  /// The values of its operands, all finite.
  public let operands: [Double]
  /// The source line that traced it.
  public let site: Site?

  public var description: String {
    let found = "\(operation) is \(Numeral.render(value)) in row \(row)"
    let cause = operands.isEmpty ? "" : ", of " + operands.map { Numeral.render($0) }.joined(separator: " and ")
    return found + cause + (output == operation ? "" : "; it reaches \(output)")
  }
}

extension Program {
  /// Looks for the first row where an output is not finite, and for the operation that made it so.
  ///
  /// Evaluates slowly, by `interpret`: call it once a fast run has shown a non-finite result. Branches of a
  /// selection that are not taken are not to blame.
  /// - Returns: nil when all outputs are finite.
  /// - Throws: `AutodiffError` when the numbers of arguments do not fit.
  public func firstNonFinite(
    parameters: [Double], columns: [[Double]] = [], rows: Int
  ) throws(AutodiffError) -> NonFinite? {
    let values = try nodeValues(parameters: parameters, columns: columns, rows: rows)
    func value(_ place: Int, _ row: Int) -> Double { values[place][nodes[place].shape == .rows ? row : 0] }
    for row in 0..<max(rows, 1) {
      for output in outputs where !values[output.node].isEmpty && !value(output.node, row).isFinite {
        var (place, row) = (output.node, row)
        while let below = cause(of: place, row: row, rows: rows, value) { (place, row) = below }
        let node = nodes[place]
        return NonFinite(
          output: output.label, row: row, operation: formula(of: place), value: value(place, row),
          operands: node.operands.map { value($0, row) }, site: node.site)
      }
    }
    return nil
  }

  /// A non-finite operand that the node took, and the row where it is.
  private func cause(
    of place: Int, row: Int, rows: Int, _ value: (Int, Int) -> Double
  ) -> (Int, Int)? {
    let node = nodes[place]
    guard case .apply(let primitive) = node.operation else { return nil }
    if primitive == .rowSum, nodes[node.operands[0]].shape == .rows {
      return (0..<rows).first { !value(node.operands[0], $0).isFinite }.map { (node.operands[0], $0) }
    }
    let taken =
      primitive == .select
      ? [node.operands[value(node.operands[0], row) != 0 ? 1 : 2]] : node.operands
    return taken.first { !value($0, row).isFinite }.map { ($0, row) }
  }
}
