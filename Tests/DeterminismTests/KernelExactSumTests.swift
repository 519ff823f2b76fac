import CKernels
import Determinism
import Testing

/// The kernels of one precision, and numbers of many sizes for them.
private struct Precision<Number: BinaryFloatingPoint & Sendable>: Sendable {
  let axis: @Sendable ([Number], Int, Int, Int, inout [Number]) -> Void
  let axes: @Sendable (kn_axes, [Number], inout [Number]) -> Void
  let segments: @Sendable ([Number], [Int64]?, [Int64], Int, inout [Number]) -> Void
  let definition: @Sendable ([Number]) -> Number

  func numbers(_ count: Int) -> [Number] {
    var stream = RandomStream(seed: 5, name: "exact sums")
    return (0..<count).map { _ in Number(2 * stream.nextUniform() - 1) * Number(1 << (stream.nextWord() % 20)) }
  }
}

private let single = Precision<Float>(
  axis: { kn_exact_sum_axis_f32($0, $1, $2, $3, &$4) },
  axes: { axes, x, y in withUnsafePointer(to: axes) { kn_exact_sum_axes_f32($0, x, &y) } },
  segments: { kn_exact_segment_sums_f32($0, $3, $1, $2, $2.count - 1, $3, &$4, $3) },
  definition: { ExactSum.sum($0) })
private let double = Precision<Double>(
  axis: { kn_exact_sum_axis_f64($0, $1, $2, $3, &$4) },
  axes: { axes, x, y in withUnsafePointer(to: axes) { kn_exact_sum_axes_f64($0, x, &y) } },
  segments: { kn_exact_segment_sums_f64($0, $3, $1, $2, $2.count - 1, $3, &$4, $3) },
  definition: { ExactSum.sum($0) })

private func same<Number: BinaryFloatingPoint>(_ a: [Number], _ b: [Number]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { ($0.isNaN && $1.isNaN) || ($0 == $1 && $0.sign == $1.sign) }
}

private let shapes: [(Int, Int, Int)] = [
  (1, 0, 3), (2, 1, 1), (1, 5, 7), (3, 64, 16), (2, 65, 33), (1, 200, 4), (2, 130, 70), (4, 37, 1), (1, 3, 100),
  (1, 9000, 1), (1, 3000, 40),
]

@Suite struct ExactSumKernelTests {
  @Test(arguments: shapes)
  func anExactSumIsTheDefinitionsAndKnowsNoOrder(outer: Int, n: Int, inner: Int) {
    Self.compare(single, outer, n, inner)
    Self.compare(double, outer, n, inner)
  }

  private static func compare<Number>(_ kernels: Precision<Number>, _ outer: Int, _ n: Int, _ inner: Int) {
    let x = kernels.numbers(outer * n * inner)
    var sums = [Number](repeating: .nan, count: outer * inner), again = sums
    kernels.axis(x, outer, n, inner, &sums)
    let expected = (0..<outer * inner).map { place in
      kernels.definition((0..<n).map { x[(place / inner * n + $0) * inner + place % inner] })
    }
    #expect(same(sums, expected))
    var reversed: [Number] = []
    for o in 0..<outer { for i in (0..<n).reversed() { reversed += x[(o * n + i) * inner..<(o * n + i + 1) * inner] } }
    kernels.axis(reversed, outer, n, inner, &again)
    #expect(same(sums, again))
  }

  /// Axes of a permuted array, which no run of memory joins.
  @Test func exactSumsOverAnyAxes() {
    Self.compareAxes(single)
    Self.compareAxes(double)
  }

  private static func compareAxes<Number>(_ kernels: Precision<Number>) {
    let x = kernels.numbers(6 * 5 * 70)
    for reduced in UInt32(0)..<8 {
      let axes = kn_axes(
        rank: 3, extents: (70, 5, 6, 0, 0, 0, 0, 0), strides: (1, 420, 70, 0, 0, 0, 0, 0), reduced: reduced)
      var terms: [[Number]] = []
      for i in 0..<70 {
        for j in 0..<5 {
          for k in 0..<6 {
            let kept = [(i, 70), (j, 5), (k, 6)].enumerated().filter { reduced >> UInt32($0.offset) & 1 == 0 }
            let place = kept.reduce(0) { $0 * $1.element.1 + $1.element.0 }
            while terms.count <= place { terms.append([]) }
            terms[place].append(x[i + 420 * j + 70 * k])
          }
        }
      }
      var sums = [Number](repeating: .nan, count: terms.count)
      kernels.axes(axes, x, &sums)
      #expect(same(sums, terms.map(kernels.definition)), "axes \(reduced)")
    }
  }

  @Test func exactSumsOverSegments() {
    Self.compareSegments(single)
    Self.compareSegments(double)
  }

  private static func compareSegments<Number>(_ kernels: Precision<Number>) {
    let starts: [Int64] = [0, 3, 3, 40, 100], order = (0..<100).map { Int64($0 * 37 % 100) }
    for columns in [1, 3, 8, 17, 70] {
      let x = kernels.numbers(100 * columns)
      for chosen in [nil, order] {
        var sums = [Number](repeating: .nan, count: 4 * columns)
        kernels.segments(x, chosen, starts, columns, &sums)
        let expected = (0..<4 * columns).map { place in
          kernels.definition(
            (starts[place / columns]..<starts[place / columns + 1]).map { row in
              x[Int(chosen?[Int(row)] ?? row) * columns + place % columns]
            })
        }
        #expect(same(sums, expected), "\(columns) columns")
      }
    }
  }

  @Test func exactSumsOfSpecialTerms() {
    Self.compareSpecial(single)
    Self.compareSpecial(double)
  }

  private static func compareSpecial<Number>(_ kernels: Precision<Number>) {
    let most = Number.greatestFiniteMagnitude, least = Number.leastNonzeroMagnitude
    let normal = Number.leastNormalMagnitude
    let cases: [[Number]] = [
      [.infinity, 1], [.infinity, -.infinity], [.nan, 1], [-.infinity, most], [-0.0, -0.0], [most, most],
      [least, least], [most, -most, 1], [71_000 * least, -normal / 3, 1.5 * normal], [most, most, -most],
      [-most, -most],
      [1, Number.ulpOfOne / 2, least], [1, Number.ulpOfOne / 2, Number.ulpOfOne / 4],
    ]
    for terms in cases {
      let expected = kernels.definition(terms)
      for inner in [1, 3, 20] {
        let x = terms.flatMap { [Number](repeating: $0, count: inner) }
        var sums = [Number](repeating: 7, count: inner)
        kernels.axis(x, 1, terms.count, inner, &sums)
        #expect(same(sums, [Number](repeating: expected, count: inner)), "\(terms)")
      }
    }
  }
}
