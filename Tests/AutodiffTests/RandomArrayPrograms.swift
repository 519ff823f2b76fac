import Autodiff
import Determinism

/// Random programs of small arrays over all operations.
struct RandomArrayPrograms {
  var stream: RandomStream

  init(seed: UInt64) { stream = RandomStream(seed: seed, name: "array programs") }

  mutating func pick(_ count: Int) -> Int { Int(stream.nextInteger(below: UInt64(count))) }

  static let unary: [@Sendable (Tensor) -> Tensor] = [
    { -$0 }, { tanh($0) }, { exp(-square($0)) }, { sigmoid($0) }, { softplus($0) }, { silu($0) }, { relu($0) },
    { sin($0) }, { cos($0) }, { erf($0) }, { abs($0) }, { square($0) }, { rsqrt(1 + square($0)) },
    { sqrt(1 + square($0)) },
    { log(1.5 + square($0)) }, { atan($0) }, { sinh(tanh($0)) }, { erfc($0) }, { recip(2 + square($0)) },
    { log1p(square($0)) },
  ]
  static let binary: [@Sendable (Tensor, Tensor) -> Tensor] = [
    { $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { min($0, $1) }, { max($0, $1) }, { fma($0, $1, $0) },
    { $0 / (2 + square($1)) }, { `where`($0 .< 0, $0, $1) },
  ]

  /// A program of 1 to 24 operations over parameters a, b, c, images x and indices i, whose output `y` is a number.
  mutating func program() throws -> Program {
    var copy = self
    let program = try Program.model { trace in
      var pool = [
        trace.parameter("a", shape: [3, 4]), trace.parameter("b", shape: [4]), trace.parameter("c", shape: [3, 1]),
        trace.parameter("w", shape: [4, 4]), trace.data("x", shape: [2, 4, 4, 2]),
        trace.parameter("f", shape: [3, 3, 2, 3]),
      ]
      let rows = trace.indices("i", shape: [5])
      for _ in 0..<1 + copy.pick(24) { pool.append(copy.step(pool, rows)) }
      var sum = Tensor(0)
      for value in pool.suffix(4) { sum = sum + tanh(value).sum() }
      return [("y", sum), ("last", pool[pool.count - 1])]
    }
    self = copy
    return program
  }

  private mutating func step(_ pool: [Tensor], _ rows: Tensor) -> Tensor {
    let x = pool[pick(pool.count)]
    let (extents, rank) = (x.shape.extents, x.shape.rank)
    switch pick(23) {
    case 0..<5: return Self.unary[pick(Self.unary.count)](x)
    case 5..<10:
      let meeting = pool.filter { other in
        zip(other.shape.extents.reversed(), extents.reversed()).allSatisfy { $0 == $1 || $0 == 1 || $1 == 1 }
      }
      return Self.binary[pick(Self.binary.count)](x, meeting[pick(meeting.count)])
    case 10: return x.shape.count > 1 ? x.sum(over: [pick(rank)]) : x
    case 11: return x.shape.count > 1 ? x.exactMean(over: [pick(rank)]) : x
    case 12: return x.shape.count > 1 ? x.maximum(over: [pick(rank)]) : x
    case 13: return x.reshaped(to: [x.shape.count])
    case 14: return rank > 1 ? x.transposed(Array(0..<rank).map { (0..<rank).reversed()[$0] }.reversed().reversed()) : x
    case 15: return rank > 0 ? x.flipped([pick(rank)]) : x
    case 16:
      let matrices = pool.filter { $0.shape.rank == 2 }
      let (a, b) = (matrices[pick(matrices.count)], matrices[pick(matrices.count)])
      let (m, n) = (a.shape.extents, b.shape.extents)
      if m[1] == n[0] { return product(a, b) }
      if m[0] == n[0] { return product(a, b, transposingA: true) }
      if m[1] == n[1] { return product(a, b, transposingB: true) }
      return m[0] == n[1] ? product(a, b, transposingA: true, transposingB: true) : a
    case 17:
      return rank == 4 && extents[3] == 2 ? relu(convolution(x, pool[5], padding: .circular(1, 1))) : tanh(pool[4])
    case 18:
      return rank == 4
        ? convolution(pool[4], pool[5], stride: (2, 1), padding: .zero(1, 1)) : affine(pool[0], pool[3], bias: pool[1])
    case 19: return rank > 0 && extents[0] >= 3 ? x.gathered(rows) : x
    case 20:
      if rank == 4, extents[1] >= 2, extents[2] >= 2 {
        return pick(2) == 0 ? x.averagePooled(window: (2, 2)) : x.maximumPooled(window: (2, 2), stride: (1, 1))
      }
      return rank > 0 && extents[0] == 5
        ? x.scattered(rows, rows: 4) : concatenated([x.reshaped(to: [x.shape.count]), pool[1]], axis: 0)
    case 21: return rank < 3 ? x.copies(2) : x
    default:
      return rank > 0 ? x.rolled(rank - 1, by: 1 + pick(3)).sliced(0, 0..<extents[0] / 2 + extents[0] % 2) : x
    }
  }

  mutating func arguments(_ program: Program) -> [String: [Double]] {
    var arguments: [String: [Double]] = [:]
    for input in program.inputs where input.role != .indices {
      arguments[input.name] = (0..<input.shape.count).map { _ in Double(Float(0.7 * stream.nextNormal())) }
    }
    return arguments
  }
}
