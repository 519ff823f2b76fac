import CKernels
import Determinism
import Testing

private func numbers(_ count: Int) -> [Float] {
  var stream = RandomStream(seed: 5, name: "exact sums")
  return (0..<count).map { _ in Float(2 * stream.nextUniform() - 1) * Float(1 << (stream.nextWord() % 20)) }
}

private func exactSumAxis(_ x: [Float], _ outer: Int, _ n: Int, _ inner: Int) -> [Float] {
  var y = [Float](repeating: .nan, count: outer * inner)
  kn_exact_sum_axis_f32(x, outer, n, inner, &y)
  return y
}

private let shapes: [(Int, Int, Int)] = [
  (1, 0, 3), (2, 1, 1), (1, 5, 7), (3, 64, 16), (2, 65, 33), (1, 200, 4), (2, 130, 70), (4, 37, 1), (1, 3, 100),
]

private let most = Float.greatestFiniteMagnitude
private let least = Float.leastNonzeroMagnitude
private let normal = Float.leastNormalMagnitude
private let specialTerms: [[Float]] = [
  [.infinity, 1], [.infinity, -.infinity], [.nan, 1], [-.infinity, most], [-0.0, -0.0], [most, most], [least, least],
  [most, -most, 1], [71_000 * least, -normal / 3, 1.5 * normal],
]

@Suite struct ExactSumKernelTests {
  @Test(arguments: shapes)
  func anExactSumIsTheDefinitionsAndKnowsNoOrder(outer: Int, n: Int, inner: Int) {
    let x = numbers(outer * n * inner)
    let sums = exactSumAxis(x, outer, n, inner)
    #expect(zip(sums, ExactSum.sum(x, shape: [outer, n, inner], over: [1])).allSatisfy(identical))
    var reversed: [Float] = []
    for o in 0..<outer { for i in (0..<n).reversed() { reversed += x[(o * n + i) * inner..<(o * n + i + 1) * inner] } }
    #expect(zip(sums, exactSumAxis(reversed, outer, n, inner)).allSatisfy(identical))
  }

  @Test(arguments: specialTerms)
  func exactSumsOfSpecialTerms(terms: [Float]) {
    let expected = ExactSum.sum(terms)
    #expect(identical(exactSumAxis(terms, 1, terms.count, 1)[0], expected))
    let columns = terms.flatMap { Array(repeating: $0, count: 11) }
    #expect(exactSumAxis(columns, 1, terms.count, 11).allSatisfy { identical($0, expected) })
  }
}
