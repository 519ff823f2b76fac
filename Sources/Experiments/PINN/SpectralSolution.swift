import Autodiff
import Determinism
import Formulas

/// Solves the equations of a periodic coordinate x and another, t, in which they are of first order, in double precision:
/// the reference of experiments whose exact solution nobody has written down.
///
/// Fields are Fourier sums over x. `c u_t + R(u, u_x, …) = 0` gives `û_t = λ û + N̂(u)`, with λ the part of R that is
/// linear in derivatives of u with constant factors: it is integrated exactly, the rest by Runge and Kutta's method of
/// fourth order. What c and λ are is found by differentiating the formulas.
/// Sources: Canuto et al., Spectral Methods, 2006, doi:10.1007/978-3-540-30726-6; integrating factors: Cox and Matthews,
/// 2002, doi:10.1006/jcph.2002.6995. Cost: 4 transforms of each derivative a step.
struct SpectralSolution {
  private let setting: PINN.Setting
  /// The coordinate in which it steps.
  private let time: Int
  private let start: [Expression]
  /// The derivatives along x that the equations see; those of order 0 are the fields.
  private let seen: [PINN.Derivative]
  /// For each field its equation's c, and the factors of the linear part, by the place in `seen`.
  private let rate: [Double]
  private let linear: [[(seen: Int, factor: Double)]]

  /// - Throws: `Unfit` when the equations are of another kind.
  init(_ setting: PINN.Setting) throws {
    guard setting.coordinates.count == 2 else { throw Unfit("there are two coordinates, one of them periodic") }
    let time = 1 - setting.periodic
    var start: [Expression] = []
    for (field, name) in setting.fields.enumerated() {
      let lift = setting.lifts.first { $0.field == field && $0.coordinate == time && !$0.isUpper }?.expression
      let condition = setting.conditions.first {
        $0.coordinate == time && $0.position == 0 && $0.formula.response.soleName.map { sameUTF8($0, name) } == true
      }?.formula.expression
      guard let own = lift ?? condition else {
        throw Unfit("\(name) has a condition `\(name) ~ …` at the lower end of \(setting.coordinates[time].name)")
      }
      start.append(own)
    }
    let symbols = try PINN.Symbols(setting)
    let rates = setting.fields.indices.map { PINN.Derivative(field: $0, along: [time]) }
    let seen = symbols.derivatives.filter { !$0.along.contains(time) }
    guard setting.equations.count == setting.fields.count,
      symbols.derivatives.allSatisfy({ seen.contains($0) || rates.contains($0) })
    else { throw Unfit("there is an equation for each field, of first order in \(setting.coordinates[time].name)") }
    var (rate, linear) = ([Double](), [[(Int, Double)]]())
    for field in setting.fields.indices {
      for other in setting.fields.indices {
        let c = symbols.derivatives.contains(rates[other]) ? symbols.factor(rates[other], in: field) : 0
        guard let c, (c != 0) == (field == other) else {
          let name = setting.names.name(rates[field])
          throw Unfit("the equation number \(field + 1) has the derivative \(name), alone of its kind, times a number")
        }
        if field == other { rate.append(c) }
      }
      linear.append(
        seen.indices.compactMap { place in
          guard seen[place].field == field, let own = symbols.factor(seen[place], in: field), own != 0 else {
            return nil
          }
          return (place, own)
        })
    }
    (self.setting, self.time, self.start, self.seen, self.rate) = (setting, time, start, seen, rate)
    self.linear = linear.map { $0.map { (seen: $0.0, factor: $0.1) } }
  }

  /// Why equations can't be solved so: what is due.
  struct Unfit: Error, CustomStringConvertible {
    let description: String
    init(_ due: String) { description = "a spectral reference is computed where \(due)" }
  }

  /// The fields at the lattice's points.
  ///
  /// Traps unless the lattice's axes divide modes and steps.
  func solve(modes: Int, steps: Int, at lattice: PINN.Lattice) -> [[Double]] {
    let x = setting.periodic
    let (columns, rows) = (lattice.axes[x].count, lattice.axes[time].count - 1)
    precondition(
      modes % columns == 0 && steps % rows == 0, "SpectralSolution: the lattice does not divide the method's")
    let run = Run(self, modes: modes, steps: steps)
    var state = run.start
    var values = setting.fields.map { _ in [Double](repeating: 0, count: lattice.count) }
    for step in 0...steps {
      if step % (steps / rows) == 0 {
        let row = step / (steps / rows)
        for field in setting.fields.indices {
          let own = run.transform.inverse(state[field]).real
          for column in 0..<columns {
            let place = x == 0 ? column * (rows + 1) + row : row * columns + column
            values[field][place] = own[column * (modes / columns)]
          }
        }
      }
      if step < steps { run.advance(&state, from: setting.coordinates[time].lower + Double(step) * run.width) }
    }
    return values
  }

  /// A solution with so many modes and steps.
  private struct Run {
    let method: SpectralSolution
    let transform: FourierTransform
    /// The length of a step.
    let width: Double
    /// The factors by which the derivatives that are seen multiply mode k.
    private let factors: [Spectrum]
    /// exp(λ h / 2), exp(λ h) and λ of each field.
    private let half, whole, lambda: [Spectrum]
    let start: [Spectrum]
    private let session: Session<Double>

    init(_ method: SpectralSolution, modes: Int, steps: Int) {
      let setting = method.setting
      let (x, t) = (setting.coordinates[setting.periodic], setting.coordinates[method.time])
      let width = t.length / Double(steps)
      (self.method, self.width) = (method, width)
      let transform = FourierTransform(count: modes)
      self.transform = transform
      let factors = method.seen.map { derivative -> Spectrum in
        var factor = Spectrum(count: modes)
        for k in 0..<modes {
          // The mode in the middle stands for both signs: it has no odd derivative.
          let number = k < modes / 2 ? k : k == modes / 2 && derivative.order % 2 == 1 ? 0 : k - modes
          let frequency = 2 * Double.pi * Double(number) / x.length
          var (re, im) = (1.0, 0.0)
          for _ in 0..<derivative.order { (re, im) = (-im * frequency, re * frequency) }
          (factor.real[k], factor.imaginary[k]) = (re, im)
        }
        return factor
      }
      self.factors = factors
      let lambda = method.linear.enumerated().map { field, parts -> Spectrum in
        var sum = Spectrum(count: modes)
        for part in parts {
          for k in 0..<modes {
            sum.real[k] -= part.factor / method.rate[field] * factors[part.seen].real[k]
            sum.imaginary[k] -= part.factor / method.rate[field] * factors[part.seen].imaginary[k]
          }
        }
        return sum
      }
      func exponential(_ rate: Spectrum, _ time: Double) -> Spectrum {
        var result = Spectrum(count: modes)
        for k in 0..<modes {
          let size = Elementary.exp(rate.real[k] * time)
          result.real[k] = size * Elementary.cos(rate.imaginary[k] * time)
          result.imaginary[k] = size * Elementary.sin(rate.imaginary[k] * time)
        }
        return result
      }
      self.lambda = lambda
      half = lambda.map { exponential($0, width / 2) }
      whole = lambda.map { exponential($0, width) }
      let units = setting.coordinates.indices.map { coordinate in
        (0..<modes).map { coordinate == setting.periodic ? Double($0) / Double(modes) : 0 }
      }
      let initial = (try? PINN.values(of: method.start, setting, at: units)) ?? []
      start = initial.map { values in
        var own = Spectrum(count: modes)
        own.real = values
        return transform.forward(own)
      }
      let places = (0..<modes).map { x.lower + x.length * Double($0) / Double(modes) }
      session = Self.session(method, modes, places)
    }

    /// The residuals without the rates, over all grid points at once.
    private static func session(_ method: SpectralSolution, _ modes: Int, _ places: [Double]) -> Session<Double> {
      let setting = method.setting
      let program = try? Program.model { trace in
        let seen = method.seen.map { trace.data(setting.names.name($0), shape: [modes]) }
        let place = trace.data("place", shape: [modes]), moment = trace.data("moment", shape: [])
        return try setting.equations.enumerated().map { k, equation in
          func lowered(_ expression: Expression) throws -> Tensor {
            try expression.lowered { (name) throws(FormulaError) -> Tensor? in
              switch setting.names.meaning(of: name) {
              case .coordinate(let c): c == setting.periodic ? place : moment
              case .constant(let value): Tensor(value)
              case .derivative(let derivative): method.seen.firstIndex(of: derivative).map { seen[$0] } ?? Tensor(0)
              case nil: nil
              }
            }
          }
          return ("\(k)", try lowered(equation.response) - lowered(equation.expression) + place * 0)
        }
      }
      guard let session = try? program?.compiled(as: Double.self).makeSession() else {
        preconditionFailure("SpectralSolution: formulas that were lowered once can't be again")
      }
      if session.takes("place") { session.load("place", places) }
      return session
    }

    /// The part of û_t beside λ û.
    private func rest(_ state: [Spectrum], at moment: Double) -> [Spectrum] {
      let setting = method.setting
      for (derivative, factor) in zip(method.seen, factors) {
        var own = transform.inverse(state[derivative.field].times(factor)).real
        if derivative.order == 0 { own = transform.inverse(state[derivative.field]).real }
        session.load(setting.names.name(derivative), own)
      }
      if session.takes("moment") { session.load("moment", CollectionOfOne(moment)) }
      session.run()
      return setting.fields.indices.map { field in
        var own = Spectrum(count: transform.count)
        own.real = session.output("\(field)").map { -$0 / method.rate[field] }
        return transform.forward(own).plus(-1, state[field].times(lambda[field]))
      }
    }

    /// One step of Runge and Kutta, in the frame that λ moves.
    func advance(_ state: inout [Spectrum], from moment: Double) {
      let fields = state.indices
      let (h, before) = (width, state)
      let k1 = rest(before, at: moment)
      let a = fields.map { before[$0].plus(h / 2, k1[$0]).times(half[$0]) }
      let k2 = rest(a, at: moment + h / 2)
      let b = fields.map { before[$0].times(half[$0]).plus(h / 2, k2[$0]) }
      let k3 = rest(b, at: moment + h / 2)
      let c = fields.map { before[$0].times(whole[$0]).plus(h, k3[$0].times(half[$0])) }
      let k4 = rest(c, at: moment + h)
      for f in fields {
        let ends = before[f].plus(h / 6, k1[f]).times(whole[f]).plus(h / 6, k4[f])
        state[f] = ends.plus(h / 3, k2[f].plus(1, k3[f]).times(half[f]))
      }
    }
  }
}

extension Spectrum {
  func times(_ other: Spectrum) -> Spectrum {
    var product = self
    for k in 0..<count {
      product.real[k] = real[k] * other.real[k] - imaginary[k] * other.imaginary[k]
      product.imaginary[k] = real[k] * other.imaginary[k] + imaginary[k] * other.real[k]
    }
    return product
  }

  func plus(_ factor: Double, _ other: Spectrum) -> Spectrum {
    var sum = self
    for k in 0..<count {
      sum.real[k] += factor * other.real[k]
      sum.imaginary[k] += factor * other.imaginary[k]
    }
    return sum
  }
}
