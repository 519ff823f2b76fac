/// A type of number that knows how to add exactly. Not public: the overloads of `ExactSum` are what the compiler can
/// specialise for callers in other modules.
protocol ExactlySummable: BinaryFloatingPoint {
  static func exactSum(count: Int, term: (Int) -> Self) -> Self
}

extension ExactSum {
  static func total<Number: ExactlySummable>(of terms: [Number]) -> Number {
    terms.withUnsafeBufferPointer { terms in
      Number.exactSum(count: terms.count) { terms[$0] }
    }
  }

  static func totals<Number: ExactlySummable>(_ terms: [Number], shape: [Int], over axes: [Int]) -> [Number] {
    precondition(
      terms.count == shape.reduce(1, *), "ExactSum.sum: \(terms.count) terms do not fill the shape \(shape)")
    precondition(
      axes.allSatisfy(shape.indices.contains) && Set(axes).count == axes.count,
      "ExactSum.sum: axes \(axes) of the shape \(shape)")
    let summed = offsets(shape: shape, along: shape.indices.filter(axes.contains))
    let kept = offsets(shape: shape, along: shape.indices.filter { !axes.contains($0) })
    return terms.withUnsafeBufferPointer { terms in
      kept.map { start in Number.exactSum(count: summed.count) { terms[start + summed[$0]] } }
    }
  }

  static func totals<Number: ExactlySummable>(_ terms: [Number], segments: [Int], count: Int) -> [Number] {
    precondition(
      terms.count == segments.count, "ExactSum.sum: \(terms.count) terms, but \(segments.count) segment numbers")
    precondition(
      segments.allSatisfy((0..<count).contains), "ExactSum.sum: a segment number is not in 0..<\(count)")
    var ends = [Int](repeating: 0, count: count + 1)
    for segment in segments { ends[segment + 1] += 1 }
    for segment in 0..<count { ends[segment + 1] += ends[segment] }
    var free = ends
    var members = [Int](repeating: 0, count: terms.count)
    for (term, segment) in segments.enumerated() {
      members[free[segment]] = term
      free[segment] += 1
    }
    return (0..<count).map { segment in
      let start = ends[segment]
      return Number.exactSum(count: ends[segment + 1] - start) { terms[members[start + $0]] }
    }
  }

  /// The distances from the first element to all that are reached by moving along some axes, in row-major order.
  private static func offsets(shape: [Int], along axes: [Int]) -> [Int] {
    axes.reduce([0]) { reached, axis in
      let stride = shape[(axis + 1)...].reduce(1, *)
      return reached.flatMap { start in (0..<shape[axis]).map { start + $0 * stride } }
    }
  }
}
