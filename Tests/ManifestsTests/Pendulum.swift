import Documents
import Manifests

/// A kind of experiment made for these tests, with a field of every sort.
enum Pendulum: ManifestKind {
  static let name = "pendulum"
  static let summary = "periods of a pendulum, fitted over amplitudes"

  enum Loss: String, Sendable, CaseIterable { case squares, huber, cauchy }

  enum Noise: Sendable {
    case poisson
    case gaussian(sigma: Double?)
  }

  struct Parameter: Sendable {
    let start: Double
    let min: Double?
    let isShared: Bool
    let unit: String?
  }

  struct Model: Sendable {
    let formula: Located<String>
    let parameters: [Named<Parameter>]

    func isSame(as other: Model) -> Bool {
      formula.value == other.formula.value && parameters.map(\.value.isShared) == other.parameters.map(\.value.isShared)
    }
  }

  struct Parameters: Sendable {
    let model: Model
    let others: [Named<Model>]
    let length: Double
    let steps: Int
    let loss: Loss
    let noise: Noise
    let starts: [[Double]]
    let readings: InputFile?
  }

  static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(
      model: model(&fields),
      others: fields.alternatives("compare", "models to rank beside this one", model),
      length: fields.required("length", .number(above: 0, unit: "m"), "from the pivot to the bob"),
      steps: fields.optional("steps", .integer(atLeast: 1), default: 100, "the most steps that a fit may take"),
      loss: fields.optional("loss", .choice(of: Loss.self), default: "squares", "how residuals are weighed"),
      noise: fields.optional("noise", noise, default: "poisson", "what the errors are"),
      starts: fields.optional("starts", .list(of: .list(of: .number, atLeast: 1)), default: [], "where fits begin"),
      readings: fields.optional("readings", .inputFile, "table of amplitudes and periods"))
  }

  static func review(_ parameters: Parameters, _ review: inout Review) {
    for other in parameters.others where other.value.isSame(as: parameters.model) {
      review.reject(other.place.problem("\(other.name) is the model itself"))
    }
  }

  static func model(_ fields: inout Fields) -> Model {
    Model(
      formula: fields.required("model", formula, "response ~ expression"),
      parameters: fields.required("parameters", .map(.identifier, to: parameter, atLeast: 1), "what is to be found"))
  }

  /// Stands for a parser of formulas: it objects to the first `?`.
  static let formula = Schema.text("a formula", example: "y ~ a * x").refine { text, review in
    guard let offset = text.utf8.firstIndex(of: UInt8(ascii: "?")) else { return text }
    review.reject("a formula knows no ?", at: text.utf8.distance(from: text.startIndex, to: offset))
    return nil
  }.located

  static let parameter = Schema<Parameter>.record { fields in
    Parameter(
      start: fields.required("start", .number, "where the fit begins"),
      min: fields.optional("min", .number(isFinite: false), "the least value"),
      isShared: fields.optional("shared", .boolean, default: false, "one for all datasets"),
      unit: fields.optional("unit", .text, "for people"))
  }

  static let noise = Schema<Noise>.variants([
    .word("poisson", .poisson, "exact likelihood of counts"),
    .word("gaussian", .gaussian(sigma: nil), "independent errors, of a size to be found"),
    .record("gaussian", "independent errors of known size") { fields in
      .gaussian(sigma: fields.required("sigma", .number(above: 0), "standard deviation"))
    },
  ])
}
