import Determinism
import Documents
import Experiments
import Figures
import Laboratory
import Manifests
import Records

/// Tosses a coin. A kind is its fields, its run, its figures and its headline; records, goldens, verdicts, sweeps and
/// pages come with it.
struct Coin: Experiment {
  static let name = "coin"
  static let summary = "tosses of a coin"

  struct Parameters: Sendable { let tosses: Int }

  let parameters: Parameters

  static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(tosses: fields.required("tosses", .integer(atLeast: 1), "how often it is tossed"))
  }

  init(_ parameters: Parameters, of manifest: Manifest) { self.parameters = parameters }

  func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    var draws = stream.child("tosses")
    var heads = 0
    for _ in 0..<parameters.tosses where draws.nextUniform() < 0.5 { heads += 1 }
    return Outcome(metrics: ["heads": .integer(Int64(heads))])
  }

  static func figures(of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest) -> [Figure] { [] }

  static func headline(of metrics: JSON) -> String? { metrics["heads"]?.asInteger.map { "\($0) heads" } }
}

@main
struct Main {
  static func main() throws {
    let workshop = try Workshop(at: ".", kinds: Catalogue.kinds + [Coin.self], version: "coin 1")
    for entry in try workshop.entries(Array(CommandLine.arguments.dropFirst())) {
      let report = try workshop.run(try workshop.plan(entry))
      print(entry.name, report.word, report.headline ?? "", report.record?.outcome?.hex ?? "no outcome")
    }
  }
}
