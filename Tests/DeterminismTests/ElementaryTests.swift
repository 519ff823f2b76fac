import CKernels
import Determinism
import Foundation
import Testing

/// A true value, correctly rounded.
struct TabulatedValue: Sendable {
  let function: String
  let a: Double
  let b: Double?
  let value: Double

  /// The committed table; its first line says how MPFR made it.
  static let all: [TabulatedValue] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/elementary-f64.csv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 4, let a = Double(cells[1]), let value = Double(cells[3]) else { return nil }
      return TabulatedValue(function: String(cells[0]), a: a, b: Double(cells[2]), value: value)
    }
  }()
}

/// The number of doubles between two of the same sign.
private func steps(_ a: Double, _ b: Double) -> UInt64 {
  let (m, n) = (a.bitPattern, b.bitPattern)
  return m > n ? m - n : n - m
}

@Suite struct ElementaryAccuracyTests {
  /// The table holds, per function, arguments whose true values lie closest to the middle between two doubles.
  @Test func isWithinOneUlpOfTheTable() throws {
    #expect(TabulatedValue.all.count > 2000)
    for row in TabulatedValue.all {
      let result: Double
      if let b = row.b {
        let kernel = try #require(KernelCatalogue.binary.first { $0.name == row.function }).kernel
        result = KernelCatalogue.apply(kernel, [row.a], [b])[0]
      } else {
        let kernel = try #require(KernelCatalogue.unary.first { $0.name == row.function }).kernel
        result = KernelCatalogue.apply(kernel, [row.a])[0]
      }
      if row.function == "lgamma" {
        let bound = 1e-14 * (row.a < 0 ? Swift.max(1, Swift.abs(row.value)) : Swift.abs(row.value))
        #expect(Swift.abs(result - row.value) <= bound, "lgamma(\(row.a)) = \(result), truly \(row.value)")
      } else {
        #expect(
          steps(result, row.value) <= 1, "\(row.function)(\(row.a), \(row.b ?? 0)) = \(result), truly \(row.value)")
      }
    }
  }

  /// The check can fail: one ulp more and it would.
  @Test func aWrongLastPlaceIsSeen() {
    #expect(steps(1.0.nextUp.nextUp, 1) == 2)
    #expect(steps(-1.0, 1) > 1)
  }
}

private let inf = Double.infinity
private let nan = Double.nan
private let least = Double.leastNonzeroMagnitude

/// C99 Annex F, and the like for functions that it does not have: name, argument, value.
private let unaryCases: [(String, Double, Double)] = [
  ("exp", 0, 1), ("exp", -0.0, 1), ("exp", inf, inf), ("exp", -inf, 0), ("exp", 710, inf), ("exp", -746, 0),
  ("exp", -745, least), ("expm1", -0.0, -0.0), ("expm1", inf, inf), ("expm1", -inf, -1), ("expm1", least, least),
  ("log", 0, -inf), ("log", -0.0, -inf), ("log", 1, 0), ("log", -1, nan), ("log", inf, inf), ("log", -inf, nan),
  ("log1p", -0.0, -0.0), ("log1p", -1, -inf), ("log1p", -2, nan), ("log1p", inf, inf), ("log1p", least, least),
  ("sin", -0.0, -0.0), ("sin", inf, nan), ("sin", least, least), ("cos", 0, 1), ("cos", -inf, nan),
  ("tan", -0.0, -0.0), ("tan", inf, nan), ("asin", -0.0, -0.0), ("asin", 1.0.nextUp, nan), ("asin", least, least),
  ("acos", 1, 0), ("acos", (-1.0).nextUp, 3.141592638688632), ("acos", (-1.0).nextDown, nan),
  ("atan", -0.0, -0.0), ("atan", inf, 1.5707963267948966), ("atan", -inf, -1.5707963267948966),
  ("sinh", -0.0, -0.0), ("sinh", inf, inf), ("sinh", -inf, -inf), ("sinh", 711, inf), ("cosh", 0, 1),
  ("cosh", -inf, inf), ("tanh", -0.0, -0.0), ("tanh", inf, 1), ("tanh", -inf, -1), ("tanh", least, least),
  ("erf", -0.0, -0.0), ("erf", inf, 1), ("erf", -inf, -1), ("erfc", inf, 0), ("erfc", -inf, 2), ("erfc", 0, 1),
  ("erfc", 28, 0), ("sigmoid", 0, 0.5), ("sigmoid", inf, 1), ("sigmoid", -inf, 0), ("softplus", inf, inf),
  ("softplus", -inf, 0), ("softplus", 1e300, 1e300), ("silu", -0.0, -0.0), ("silu", -inf, -0.0), ("silu", inf, inf),
  ("rsqrt", 4, 0.5), ("rsqrt", -0.0, -inf), ("rsqrt", inf, 0), ("rsqrt", -1, nan), ("lgamma", 1, 0), ("lgamma", 2, 0),
  ("lgamma", 0, inf),
  ("lgamma", -0.0, inf), ("lgamma", -3, inf), ("lgamma", inf, inf), ("lgamma", -inf, inf), ("sqrt", -0.0, -0.0),
  ("sqrt", -1, nan), ("recip", -0.0, -inf), ("recip", -inf, -0.0), ("neg", 0, -0.0), ("abs", -0.0, 0),
]

/// Name, two arguments, value.
private let binaryCases: [(String, Double, Double, Double)] = [
  ("pow", 0, 0, 1), ("pow", nan, 0, 1), ("pow", 1, nan, 1), ("pow", -1, inf, 1), ("pow", -1, -inf, 1),
  ("pow", 0, -3, inf), ("pow", -0.0, -3, -inf), ("pow", -0.0, -2, inf), ("pow", -0.0, 3, -0.0), ("pow", -0.0, 0.5, 0),
  ("pow", -8, 1.0 / 3, nan), ("pow", -2, 3, -8), ("pow", -2, 9_007_199_254_740_992, inf), ("pow", 0.5, -inf, inf),
  ("pow", 2, -inf, 0), ("pow", 0.5, inf, 0), ("pow", 2, inf, inf), ("pow", -inf, -3, -0.0), ("pow", -inf, -2, 0),
  ("pow", -inf, 3, -inf), ("pow", -inf, 2.5, inf), ("pow", inf, -1, 0), ("pow", inf, 1, inf), ("pow", 10, 308, 1e308),
  ("pow", 2, -1074, least), ("pow", 2, -1076, 0), ("pow", least, 1, least), ("pow", -5, -1e300, 0),
  ("atan2", 0, 0, 0), ("atan2", -0.0, 0, -0.0), ("atan2", 0, -0.0, 3.141592653589793),
  ("atan2", -0.0, -0.0, -3.141592653589793), ("atan2", 1, 0, 1.5707963267948966),
  ("atan2", inf, inf, 0.7853981633974483),
  ("atan2", -inf, -inf, -2.356194490192345), ("atan2", 1, inf, 0), ("atan2", -1, -inf, -3.141592653589793),
  ("atan2", least, 1, least), ("atan2", least, 2, 0), ("atan2", 1e308, 1e308, 0.7853981633974483),
  ("min", 0, -0.0, -0.0), ("min", -0.0, 0, -0.0), ("max", 0, -0.0, 0), ("max", -0.0, 0, 0), ("min", nan, 1, nan),
  ("max", 1, nan, nan), ("lt", nan, 1, 0), ("le", 1, 1, 1), ("eq", -0.0, 0, 1), ("eq", nan, nan, 0),
]

@Suite struct ElementarySpecialValueTests {
  @Test(arguments: unaryCases)
  func ofOneArgument(function: String, x: Double, expected: Double) throws {
    let kernel = try #require(KernelCatalogue.unary.first { $0.name == function }).kernel
    let result = KernelCatalogue.apply(kernel, [x])[0]
    #expect(identical(result, expected), "\(function)(\(x)) = \(result), expected \(expected)")
  }

  @Test func nanGivesNaN() {
    for (name, kernel) in KernelCatalogue.unary {
      #expect(KernelCatalogue.apply(kernel, [.nan])[0].isNaN, "\(name)")
    }
  }

  @Test(arguments: binaryCases)
  func ofTwoArguments(function: String, a: Double, b: Double, expected: Double) throws {
    let kernel = try #require(KernelCatalogue.binary.first { $0.name == function }).kernel
    let result = KernelCatalogue.apply(kernel, [a], [b])[0]
    #expect(identical(result, expected), "\(function)(\(a), \(b)) = \(result), expected \(expected)")
  }

  /// Halves of odd numbers as large as they come, where the gamma function is next to nothing.
  @Test func logarithmsOfTinyGammas() {
    for (x, expected) in [(-0x1.ef4ce9cfa4833p+51, -1.5253052311052077e17), (-1e15 - 0.5, -3.353877639491072e16)] {
      let y = KernelCatalogue.apply({ kn_lgamma_f64($0, $1, $2) }, [x])[0]
      #expect(abs(y / expected - 1) < 1e-14, "lgamma(\(x)) = \(y)")
    }
  }

  /// A reduction by a rounded pi/2 would lose every digit of these.
  @Test func hugeAnglesKeepTheirDigits() {
    #expect(Elementary.sin(1e22) == -0.8522008497671888)
    #expect(Elementary.cos(0x1.fffffffffffffp1023) == -0.9999876894265599)
    #expect(Elementary.sin(0x1.6ac5b262ca1ffp849) == 1.0)
    #expect(Elementary.cos(0x1.6ac5b262ca1ffp849) == -4.687165924254628e-19)
  }
}
