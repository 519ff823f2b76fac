import ArgumentParser
import Autodiff
import Determinism
import Documents
import Experiments
import Fitting
import Formulas
import Records

struct ReferenceBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nist", abstract: "NIST's certified nonlinear regressions: digits of agreement, from both starts.",
    discussion: """
      Reads every *.json of a folder, each with formula, parameters, starts, certified, certified_stderr, x and y.
      LRE is −log₁₀ of the worst relative error, at most 11, the digits that are certified.

      Example:
        kanon bench nist --data Tests/FittingTests/Fixtures/nist
      """)

  @Option(help: "The folder of the problems.")
  var data = "Tests/FittingTests/Fixtures/nist"

  @OptionGroup var compute: ComputeOptions

  func run() throws {
    try compute.apply()
    var values: [Double] = []
    var errors: [Double] = []
    let begin = Timing.now()
    for path in try FileSystem.files(below: data + "/").filter({ $0.hasSuffix(".json") }).sorted(by: orderedByUTF8) {
      guard let bytes = try FileSystem.read(data + "/" + path) else { continue }
      let problem = try CertifiedProblem(JSON(parsing: bytes, file: path), file: data + "/" + path)
      for (number, start) in problem.starts.enumerated() {
        let fit = try problem.fit(from: start)
        let found = problem.names.map { fit[$0] }
        let value = CertifiedProblem.digits(found.map { $0?.value ?? .nan }, problem.certified)
        let error = CertifiedProblem.digits(found.map { $0?.standardError ?? .nan }, problem.errors)
        values.append(value)
        errors.append(error)
        let line: JSON = [
          "workload": "NIST", "variant": .string("\(problem.name)/\(number + 1)"), "lre": .number(value),
          "lre_stderr": .number(error), "evaluations": .integer(Int64(fit.minimum.evaluations)),
          "ended": .string(fit.status.description),
        ]
        Terminal.say(line.render(pretty: false))
      }
    }
    guard !values.isEmpty else { throw ValidationError("there is no problem in \(data)") }
    let summary: JSON = [
      "workload": "NIST", "variant": "summary", "runs": .integer(Int64(values.count)),
      "lre_at_least_6": .integer(Int64(values.count { $0 >= 6 })),
      "median_lre": .number(values.sorted()[values.count / 2]),
      "stderr_lre_at_least_4": .integer(Int64(errors.count { $0 >= 4 })),
      "seconds": .number(Timing.now() - begin),
    ]
    Terminal.say(summary.render(pretty: false))
  }
}

/// A regression with certified values.
private struct CertifiedProblem {
  let name: String
  let names: [String]
  let starts: [[Double]]
  let certified: [Double]
  let errors: [Double]
  private let block: DatasetBlock

  init(_ document: JSON, file: String) throws {
    for field in ["formula", "parameters", "starts", "certified", "certified_stderr", "x", "y"]
    where document[field] == nil {
      throw ValidationError("\(file) is no certified problem: it has no field \(field)")
    }
    func numbers(_ json: JSON?) -> [Double] { (json?.asArray ?? []).compactMap(\.asNumber) }
    name = document["name"]?.asString ?? "?"
    names = (document["parameters"]?.asArray ?? []).compactMap(\.asString)
    starts = (document["starts"]?.asArray ?? []).map { numbers($0) }
    certified = numbers(document["certified"])
    errors = numbers(document["certified_stderr"])
    let predictors = (document["predictors"]?.asArray ?? []).compactMap(\.asString)
    let columns = predictors.map { predictor in
      numbers(document["x"]?[predictor] ?? document["x"])
    }
    let text = "\(document["response"]?.asString ?? "y") ~ \(document["formula"]?.asString ?? "")"
    let formula = try Formula(parsing: text)
    let y = numbers(document["y"])
    let observed = try formula.response.program(columns: ["y"]).compiled().run(
      parameters: [], columns: [y], rows: y.count)[0]
    let compiled = try CompiledFormula(formula.expression, columns: predictors)
    let ordered = compiled.columns.map { column in columns[predictors.firstIndex(of: column) ?? 0] }
    block = try DatasetBlock(
      name: name, model: FormulaModel(compiled, columns: ordered, rows: y.count), observed: observed, noise: .gaussian)
  }

  func fit(from start: [Double]) throws -> Fit {
    let parameters = zip(names, start).map { Parameter($0, .shared, start: $1) }
    return try FitProblem(blocks: [block], parameters: parameters).fit()
  }

  /// −log₁₀ of the worst relative error, between 0 and 11.
  static func digits(_ found: [Double], _ certified: [Double]) -> Double {
    var worst = 11.0
    for (value, truth) in zip(found, certified) {
      let error = (value - truth).magnitude / truth.magnitude
      guard error.isFinite else { return 0 }
      worst = min(worst, error == 0 ? 11 : -Elementary.log(error) / Elementary.log(10))
    }
    return max(worst, 0)
  }
}
