import Determinism
import Documents
import Laboratory
import Manifests
import Records
import TemporaryRepositories

import Figures

/// An experiment small enough to see through, with everything that a page can show.
struct SpringExperiment: Experiment {
  static let name = "spring"
  static let summary = "the stiffness of a spring"

  struct Parameters: Sendable { let stiffness: Double }

  let parameters: Parameters

  static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(stiffness: fields.required("stiffness", .number(above: 0, unit: "N/m"), "of the spring"))
  }

  init(_ parameters: Parameters, of manifest: Manifest) throws(ManifestErrors) { self.parameters = parameters }

  /// A picture that a program might leave, with what no page may obey.
  static let picture =
    "<svg viewBox=\"0 0 2 2\" onload=\"alert(1)\"><script>alert(2)</script><path d=\"M0 0L2 2\"/></svg>"

  func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    if parameters.stiffness > 100 { throw RunFailure("the spring broke at <100 N/m>") }
    return Outcome(
      metrics: [
        "parameters": [
          "k": ["value": .number(parameters.stiffness), "stderr": 0.012, "unit": "N/m", "scope": "shared"]
        ], "count": 3, "remark": "<b>\"bold\"</b>", "warnings": ["<i>small</i> angles"],
      ],
      sharing: [
        "numbers": 1, "uses": 2, "parameters": ["k": ["k": ["anna", "boris"]]],
        "contrast": [
          "loss": ["shared": 0.5, "alone": 0.25],
          "test": ["kind": "F", "statistic": 1.5, "degrees": 1, "denominator": 7, "p": 0.3, "verdict": "they agree"],
        ],
      ],
      tables: [("readings", Table([Table.Column("x", numbers: [1, 2]), Table.Column("who", texts: ["<a>", "b"])]))],
      arrays: [("map", NumericArray(shape: [2, 2], [1.0, 2.0, 3.0, 4.0]))],
      blobs: [StoredFile("plot.svg", text: Self.picture)])
  }

  static func figures(of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest) throws -> [Figure] { [] }

  static func headline(of metrics: JSON) -> String? {
    metrics.path("parameters.k.value")?.asNumber.map { "k = \(Numeral.brief($0)) N/m" }
  }
}

/// A repository with one spring, and its notebook in memory.
struct SpringRepository {
  let repository: TemporaryRepository

  init(_ stiffness: Double = 2.5) throws {
    repository = try TemporaryRepository()
    try write(stiffness)
    try repository.commitAll("a spring")
  }

  func write(_ stiffness: Double, kind: String = "spring") throws {
    try repository.write(
      """
      experiment: hooke
      kind: \(kind)
      title: A <spring> & "its" stiffness
      notes: |
        Hooke's law, $F = k x$, and <script>alert(3)</script>.
      stiffness: \(stiffness)

      """, to: "experiments/hooke.yaml")
  }

  func workshop() throws -> Workshop {
    try Workshop(at: repository.folder, kinds: [SpringExperiment.self], version: "test")
  }

  @discardableResult
  func run() throws -> RunReport {
    let workshop = try workshop()
    return try workshop.run(try workshop.plan(try workshop.entries(["hooke"])[0]))
  }

  func bless() throws { _ = try workshop().bless("hooke", isUnderCI: false) }
}
