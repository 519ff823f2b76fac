/// Rows read from fixed places, the same in every block: `y[i, j] = x[i, places[j]]`.
///
/// A row may be read several times. `x` is `[blocks, rows, columns]`, `y` `[blocks, places, columns]`.
struct FixedGathering: ArrayOperation {
  let label: String
  let rows: Int
  let places: [Int64]

  var name: String { label }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    let extents = operands[0].extents
    guard extents.count == 3, extents[1] == rows else { throw ShapeFault("blocks of \(rows) rows") }
    return Shape([extents[0], places.count, extents[2]])
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    FixedScattering(gathering: self).apply([d])
  }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    let columns = x.shape.extents[2]
    return (0..<x.shape.extents[0]).flatMap { block in
      places.flatMap { place in
        let start = (block * rows + Int(place)) * columns
        return x.values[0][start..<start + columns]
      }
    }
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let (blocks, columns) = (call.shape.extents[0], call.shape.extents[2])
    return { [kernels = Element.kernels, places, rows] in
      places.withUnsafeBufferPointer { places in
        guard let base = places.baseAddress else { return }
        for block in 0..<blocks {
          kernels.gather(
            call.operands[0] + block * rows * columns, base, places.count, columns,
            call.result + block * places.count * columns)
        }
      }
    }
  }
}

/// The transpose of a gathering: rows are added where it reads them, in their order, from +0.
struct FixedScattering: ArrayOperation {
  let gathering: FixedGathering

  var name: String { "scatter as in " + gathering.label }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    let extents = operands[0].extents
    guard extents.count == 3, extents[1] == gathering.places.count else {
      throw ShapeFault("blocks of \(gathering.places.count) rows")
    }
    return Shape([extents[0], gathering.rows, extents[2]])
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? { gathering.apply([d]) }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    let (columns, rows, places) = (x.shape.extents[2], gathering.rows, gathering.places)
    var result = [Element](repeating: 0, count: x.shape.count)
    for block in 0..<x.shape.extents[0] {
      for (j, place) in places.enumerated() {
        for column in 0..<columns {
          result[(block * rows + Int(place)) * columns + column] +=
            x.values[0][(block * places.count + j) * columns + column]
        }
      }
    }
    return result
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let (blocks, columns) = (call.shape.extents[0], call.shape.extents[2])
    let (total, rows) = (call.shape.count, gathering.rows)
    return { [kernels = Element.kernels, places = gathering.places] in
      call.result.clear(total)
      places.withUnsafeBufferPointer { places in
        guard let base = places.baseAddress else { return }
        for block in 0..<blocks {
          kernels.scatterAdd(
            call.operands[0] + block * places.count * columns, base, places.count, columns,
            call.result + block * rows * columns)
        }
      }
    }
  }
}

extension Tensor {
  /// Rows of every block read from fixed places: `[blocks, rows, columns]` → `[blocks, places, columns]`.
  ///
  /// The derivative adds up, in the order of `places`, what one row was read for.
  /// - Parameter label: what listings call it.
  public func gathered(
    places: [Int], label: String = "gather", file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let site = Site(file, line)
    guard shape.rank == 3, places.allSatisfy((0..<shape.extents[1]).contains) else {
      return fault(label, "[blocks, rows, columns] and places below the number of rows", site)
    }
    return FixedGathering(label: label, rows: shape.extents[1], places: places.map(Int64.init)).apply(
      [self], site: site)
  }
}
