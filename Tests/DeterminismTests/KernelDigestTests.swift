import CKernels
import Determinism
import Testing

/// Arguments of every size, and of the sizes that matter.
private let arguments: [Double] = {
  var stream = RandomStream(seed: 7, name: "kernel arguments")
  var all = (0..<1000).map { _ in Double(bitPattern: stream.nextWord()) }
  for scale in [1e-3, 1, 10, 100, 1000, 1e6] { all += (0..<250).map { _ in scale * (2 * stream.nextUniform() - 1) } }
  return all
}()

/// Every kernel's results on the arguments, as one number.
private func digestOfAllKernels() -> UInt64 {
  let x = arguments
  let y = Array(x.reversed())
  var result = digest([])
  for (_, kernel) in KernelCatalogue.unary { result = digest(KernelCatalogue.apply(kernel, x), from: result) }
  for (_, kernel) in KernelCatalogue.binary { result = digest(KernelCatalogue.apply(kernel, x, y), from: result) }
  var z = x
  kn_fma_f64(x, y, x, &z, x.count)
  result = digest(z, from: result)
  kn_select_f64(x, y, x, &z, x.count)
  result = digest(z, from: result)
  kn_axpy_f64(1.0 / 3, x, &z, x.count)
  result = digest(z, from: result)
  let (u, v) = (Array(x.suffix(1500)), Array(x.suffix(1500).reversed()))
  for n in [0, 1, 7, 63, 64, 65, 200, 1500] { result = digest([kn_sum_f64(u, n), kn_dot_f64(u, v, n)], from: result) }
  result = digestOfFloatKernels(from: result)
  var (a, tau) = (u, [Double](repeating: 0, count: 5))
  for (rows, columns) in [(1, 1), (7, 2), (9, 3), (200, 4), (33, 5), (120, 12)] {
    var c = Array(repeating: 0.0, count: columns * columns)
    kn_gram_f64(u, rows, columns, &c)
    result = digest(c, from: result)
  }
  kn_householder_qr_f64(&a, 300, 5, &tau)
  return digest(tau, from: digest(a, from: result))
}

private func digestOfFloatKernels(from start: UInt64) -> UInt64 {
  let x = arguments.map { Float($0) }
  let y = Array(x.reversed())
  var result = start
  func take(_ z: [Float]) { result = digest(z.map(Double.init), from: result) }
  for (_, kernel) in KernelCatalogue.unaryFloat { take(KernelCatalogue.apply(kernel, x)) }
  for (_, kernel) in KernelCatalogue.binaryFloat { take(KernelCatalogue.apply(kernel, x, y)) }
  var z = x
  kn_fma_f32(x, y, x, &z, x.count)
  take(z)
  kn_select_f32(x, y, x, &z, x.count)
  take(z)
  kn_axpy_f32(1 / 3, x, &z, x.count)
  take(z)
  let (u, v) = (Array(x.suffix(1500)), Array(x.suffix(1500).reversed()))
  var sums = [Float](repeating: 0, count: 30)
  kn_exact_sum_axis_f32(u, 1, 50, 30, &sums)
  take(sums)
  for n in [0, 1, 7, 63, 64, 65, 200, 1500] { take([kn_sum_f32(u, n), kn_dot_f32(u, v, n)]) }
  return result
}

@Suite struct KernelDigestTests {
  @Test func allInstructionSetsGiveOneDigest() {
    var digests: [InstructionSet: UInt64] = [:]
    for set in InstructionSet.available { ProcessWide.on(set) { digests[set] = digestOfAllKernels() } }
    #expect(digests.count == InstructionSet.available.count)
    #expect(Set(digests.values).count == 1, "\(digests)")
  }

  /// The bits are a promise between versions too: a change here changes every recorded outcome.
  @Test func theDigestIsTheCommittedOne() {
    #expect(digestOfAllKernels() == committedDigest, "now \(digestOfAllKernels())")
  }

  /// The digest sees what it must: another order of summation, and a product that is not fused.
  @Test func theDigestSeesReassociationAndContraction() {
    let x = Array(arguments.suffix(500))
    let inOrder = x.reduce(0, +)
    #expect(digest([kn_sum_f64(x, x.count)]) != digest([inOrder]))
    let unfused = zip(x, x.reversed()).map { $0 * $1 + $0 }
    let fused = zip(x, x.reversed()).map { $0.addingProduct($0, $1) }
    #expect(digest(unfused) != digest(fused))
  }

  @Test func anUnavailableSetIsRefused() {
    for set in InstructionSet.allCases where !InstructionSet.available.contains(set) {
      ProcessWide.inTurn {
        let before = InstructionSet.current
        #expect(!set.use())
        #expect(InstructionSet.current == before)
      }
    }
  }
}

private let committedDigest: UInt64 = 8_363_647_829_800_060_624

@Suite struct KernelShapeTests {
  /// An element's result knows nothing of its neighbours, its index or its address.
  @Test func resultsAreIndependentOfLengthAndPosition() {
    let x = Array(arguments.suffix(61))
    for (name, kernel) in KernelCatalogue.unary {
      let whole = KernelCatalogue.apply(kernel, x)
      for start in 0..<9 {
        for count in [1, 2, 3, 5, 8, 17] {
          let part = KernelCatalogue.apply(kernel, Array(x[start..<start + count]))
          #expect(zip(part, whole[start...]).allSatisfy(identical), "\(name) from \(start), \(count) elements")
        }
      }
    }
  }

  @Test func floatResultsAreIndependentOfLengthAndPosition() {
    let x = arguments.suffix(61).map { Float($0) }
    for (name, kernel) in KernelCatalogue.unaryFloat {
      let whole = KernelCatalogue.apply(kernel, x)
      for start in 0..<17 {
        for count in [1, 2, 3, 7, 9, 15, 17, 33] {
          let part = KernelCatalogue.apply(kernel, Array(x[start..<start + count]))
          #expect(zip(part, whole[start...]).allSatisfy(identical), "\(name) from \(start), \(count) elements")
        }
      }
    }
  }

  @Test func resultsMayReplaceArgumentsAndNothingElse() {
    for count in [0, 1, 7, 8, 9, 20] {
      let x = Array(arguments.suffix(count))
      for (name, kernel) in KernelCatalogue.unary {
        let expected = KernelCatalogue.apply(kernel, x)
        var y = x + [42]
        y.withUnsafeMutableBufferPointer { y in
          if let base = y.baseAddress { kernel(base, base, count) }
        }
        #expect(zip(y, expected).allSatisfy(identical) && y[count] == 42, "\(name), \(count) elements")
      }
    }
  }

  @Test func oneElementIsTheArrayKernel() {
    for x in arguments.suffix(50) {
      #expect(identical(Elementary.exp(x), KernelCatalogue.apply({ kn_exp_f64($0, $1, $2) }, [x, x])[1]))
      #expect(identical(Elementary.atan2(x, 2), KernelCatalogue.apply({ kn_atan2_f64($0, $1, $2, $3) }, [x], [2])[0]))
    }
  }
}
