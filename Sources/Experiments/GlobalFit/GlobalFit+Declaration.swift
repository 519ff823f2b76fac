import Documents
import Fitting
import Formulas
public import Manifests

extension GlobalFit {
  /// What the manifest of a global fit says.
  public struct Parameters: Sendable {
    let datasets: DatasetSource
    let model: Model
    let compare: [Named<Model>]
    let starts: [[Named<Double>]]
    let multistart: Int
    let intervals: Intervals?
    let errors: ErrorSource
    let steps: Int
    let axes: Axes
  }

  /// What an alternative under `compare:` may change: the formula, its parameters, the noise.
  struct Model: Sendable {
    let formula: Located<Formula>
    let parameters: [Named<Declared>]
    let noise: NoiseChoice
  }

  /// Where the datasets come from.
  enum DatasetSource: Sendable {
    /// A file for each.
    case files([Named<InputFile>])
    /// One file, with a dataset for each value of a column.
    case column(InputFile, by: Located<String>)
  }

  /// Which matrix standard errors come from.
  enum ErrorSource: String, Sendable, CaseIterable {
    case gaussNewton = "gauss-newton"
    case hessian
  }

  /// How figures name and scale the columns.
  struct Axes: Sendable {
    let x: Located<String>?
    let units: [Named<String>]
    let labels: [Named<String>]
    let logarithmic: [Located<String>]
  }

  public static func declare(_ fields: inout Fields) -> Parameters {
    let datasets = fields.required(
      "datasets", DatasetSource.schema, "the data: a file for each dataset, or one file split by a column")
    let model = Model(&fields)
    return Parameters(
      datasets: datasets, model: model,
      compare: fields.alternatives(
        "compare", "other formulas, noise or sharing, ranked beside this model by AIC and BIC"
      ) { Model(&$0) },
      starts: fields.optional(
        "starts", .list(of: .map(.label, to: .number, atLeast: 1)), default: [],
        "several starting points; each is tried, the best result counts"),
      multistart: fields.optional(
        "multistart", .integer(atLeast: 0, atMost: 10_000), default: 0,
        "so many more starting points, drawn from the seed around the given one"),
      intervals: fields.optional("intervals", Intervals.schema, "profile-likelihood intervals"),
      errors: fields.optional(
        "errors", .choice(of: ErrorSource.self), default: "gauss-newton",
        "the matrix of the standard errors: JᵀJ (expected information), or the exact Hessian (observed information)"),
      steps: fields.optional(
        "steps", .integer(atLeast: 1, atMost: 1_000_000), default: 2000, "the most evaluations that a search may take"),
      axes: Axes(&fields))
  }
}

extension GlobalFit.Model {
  init(_ fields: inout Fields) {
    formula = fields.required(
      "model", Schema<Formula>.formula.located, "response ~ expression, over columns of the data and parameters")
    parameters = fields.required(
      "parameters", .map(.label, to: GlobalFit.Declared.schema, atLeast: 1), "the parameters, and who shares them")
    noise = fields.optional(
      "noise", GlobalFit.NoiseChoice.schema, default: "automatic", "how observed values scatter about the model")
  }
}

extension Schema where Value == Formula {
  /// `counts ~ A * exp(-t / tau) + B`; what is wrong with one is pointed at inside of it.
  static var formula: Schema {
    Schema<String>.text("a formula: response ~ expression", example: "y ~ a * x").refine { text, review in
      let (formula, problems) = Formula.parse(text)
      for problem in problems { review.reject(problem.message, at: problem.range.lowerBound) }
      return formula
    }
  }
}

extension GlobalFit.DatasetSource {
  static var schema: Schema<Self> {
    .either(
      Schema.record { fields in
        Self.column(
          fields.required("file", .inputFile, "the table"),
          by: fields.required(
            "by", Schema.text("a column of the table").located, "a dataset for each value of this column"))
      }.recognized(byKey: "by"),
      Schema<[Named<InputFile>]>.map(.label, to: .inputFile, atLeast: 1).map { .files($0) })
  }
}

extension GlobalFit.Axes {
  init(_ fields: inout Fields) {
    x = fields.optional(
      "x", Schema.text("a column").located, "the column along the figures' x axis; the first predictor else")
    units = fields.optional("units", .map(.label, to: .text), default: [:], "units of columns, for the figures")
    labels = fields.optional("labels", .map(.label, to: .text), default: [:], "what the figures call the columns")
    logarithmic = fields.optional(
      "logarithmic", .list(of: Schema.text("a column").located), default: [], "columns with a logarithmic axis")
  }

  /// The name of an axis.
  func label(_ column: String) -> String { labels.first { $0.name == column }?.value ?? column }

  func isLogarithmic(_ column: String) -> Bool { logarithmic.contains { $0.value == column } }

  func unit(_ column: String) -> String { units.first { $0.name == column }?.value ?? "" }
}
