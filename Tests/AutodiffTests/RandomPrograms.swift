import Autodiff
import Determinism

/// Random programs over all operations, and arguments that visit every special value.
struct RandomPrograms {
  var stream: RandomStream

  init(seed: UInt64) {
    stream = RandomStream(seed: seed, name: "programs")
  }

  static let unary: [@Sendable (Tensor) -> Tensor] = [
    { -$0 }, { abs($0) }, { sqrt($0) }, { exp($0) }, { expm1($0) }, { log($0) }, { log1p($0) }, { sin($0) },
    { cos($0) }, { tan($0) }, { asin($0) }, { acos($0) }, { atan($0) }, { sinh($0) }, { cosh($0) }, { tanh($0) },
    { erf($0) }, { erfc($0) }, { sigmoid($0) }, { softplus($0) }, { square($0) }, { recip($0) },
    { pow($0, 3) }, { pow($0, -2) }, { pow($0, 2.5) },
  ]
  static let binary: [@Sendable (Tensor, Tensor) -> Tensor] = [
    { $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 / $1 }, { $0 .< $1 }, { $0 .<= $1 }, { $0 .== $1 }, { $0 .!= $1 },
    { $0 .& $1 }, { $0 .| $1 }, { min($0, $1) }, { max($0, $1) }, { pow($0, $1) }, { atan2($0, $1) },
  ]
  static let literals: [Double] = [0, -0.0, 1, -1, 2, 0.5, 4, -3, 1e-300, .infinity, .nan, 0.1]

  mutating func pick(_ count: Int) -> Int { Int(stream.nextInteger(below: UInt64(count))) }

  /// A program of 1 to 40 operations over two columns and three parameters, with up to four outputs.
  mutating func program(sums: Bool) -> Program {
    Program.trace(results: { trace in
      var pool = [trace.column("t"), trace.column("u")] + ["a", "b", "c"].map { trace.parameter($0) }
      for _ in 0..<1 + pick(40) {
        let (x, y, z) = (pool[pick(pool.count)], pool[pick(pool.count)], pool[pick(pool.count)])
        switch pick(20) {
        case 0..<7: pool.append(Self.unary[pick(Self.unary.count)](x))
        case 7..<14: pool.append(Self.binary[pick(Self.binary.count)](x, y))
        case 14: pool.append(fma(x, y, z))
        case 15: pool.append(`where`(x, y, z))
        case 16: pool.append(x * y + z)
        case 17 where sums && x.literal == nil: pool.append(rowSum(x))
        default:
          let literal = Tensor(Self.literals[pick(Self.literals.count)])
          let operation = Self.binary[pick(Self.binary.count)]
          pool.append(pick(2) == 0 ? operation(literal, x) : operation(x, literal))
        }
      }
      return (0..<1 + pick(4)).map { ("out\($0)", pool[pool.count - 1 - pick(min(pool.count, 6))]) }
    })
  }

  mutating func number() -> Double {
    let special: [Double] = [
      0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0x1p-1060, 1e300,
      -1e300, 2, 0.5,
    ]
    switch pick(4) {
    case 0: return special[pick(special.count)]
    case 1: return Double(bitPattern: stream.nextWord())
    default: return stream.nextNormal()
    }
  }

  mutating func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in number() } }
}

/// Whether two numbers have the same bits, all NaN being one.
func sameBits(_ a: Double, _ b: Double) -> Bool {
  a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
}

/// The first place where two results differ, for messages.
func firstDifference(_ a: [[Double]], _ b: [[Double]]) -> String? {
  guard a.count == b.count else { return "\(a.count) and \(b.count) outputs" }
  for (output, (x, y)) in zip(a, b).enumerated() {
    guard x.count == y.count else { return "output \(output): \(x.count) and \(y.count) rows" }
    for (row, (p, q)) in zip(x, y).enumerated() where !sameBits(p, q) {
      return "output \(output) row \(row): \(p) and \(q)"
    }
  }
  return nil
}
