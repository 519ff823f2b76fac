import Autodiff
import Determinism
import Layers

extension TrainingWorkload {
  /// W4: Burgers' equation by a network 2–64–64–64–64–1, whose periodic edges share it; Adam.
  ///
  /// Of u_t and u_xx the equation needs only u_t − ν u_xx: −ν times the second derivative along a curve that goes along x
  /// and bends towards −t / ν. Carried through the network as one it saves a quarter of the products.
  /// - Parameter isCollapsed: off computes u, u_x, u_t and u_xx apart.
  static func pinn(isCollapsed: Bool = true) throws -> TrainingWorkload {
    let (points, chunk) = (10_000, 250)
    let nu = 0.01 / Double.pi
    let columns = { (a: [Float], b: [Float]) in zip(a, b).flatMap { [$0, $1] } }
    let inside = columns(PortableNumbers.uniform(600, points, -1, 1), PortableNumbers.uniform(601, points))
    let xs = PortableNumbers.uniform(602, 100, -1, 1), times = PortableNumbers.uniform(603, 100)
    let start = columns(xs, [Float](repeating: 0, count: 100))
    let given = xs.map { Float(-Elementary.sin(Double.pi * Double($0))) }
    let left = columns([Float](repeating: -1, count: 100), times),
      right = columns([Float](repeating: 1, count: 100), times)
    let sizes = [2, 64, 64, 64, 64, 1]

    func field(_ trace: Trace, _ x: Tensor) -> Tensor {
      var h = x
      for k in 0..<5 {
        h = affine(
          h, trace.parameter("w\(k)", shape: [sizes[k], sizes[k + 1]]),
          bias: trace.parameter("b\(k)", shape: [sizes[k + 1]]))
        if k < 4 { h = tanh(h) }
      }
      return h
    }
    let residual = try Program.model { trace in
      let x = trace.data("x", shape: [chunk, 2])
      let alongX = trace.data("alongX", shape: [1, 2]), alongT = trace.data("alongT", shape: [1, 2])
      let u = field(trace, x)
      let ux = derivative(of: u, along: x, direction: alongX)
      let rest: Tensor
      if isCollapsed {
        let bent = derivatives(of: [ux], along: [x, alongX], directions: [alongX, alongT * Tensor(-1 / nu)])
        rest = Tensor(-nu) * bent[0]
      } else {
        let uxx = derivative(of: ux, along: x, direction: alongX)
        rest = derivative(of: u, along: x, direction: alongT) - Tensor(nu) * uxx
      }
      return [("loss", square(u * ux + rest).sum() * Tensor(1 / Double(points)))]
    }
    let edges = try Program.model { trace in
      let initial = squaredError(
        field(trace, trace.data("start", shape: [100, 2])), trace.data("given", shape: [100, 1]))
      let alongX = trace.data("alongX", shape: [1, 2])
      let (a, b) = (trace.data("left", shape: [100, 2]), trace.data("right", shape: [100, 2]))
      let (ua, ub) = (field(trace, a), field(trace, b))
      let slopes = squaredError(
        derivative(of: ua, along: a, direction: alongX), derivative(of: ub, along: b, direction: alongX))
      return [("loss", (initial + squaredError(ua, ub) + slopes) * Tensor(0.01))]
    }
    var values: [Double] = []
    for k in 0..<5 {
      values += dense(610 + UInt64(k), sizes[k + 1], sizes[k], fanIn: Double(sizes[k]) / 3) + zeros(sizes[k + 1])
    }
    return TrainingWorkload(
      name: isCollapsed ? "W4_pinn" : "W4_pinn, every derivative apart",
      trainer: try Trainer(
        [LossTerm(residual), LossTerm(edges)], optimizer: .adam, values: values,
        layout: ParameterLayout([residual, edges])),
      chunks: [points / chunk, 1], rate: 1e-3,
      load: { term, i, session in
        session.load("alongX", [1, 0])
        if term == 0 {
          session.load("alongT", [0, 1])
          session.load("x", inside[i * chunk * 2..<(i + 1) * chunk * 2])
        } else {
          session.load("start", start)
          session.load("given", given)
          session.load("left", left)
          session.load("right", right)
        }
      })
  }
}
