import CKernels
import Testing

/// Reductions over axes and rows against their definitions.
@Suite struct AxesTests {
  /// Every subset of the axes of a permuted array: the bits of the full sum of each output's sequence.
  @Test func sumsHaveTheBitsOfTheFullSumOfTheirSequence() {
    var draws = Draws(21)
    let extents = [3, 7, 2, 11], order = [2, 0, 3, 1]
    let x = draws.doubles(3 * 7 * 2 * 11)
    for reduced in UInt32(0)..<16 {
      var axes = kn_axes()
      axes.rank = 4
      axes.reduced = reduced
      withUnsafeMutableBytes(of: &axes.extents) { e in
        withUnsafeMutableBytes(of: &axes.strides) { s in
          for (i, axis) in order.enumerated() {
            e.storeBytes(of: extents[axis], toByteOffset: 8 * i, as: Int.self)
            s.storeBytes(of: extents[(axis + 1)...].reduce(1, *), toByteOffset: 8 * i, as: Int.self)
          }
        }
      }
      var sequences: [[Double]] = []
      func walk(_ i: Int, _ offset: Int, _ reducing: Bool, _ visit: (Int) -> Void) {
        guard i < 4 else { return visit(offset) }
        guard (reduced >> UInt32(i) & 1 == 1) == reducing else { return walk(i + 1, offset, reducing, visit) }
        let axis = order[i]
        for k in 0..<extents[axis] { walk(i + 1, offset + k * extents[(axis + 1)...].reduce(1, *), reducing, visit) }
      }
      walk(0, 0, false) { kept in
        var sequence: [Double] = []
        walk(0, kept, true) { sequence.append(x[$0]) }
        sequences.append(sequence)
      }
      #expect(kn_axes_kept(&axes) == sequences.count)
      #expect(kn_axes_reduced(&axes) == sequences[0].count)
      var y = [Double](repeating: .nan, count: sequences.count)
      kn_sum_axes_f64(&axes, x, &y)
      #expect(sameBits(y, sequences.map { kn_sum_f64($0, $0.count) }), "axes \(reduced)")
      kn_max_axes_f64(&axes, x, &y)
      #expect(y == sequences.map { $0.reduce(-.infinity, max) }, "axes \(reduced)")
      kn_min_axes_f64(&axes, x, &y)
      #expect(y == sequences.map { $0.reduce(.infinity, min) }, "axes \(reduced)")
    }
  }

  @Test func zerosHaveAnOrderAndNaNStays() {
    var axes = kn_axes()
    (axes.rank, axes.reduced, axes.extents.0, axes.strides.0) = (1, 1, 3, 1)
    var y: Float = 1
    kn_max_axes_f32(&axes, [-0.0, 0.0, -0.0], &y)
    #expect(y.bitPattern == 0)
    kn_min_axes_f32(&axes, [0.0, -0.0, 0.0], &y)
    #expect(y.sign == .minus)
    kn_max_axes_f32(&axes, [1, .nan, 2], &y)
    #expect(y.isNaN)
    axes.extents.0 = 0
    kn_max_axes_f32(&axes, [1], &y)
    #expect(y == -.infinity)
    kn_sum_axes_f32(&axes, [1], &y)
    #expect(y.bitPattern == 0)
  }

  @Test func rowsAreAddedInTheirOrder() {
    var draws = Draws(22)
    let x = draws.floats(9 * 5), indices: [Int64] = [3, 0, 3, 3, 1, 0, 2, 3, 1]
    var expected = [Float](repeating: 0, count: 20)
    for (i, index) in indices.enumerated() {
      for j in 0..<5 { expected[Int(index) * 5 + j] += x[i * 5 + j] }
    }
    var scattered = [Float](repeating: 0, count: 20)
    kn_scatter_add_f32(x, 5, indices, 9, 5, &scattered, 5)
    #expect(sameBits(scattered, expected))

    var gathered = [Float](repeating: .nan, count: 20)
    kn_gather_f32(x, 5, [8, 0, 8, 4], 4, 5, &gathered, 5)
    let rows: [ArraySlice<Float>] = [x[40..<45], x[0..<5], x[40..<45], x[20..<25]]
    #expect(sameBits(gathered, Array(rows.joined())))

    var sums = [Float](repeating: .nan, count: 15)
    kn_segment_sums_f32(x, 5, [0, 4, 4, 9], 3, 5, &sums, 5)
    #expect(sameBits(sums, Self.sum(x, rows: 0..<4) + Self.sum(x, rows: 4..<4) + Self.sum(x, rows: 4..<9)))

    var columns = [Float](repeating: .nan, count: 5)
    kn_column_sums_f32(x, 5, 9, 5, 0, &columns)
    #expect(sameBits(columns, Self.sum(x, rows: 0..<9)))
  }

  private static func sum(_ x: [Float], rows: Range<Int>) -> [Float] {
    var sums = [Float](repeating: 0, count: 5)
    for row in rows { for j in 0..<5 { sums[j] += x[row * 5 + j] } }
    return sums
  }
}
