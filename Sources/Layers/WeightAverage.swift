import Autodiff

/// A mean of the parameters over the steps, weighted towards the last: it predicts better than the last step alone.
///
/// `a ← a + w (p − a)` after each step, w = 1 − memory, more in the first steps: 10 / (10 + step).
/// Source: Polyak and Juditsky, 1992, doi:10.1137/0330046; Tarvainen and Valpola, 2017, arXiv:1703.01780.
final class WeightAverage {
  static let name = "average"
  private let memory: Double
  private let session: Session<Float>

  /// - Parameters:
  ///   - parameters: `count` elements, read after each step.
  ///   - average: `count` elements, which move.
  init(
    memory: Double, of parameters: UnsafeMutablePointer<Float>, in average: UnsafeMutablePointer<Float>, count: Int
  ) throws {
    self.memory = memory
    let program = try Program.model { trace in
      let (a, p) = (trace.data("a", shape: [count]), trace.data("p", shape: [count]))
      return [("a′", fma(trace.data("weight", shape: []), p - a, a))]
    }
    session = try program.compiled(as: Float.self).makeSession(binding: ["a": average, "p": parameters, "a′": average])
  }

  func follow(step: Int) {
    session.load("weight", CollectionOfOne(Float(max(1 - memory, 10 / Double(10 + step)))))
    session.run()
  }
}
