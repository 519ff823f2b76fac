import Autodiff
import Documents
import Formulas
public import Manifests

extension PINN {
  /// What the manifest of a physics-informed network says.
  public struct Parameters: Sendable {
    let coordinates: [Named<Extent>]
    let fields: [Located<String>]
    let constants: [Named<Double>]
    let equations: [Located<Formula>]
    let conditions: [Named<DeclaredCondition>]
    let periodic: Periodicity
    let exact: [Named<Located<Expression>>]
    let reference: Spectral?
    let network: Architecture
    let points: Points
    let balance: Balance?
    let descent: Descent
    let steps: Int
    let polish: Polish?
    let grid: Located<[Named<Int>]>
  }

  /// The ends of a coordinate.
  struct Extent: Sendable {
    let lower, upper: Double
  }

  /// What holds on a face of the domain.
  struct DeclaredCondition: Sendable {
    let at: [Named<Double>]
    let formula: Located<Formula>
    let isExact: Bool
    let points: Located<Int>
    let weight: Double
  }

  /// How the two ends of a coordinate are one.
  enum Scheme: String, Sendable, CaseIterable {
    case sharedBoundary = "shared-boundary"
    case fourier
    case penalty
  }

  struct Periodicity: Sendable {
    let along: Located<String>
    let scheme: Scheme
    /// The fields and their derivatives up to this order are to meet.
    let order: Int
    let boundary: Architecture
    let harmonics: Int
    let points: Located<Int>
    let weight: Double
  }

  /// The reference that is computed by a Fourier spectral method.
  struct Spectral: Sendable {
    let modes: Located<Int>
    let steps: Located<Int>
  }

  /// Hidden layers of equal kind.
  struct Architecture: Sendable {
    enum Activation: String, Sendable, CaseIterable { case tanh, silu, sin }
    let widths: [Int]
    let activation: Activation
  }

  /// Where the equations are to hold.
  struct Points: Sendable {
    enum Sampling: String, Sendable, CaseIterable {
      case sobol
      case latinHypercube = "latin-hypercube"
    }
    let inside: Located<Int>
    let chunk: Int
    let sampling: Sampling
    let resample: Int
  }

  /// Weights of the loss's terms that even out their gradients.
  struct Balance: Sendable {
    let every: Int
    let memory: Double
  }

  /// L-BFGS after the optimizer's steps.
  struct Polish: Sendable {
    enum Precision: String, Sendable, CaseIterable { case single, double }
    let steps: Int
    let memory: Int
    let precision: Precision
    let resample: Int
  }

  public static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(
      coordinates: fields.required(
        "coordinates", .map(.identifier, to: Extent.schema, atLeast: 2, atMost: 6),
        "the coordinates of the domain, each with its two ends"),
      fields: fields.optional(
        "fields", .list(of: Schema<String>.name(.identifier).located, atLeast: 1), default: ["u"],
        "the fields that are sought"),
      constants: fields.optional(
        "constants", .map(.identifier, to: .constant), default: [:], "numbers that formulas call by name"),
      equations: fields.required(
        "equations", .list(of: Schema<Formula>.formula.located, atLeast: 1),
        "what holds everywhere: left ~ right, over coordinates, fields, and derivatives such as u_t, u_xx"),
      conditions: fields.optional(
        "conditions", .map(.label, to: DeclaredCondition.schema), default: [:], "what holds on faces of the domain"),
      periodic: fields.required("periodic", Periodicity.schema, "the coordinate whose two ends are one, and how"),
      exact: fields.optional(
        "exact", .map(.identifier, to: Schema<Expression>.expression.located), default: [:],
        "the exact solution, where it is known: a formula over the coordinates for each field"),
      reference: fields.optional("reference", Spectral.schema, "the solution to compare with, computed by the program"),
      network: fields.optional(
        "network", Architecture.schema, default: ["widths": [32, 32, 32]], "the network of the inside"),
      points: fields.optional("points", Points.schema, default: [:], "where the equations are to hold"),
      balance: fields.optional("balance", Balance.schema, "weights of the loss's terms that even out their gradients"),
      descent: Descent(&fields),
      steps: fields.optional("steps", .integer(atLeast: 1), default: 1000, "the optimizer's steps"),
      polish: fields.optional("lbfgs", Polish.schema, "L-BFGS after the optimizer's steps"),
      grid: fields.optional(
        "grid", Schema<[Named<Int>]>.map(.identifier, to: .integer(atLeast: 2, atMost: 100_000)).located, default: [:],
        "points along each coordinate at which the solution is recorded and compared; 64 if not said"))
  }
}

extension PINN.Extent {
  fileprivate static var schema: Schema<Self> {
    Schema<[Double]>.list(of: .constant, atLeast: 2, atMost: 2).refine(example: Self(lower: 0, upper: 1)) {
      ends, review in
      guard ends[0] < ends[1], ends[0].isFinite, ends[1].isFinite else {
        review.reject(expected: "the lower end, then the upper end", found: "\(ends[0]), \(ends[1])")
        return nil
      }
      return Self(lower: ends[0], upper: ends[1])
    }
  }
}

extension PINN.DeclaredCondition {
  fileprivate static var schema: Schema<Self> {
    .record { fields in
      Self(
        at: fields.required(
          "at", .map(.identifier, to: .constant, atLeast: 1, atMost: 1), "the face: a coordinate and its value"),
        formula: fields.required(
          "holds", Schema<Formula>.formula.located, "what holds there: left ~ right, such as u ~ sin(x)"),
        isExact: fields.optional(
          "exactly", .boolean, default: false,
          "built into the network: field ~ formula at an end of its coordinate; else a term of the loss"),
        points: fields.optional(
          "points", Schema<Int>.integer(atLeast: 1).located, default: 128, "points of the term of the loss"),
        weight: fields.optional("weight", .number(above: 0), default: 1, "the weight of the term of the loss"))
    }
  }
}

extension PINN.Periodicity {
  fileprivate static var schema: Schema<Self> {
    .record { fields in
      Self(
        along: fields.required("along", Schema.text("a coordinate").located, "the coordinate"),
        scheme: fields.optional(
          "scheme", .choice(of: PINN.Scheme.self), default: "shared-boundary",
          "one boundary network gives both ends; features of the period; or a term of the loss"),
        order: fields.optional(
          "order", .integer(atLeast: 0, atMost: 2), default: 1,
          "the fields and their derivatives along the coordinate up to this order meet"),
        boundary: fields.optional(
          "boundary", PINN.Architecture.schema, default: ["widths": [16, 16]], "the network that gives the ends"),
        harmonics: fields.optional(
          "harmonics", .integer(atLeast: 1, atMost: 64), default: 2, "sines and cosines of the fourier scheme"),
        points: fields.optional(
          "points", Schema<Int>.integer(atLeast: 1).located, default: 128, "points at the ends for the penalty"),
        weight: fields.optional("weight", .number(above: 0), default: 1, "the weight of the penalty"))
    }
  }
}

extension PINN.Spectral {
  fileprivate static var schema: Schema<Self> {
    .variants([
      .record("spectral", "Fourier modes along the periodic coordinate, Runge and Kutta in the other") { fields in
        Self(
          modes: fields.optional(
            "modes", Schema<Int>.integer(atLeast: 8, atMost: 65_536).located, default: 512,
            "grid points of the method: a power of two"),
          steps: fields.optional(
            "steps", Schema<Int>.integer(atLeast: 1).located, default: 1000, "steps of the other coordinate"))
      }
    ])
  }
}

extension PINN.Architecture {
  fileprivate static var schema: Schema<Self> {
    .record { fields in
      Self(
        widths: fields.required(
          "widths", .list(of: .integer(atLeast: 1, atMost: 4096), atLeast: 1), "features of each hidden layer"),
        activation: fields.optional("activation", .choice(of: Activation.self), default: "tanh", "after each of them"))
    }
  }
}

extension PINN.Points {
  fileprivate static var schema: Schema<Self> {
    .record { fields in
      Self(
        inside: fields.optional(
          "inside", Schema<Int>.integer(atLeast: 1, atMost: 10_000_000).located, default: 2048,
          "points at which the equations are to hold"),
        chunk: fields.optional(
          "chunk", .integer(atLeast: 1, atMost: 65_536), default: 256,
          "points that one thread takes at once; part of the result's last bits, whatever the threads"),
        sampling: fields.optional(
          "sampling", .choice(of: Sampling.self), default: "sobol", "how they are spread; both are seeded"),
        resample: fields.optional(
          "resample", .integer(atLeast: 0), default: 0, "drawn anew after so many steps; 0 keeps them"))
    }
  }
}

extension PINN.Balance {
  fileprivate static var schema: Schema<Self> {
    .record { fields in
      Self(
        every: fields.optional("every", .integer(atLeast: 1), default: 100, "steps from one weighing to the next"),
        memory: fields.optional(
          "memory", .number(atLeast: 0, below: 1), default: 0.9, "how much of the old weights is kept"))
    }
  }
}

extension PINN.Polish {
  fileprivate static var schema: Schema<Self> {
    .record { fields in
      Self(
        steps: fields.required("steps", .integer(atLeast: 1), "the most steps"),
        memory: fields.optional("memory", .integer(atLeast: 1, atMost: 1000), default: 30, "pairs that it keeps"),
        precision: fields.optional(
          "precision", .choice(of: Precision.self), default: "single", "the precision of the loss"),
        resample: fields.optional(
          "resample", .integer(atLeast: 0), default: 0, "points are drawn anew after so many steps; 0 keeps them"))
    }
  }
}

extension Schema where Value == Double {
  /// A number, or an expression of numbers: `0.01 / pi`.
  fileprivate static var constant: Schema {
    Schema<String>.text("a number, or an expression such as 0.01 / pi", example: "1").refine(example: 1) {
      text, review in
      do throws(FormulaError) {
        let expression = try Expression(parsing: text)
        if let unknown = expression.unknownNames(known: []).first { throw unknown }
        if let value = try expression.constant { return value }
        review.reject(expected: "a finite number")
      } catch {
        review.reject(error.message, at: error.range.lowerBound)
      }
      return nil
    }
  }
}

extension Expression {
  /// The value of an expression without names; nil when it is not finite.
  fileprivate var constant: Double? {
    get throws(FormulaError) {
      let value = try lowered { _ in nil }.literal
      return value.flatMap { $0.isFinite ? $0 : nil }
    }
  }
}
