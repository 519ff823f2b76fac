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

  /// Long sequences are cut into pieces of 8192, and the pieces' sums are a sequence again.
  @Test(arguments: [8191, 8192, 8193, 3 * 8192, 100_001])
  func longSumsAreSumsOfPieces(n: Int) {
    var draws = Draws(23)
    let x = draws.floats(n * 3)
    func lanes(_ x: ArraySlice<Float>) -> Float {
      var lane = [Float](repeating: 0, count: 64)
      for (i, term) in x.enumerated() { lane[i % 64] += term }
      for half in [32, 16, 8, 4, 2, 1] { for j in 0..<half { lane[j] += lane[j + half] } }
      return lane[0]
    }
    func defined(_ x: [Float]) -> Float {
      guard x.count > 8192 else { return lanes(x[...]) }
      return defined(stride(from: 0, to: x.count, by: 8192).map { lanes(x[$0..<min($0 + 8192, x.count)]) })
    }
    let columns = (0..<3).map { j in (0..<n).map { x[$0 * 3 + j] } }
    let first = Array(x.prefix(n))
    let axes = kn_axes(
      rank: 2, extents: (n, 3, 0, 0, 0, 0, 0, 0), strides: (3, 1, 0, 0, 0, 0, 0, 0), reduced: 1)
    for threads in [1, 2, 3] {
      ProcessWide.onThreads(threads) {
        #expect(sameBits([kn_sum_f32(first, n)], [defined(first)]))
        var y = [Float](repeating: .nan, count: 3)
        withUnsafePointer(to: axes) { kn_sum_axes_f32($0, x, &y) }
        #expect(sameBits(y, columns.map(defined)))
      }
    }
  }

  /// The largest and the smallest of singles, along memory and across it, NaN and zeros among them.
  @Test func extremesKnowNoOrder() {
    var draws = Draws(24)
    for (rows, columns) in [(1, 1), (7, 3), (3, 70), (200, 17), (9000, 2), (2, 9001)] {
      var x = draws.floats(rows * columns).map { ($0 * 8).rounded() / 8 }
      for i in stride(from: 0, to: x.count, by: 3) where x[i] == 0 { x[i] = -0.0 }
      if rows == 200 { x[1234] = .nan }
      for reduced in UInt32(1)...3 {
        let axes = kn_axes(
          rank: 2, extents: (rows, columns, 0, 0, 0, 0, 0, 0), strides: (columns, 1, 0, 0, 0, 0, 0, 0),
          reduced: reduced)
        let outputs = [0, columns, rows, 1][Int(reduced)]
        let members = (0..<outputs).map { place in
          switch reduced {
          case 1: (0..<rows).map { x[$0 * columns + place] }
          case 2: Array(x[place * columns..<(place + 1) * columns])
          default: x
          }
        }
        var y = [Float](repeating: 7, count: outputs)
        withUnsafePointer(to: axes) { kn_max_axes_f32($0, x, &y) }
        #expect(sameBits(y, members.map { $0.reduce(-.infinity, Float.maximumOfBoth) }))
        withUnsafePointer(to: axes) { kn_min_axes_f32($0, x, &y) }
        #expect(sameBits(y, members.map { -$0.reduce(-.infinity) { Float.maximumOfBoth($0, -$1) } }))
      }
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

extension Float {
  /// +0 is larger than −0; a NaN is larger than all.
  fileprivate static func maximumOfBoth(_ a: Float, _ b: Float) -> Float {
    if a.isNaN || b.isNaN { return .nan }
    if a == b { return a.sign == .minus ? b : a }
    return a > b ? a : b
  }
}
