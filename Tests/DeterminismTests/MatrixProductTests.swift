import CKernels
import Determinism
import Testing

/// Matrix products against the chain that defines them, on every instruction set, bit for bit.
@Suite struct MatrixProductTests {
  static let sets = InstructionSet.available

  @Test(arguments: sets) func equalsTheChainInSinglePrecision(_ set: InstructionSet) {
    var draws = Draws(1)
    for (m, n, k) in Shapes.ragged(&draws) {
      let product = MatrixProduct(
        rows: m, columns: n, depth: k, transposesA: draws.flip(), transposesB: draws.flip(), rectifies: draws.flip())
      let a = draws.floats(m * k), b = draws.floats(k * n)
      var c = draws.floats(m * n)
      let bias = draws.flip() ? draws.floats(n) : nil
      let expected = product.chain(a, b, start: { _, j in bias?[j] ?? 0 })
      let continued = product.chain(a, b, start: { [c] i, j in c[i * n + j] })
      ProcessWide.on(set) {
        #expect(sameBits(product(a, b, bias: bias), expected), "\(product) on \(set)")
        product.accumulate(a, b, into: &c)
      }
      #expect(sameBits(c, continued), "\(product) accumulating on \(set)")
    }
  }

  @Test(arguments: sets) func equalsTheChainInDoublePrecision(_ set: InstructionSet) {
    var draws = Draws(2)
    for (m, n, k) in Shapes.ragged(&draws) {
      let product = MatrixProduct(
        rows: m, columns: n, depth: k, transposesA: draws.flip(), transposesB: draws.flip(), rectifies: draws.flip())
      let a = draws.doubles(m * k), b = draws.doubles(k * n)
      var c = draws.doubles(m * n)
      let bias = draws.flip() ? draws.doubles(n) : nil
      let expected = product.chain(a, b, start: { _, j in bias?[j] ?? 0 })
      let continued = product.chain(a, b, start: { [c] i, j in c[i * n + j] })
      ProcessWide.on(set) {
        #expect(sameBits(product(a, b, bias: bias), expected), "\(product) on \(set)")
        product.accumulate(a, b, into: &c)
      }
      #expect(sameBits(c, continued), "\(product) accumulating on \(set)")
    }
  }

  @Test(arguments: [1, 2, 3, 7]) func partsMakeTheWhole(_ parts: Int) {
    var draws = Draws(3)
    let product = MatrixProduct(rows: 61, columns: 83, depth: 37)
    let a = draws.floats(61 * 37), b = draws.floats(37 * 83)
    let whole = product(a, b)
    var c = [Float](repeating: 0, count: 61 * 83)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          var task = kn_product_f32()
          (task.rows, task.columns, task.depth, task.batches) = (61, 83, 37, 1)
          (task.a, task.a_row, task.a_depth) = (a.baseAddress, 37, 1)
          (task.b, task.b_depth, task.b_column) = (b.baseAddress, 83, 1)
          (task.c, task.c_row) = (c.baseAddress, 83)
          for i in 0..<parts {
            for j in 0..<parts {
              let (top, bottom) = (61 * i / parts, 61 * (i + 1) / parts)
              let (left, right) = (83 * j / parts, 83 * (j + 1) / parts)
              kn_product_part_f32(&task, 0, top, bottom - top, left, right - left)
            }
          }
        }
      }
    }
    #expect(sameBits(c, whole))
  }

  /// Enough work for the pool to cut it, on 1, 2, 3 and 7 threads.
  @Test func threadsDoNotReachAResult() throws {
    var draws = Draws(4)
    let product = MatrixProduct(rows: 150, columns: 140, depth: 130)
    let a = draws.floats(150 * 130), b = draws.floats(130 * 140)
    try ProcessWide.inTurn {
      defer { try? WorkerPool.setThreadCount() }
      try WorkerPool.setThreadCount(1)
      let alone = product(a, b)
      for threads in [2, 3, 7] {
        try WorkerPool.setThreadCount(threads)
        #expect(sameBits(product(a, b), alone), "\(threads) threads")
      }
    }
  }

  @Test func aRowAloneHasTheBitsItHasInABatch() {
    var draws = Draws(5)
    let b = draws.floats(100 * 10), batch = draws.floats(32 * 100)
    let all = MatrixProduct(rows: 32, columns: 10, depth: 100)(batch, b)
    let one = MatrixProduct(rows: 1, columns: 10, depth: 100)(Array(batch[700..<800]), b)
    #expect(sameBits(one, Array(all[70..<80])))
  }

  /// Infinities, NaN and a zero times them go where the chain takes them, on every set.
  @Test(arguments: sets) func specialValuesFollowTheChain(_ set: InstructionSet) {
    var draws = Draws(6)
    let product = MatrixProduct(rows: 9, columns: 21, depth: 5)
    var a = draws.floats(45), b = draws.floats(105)
    a[3] = .infinity
    a[13] = .nan
    a[22] = 0
    b[44] = -.infinity
    b[60] = .nan
    a[31] = .leastNonzeroMagnitude
    b[22] = -.leastNonzeroMagnitude
    ProcessWide.on(set) {
      #expect(sameBits(product(a, b), product.chain(a, b, start: { _, _ in 0 })))
    }
  }

  @Test func withoutDepthOnlyTheStartIsLeft() {
    let empty = MatrixProduct(rows: 2, columns: 3, depth: 0)
    #expect(empty([Float](), [], bias: [1, -0.0, 3]) == [1, 0, 3, 1, 0, 3])
    #expect(empty([Float](), [])[0].sign == .plus)
    #expect(MatrixProduct(rows: 0, columns: 3, depth: 2)([Double](), [1, 2, 3, 4, 5, 6]) == [])
  }

  @Test(arguments: sets) func givesTheCommittedDigest(_ set: InstructionSet) {
    var draws = Draws(7), digest = Digest()
    ProcessWide.on(set) {
      for (m, n, k) in [(1, 1, 1), (64, 64, 64), (33, 47, 101), (7, 130, 33), (50, 1, 60), (1, 90, 70), (13, 10, 800)] {
        let product = MatrixProduct(rows: m, columns: n, depth: k)
        digest.add(product(draws.floats(m * k), draws.floats(k * n)))
        digest.add(product(draws.doubles(m * k), draws.doubles(k * n)))
      }
    }
    #expect(digest.hex == "414cdc8d6956e7f")
  }
}

enum Shapes {
  /// Sizes around the edges of vectors, tiles and blocks, then some that cross the blocks.
  static func ragged(_ draws: inout Draws) -> [(Int, Int, Int)] {
    (0..<40).map { _ in (1 + draws.below(40), 1 + draws.below(70), 1 + draws.below(50)) }
      + [(1, 1, 1), (30, 1, 20), (30, 2, 20), (1, 70, 9), (3, 390, 3), (13, 5, 1000), (2, 17, 600), (1030, 1, 2)]
  }
}

extension MatrixProduct {
  /// The definition, element by element.
  func chain<Scalar: BinaryFloatingPoint>(
    _ a: [Scalar], _ b: [Scalar], start: (Int, Int) -> Scalar
  ) -> [Scalar] {
    (0..<rows).flatMap { i in
      (0..<columns).map { j in
        var sum = start(i, j)
        for k in 0..<depth {
          sum.addProduct(
            a[transposesA ? k * rows + i : i * depth + k], b[transposesB ? j * depth + k : k * columns + j])
        }
        return rectifies && sum <= 0 ? 0 : sum
      }
    }
  }
}
