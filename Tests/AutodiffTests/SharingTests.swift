import Autodiff
import Determinism
import Testing

/// A shared parameter is one parameter used many times; untied, every use has its own.
@Suite struct SharingTests {
  static let shared: Program = Program.trace { trace in
    let w = trace.parameter("w", shape: [3, 3]), x = trace.data("x", shape: [4, 3])
    let h = tanh(product(x, w))
    let again = tanh(product(h, w) + w.sum(over: [0]))
    return ["loss": square(product(again, w, transposingB: true)).sum()]
  }

  static func arguments(_ seed: UInt64) -> [String: [Double]] {
    var stream = RandomStream(seed: seed, name: "sharing")
    return ["w": (0..<9).map { _ in stream.nextNormal() }, "x": (0..<12).map { _ in stream.nextNormal() }]
  }

  @Test func usesAreTold() {
    let uses = Self.shared.uses()
    #expect(uses.map(\.parameter) == ["w", "w", "w", "w"])
    #expect(uses.map(\.positions) == [4, 4, 1, 4])
    #expect(uses.allSatisfy { $0.site?.description.contains("SharingTests.swift") == true })
  }

  @Test func aConvolutionUsesItsFilterAtEveryPosition() throws {
    let program = try Program.model { trace in
      let y = convolution(
        trace.data("x", shape: [2, 6, 5, 1]), trace.parameter("w", shape: [3, 3, 1, 4]), padding: .circular(1, 1))
      return [("y", y)]
    }
    #expect(program.uses().map(\.positions) == [2 * 6 * 5])
  }

  @Test(arguments: 0..<20)
  func theSharedGradientIsTheSumOfTheUntiedOnes(seed: UInt64) throws {
    let arguments = Self.arguments(seed)
    let tied = try Self.shared.gradient(of: "loss").interpretArrays(arguments)[1]
    let untied = Self.shared.untied()
    #expect(untied.parameters == ["w#1", "w#2", "w#3", "w#4"])
    var copies = arguments
    for name in untied.parameters { copies[name] = arguments["w"] }
    let parts = try untied.gradient(of: "loss").interpretArrays(copies)
    #expect(try untied.interpretArrays(copies) == Self.shared.interpretArrays(arguments))
    // From the last use to the first.
    var sum = parts[4]
    for part in [parts[3], parts[2], parts[1]] { sum = zip(sum, part).map { $0 + $1 } }
    #expect(sum == tied)
    // A gradient that misses one use is another one.
    let missing = zip(parts[4], zip(parts[3], parts[2])).map { $0 + $1.0 + $1.1 }
    #expect(missing != tied)
  }

  @Test func whatIsUsedOnceStays() {
    let program = Program.trace { trace in ["y": square(trace.parameter("a")) + trace.parameter("b")] }
    #expect(program.untied().parameters == ["a", "b"])
  }
}
