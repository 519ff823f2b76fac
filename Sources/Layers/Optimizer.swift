import Autodiff
import CKernels
import Determinism

/// How parameters follow their gradient. A step is a pure function of parameters, gradient, state and rate.
public enum Optimizer: Sendable, Hashable {
  /// `b ← μ b + g; p ← p − rate · b`, after `g ← g + decay · p`.
  case sgd(momentum: Double, decay: Double)
  /// Adam with decoupled weight decay (AdamW; 0 makes it Adam).
  /// Sources: Kingma and Ba, 2015, arXiv:1412.6980; Loshchilov and Hutter, 2019, arXiv:1711.05101.
  case adam(beta1: Double, beta2: Double, epsilon: Double, decay: Double)

  /// Adam with the constants of its paper.
  public static let adam = Optimizer.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0)

  /// The names of the arrays that it keeps beside the parameters.
  public var stateNames: [String] {
    switch self {
    case .sgd: ["momentum"]
    case .adam: ["mean", "square"]
    }
  }

  /// The step, elementwise over `count` parameters. Inputs p, g, the state, and scalars; outputs `p′` and the state's.
  func program(count: Int) throws -> Program {
    try Program.model { trace in
      let p = trace.data("p", shape: [count]), g = trace.data("g", shape: [count])
      let rate = trace.data("rate", shape: [])
      switch self {
      case .sgd(let momentum, let decay):
        let b = trace.data("momentum", shape: [count])
        let force = decay == 0 ? g : fma(Tensor(decay), p, g)
        let moved = fma(Tensor(momentum), b, force)
        return [("p′", p - rate * moved), ("momentum′", moved)]
      case .adam(let beta1, let beta2, let epsilon, let decay):
        let m = trace.data("mean", shape: [count]), v = trace.data("square", shape: [count])
        let correction = trace.data("correction", shape: [])
        let mean = fma(Tensor(1 - beta1), g - m, m)
        let squares = fma(Tensor(1 - beta2), square(g) - v, v)
        let step = mean / fma(sqrt(squares), correction, Tensor(epsilon))
        let kept = decay == 0 ? p : p - (trace.data("decay", shape: []) * p)
        return [("p′", kept - rate * step), ("mean′", mean), ("square′", squares)]
      }
    }
  }

  /// The scalars of step number `step`, counted from 1: what multiplies the step, what corrects the square root, decay.
  func scalars(step: Int, rate: Double) -> [(name: String, value: Double)] {
    switch self {
    case .sgd: return [("rate", rate)]
    case .adam(let beta1, let beta2, _, let decay):
      let (bias1, bias2) = (1 - Elementary.pow(beta1, Double(step)), 1 - Elementary.pow(beta2, Double(step)))
      return [("rate", rate / bias1), ("correction", 1 / bias2.squareRoot()), ("decay", rate * decay)]
    }
  }
}

/// How the rate changes with the steps: a linear warm-up, then constant or down a cosine.
public struct RateSchedule: Sendable, Hashable {
  public enum Shape: String, Sendable, Hashable, CaseIterable { case constant, cosine }
  public var rate: Double
  public var shape: Shape
  public var warmup: Int
  public var steps: Int

  public init(rate: Double, shape: Shape = .constant, warmup: Int = 0, steps: Int) {
    (self.rate, self.shape, self.warmup, self.steps) = (rate, shape, warmup, steps)
  }

  /// The rate of step number `step`, counted from 1.
  public func rate(at step: Int) -> Double {
    if step <= warmup { return rate * Double(step) / Double(warmup) }
    switch shape {
    case .constant: return rate
    case .cosine:
      let part = Double(step - 1 - warmup) / Double(max(1, steps - warmup))
      return rate * 0.5 * (1 + Elementary.cos(.pi * min(1, part)))
    }
  }
}
