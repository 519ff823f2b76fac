import Autodiff
import Testing

/// Shapes that do not meet: the operation, the shapes, the line of the model.
@Suite struct ShapeErrorTests {
  static func message(_ body: (Trace) -> Tensor) -> String {
    do {
      _ = try Program.model { trace in [("y", body(trace))] }
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func aProductOfMatricesThatDoNotMeet() {
    let line: UInt = #line + 2
    let message = Self.message { trace in
      product(trace.parameter("a", shape: [3, 4]), trace.parameter("b", shape: [5, 6]))
    }
    #expect(
      message
        == "product: AutodiffTests/ShapeErrorTests.swift:\(line): found shapes [3, 4] and [5, 6], expected as many columns on the left as rows on the right, not 4 and 5"
    )
  }

  @Test func anElementwiseOperation() {
    let message = Self.message { $0.parameter("a", shape: [3]) + $0.parameter("b", shape: [2, 4]) }
    #expect(message.hasPrefix("add: AutodiffTests/ShapeErrorTests.swift:"))
    #expect(
      message.hasSuffix(
        "found shapes [3] and [2, 4], expected numbers whose extents, counted from the last axis, are equal or 1"))
  }

  @Test(arguments: [
    ("a convolution of matrices", "convolution"), ("channels that differ", "convolution"),
    ("a window larger than the image", "average pool"), ("an axis that is not there", "sum"),
    ("another number of elements", "reshape"), ("a gradient of an array", "gradient"),
    ("numbers as indices", "gather"), ("indices as numbers", "tanh"), ("a slice beyond the end", "slice"),
  ])
  func others(_ what: String, _ operation: String) {
    let message = Self.message { trace in
      let x = trace.data("x", shape: [2, 4, 4, 3]), m = trace.data("m", shape: [4, 4])
      switch what {
      case "a convolution of matrices": return convolution(m, m)
      case "channels that differ": return convolution(x, trace.parameter("f", shape: [3, 3, 2, 1]))
      case "a window larger than the image": return x.averagePooled(window: (5, 5))
      case "an axis that is not there": return m.sum(over: [2])
      case "another number of elements": return m.reshaped(to: [3, 5])
      case "a gradient of an array": return gradient(of: m, withRespectTo: [m])[0]
      case "numbers as indices": return m.gathered(m)
      case "indices as numbers": return tanh(trace.indices("i", shape: [3]))
      default: return m.sliced(0, 2..<7)
      }
    }
    #expect(message.hasPrefix(operation), "\(what): \(message)")
    #expect(message.contains("found shapes"), "\(what): \(message)")
  }

  @Test func indicesAreChecked() throws {
    let program = try Program.model { trace in
      [("y", trace.data("x", shape: [4, 2]).gathered(trace.indices("i", shape: [3])))]
    }
    let session = try program.compiled(as: Float.self).makeSession()
    #expect(throws: AutodiffError.self) { try session.load("i", indices: [0, 4, 1]) }
    #expect(throws: AutodiffError.self) { try session.load("i", indices: [0, -1, 1]) }
  }

  @Test func theFirstValueThatIsNotFiniteIsNamed() throws {
    let program = try Program.model { trace in
      let x = trace.data("x", shape: [2, 3])
      return [("y", (exp(x) * 2).sum(over: [1]))]
    }
    let session = try program.compiled(as: Float.self).makeSession()
    session.load("x", [0, 1, 2, 3, 400, 5])
    let found = try #require(session.runTrapping())
    #expect(
      found.contains("exp(x)") && found.contains("inf at [1, 1] of [2, 3]") && found.contains("ShapeErrorTests.swift"))
  }
}
