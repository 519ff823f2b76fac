import Determinism
import Documents
import Manifests
import Oracles
import Records

/// The combinations of a manifest's matrix: each is run, and all of them become one outcome.
///
/// `metrics.json` holds the metrics of every combination under its settings, `tables/matrix.csv` one row for each, and
/// `variants/N/` the rest.
struct Sweep<Kind: Experiment>: Sendable {
  private struct Variant: Sendable {
    let settings: [ManifestVariant<Kind.Parameters>.Setting]
    let manifest: Manifest
    let experiment: Kind

    var label: String { settings.map { "\($0.field)=\($0.value)" }.joined(separator: ", ") }
  }

  private let variants: [Variant]

  init(_ variants: [ManifestVariant<Kind.Parameters>], as kind: Kind.Type) throws(ManifestErrors) {
    var planned: [Variant] = []
    var problems: [Problem] = []
    for variant in variants {
      do throws(ManifestErrors) {
        let experiment = try Kind(variant.parameters, of: variant.manifest)
        planned.append(Variant(settings: variant.settings, manifest: variant.manifest, experiment: experiment))
      } catch {
        problems += error.problems
      }
    }
    guard problems.isEmpty else { throw ManifestErrors(gathered: problems) }
    self.variants = planned
  }

  func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    var metrics: [JSON.Member] = []
    var files: [StoredFile] = []
    for (number, variant) in variants.enumerated() {
      try progress.report(variant.label, fraction: Double(number) / Double(variants.count))
      let own = RandomStream(seed: variant.manifest.seed, name: variant.manifest.experiment)
      let outcome = try Checkpoints.$current.withValue(Checkpoints.current?.part(variant.label)) {
        try variant.experiment.run(own, progress)
      }
      metrics.append(JSON.Member(key: variant.label, value: outcome.metrics))
      for file in try outcome.files() where file.path != "metrics.json" {
        files.append(StoredFile("variants/\(number + 1)/\(file.path)", file.bytes))
      }
    }
    return Outcome(
      metrics: ["variants": .object(metrics)], tables: [("matrix", table(metrics.map(\.value)))], blobs: files)
  }

  /// The laws of every combination, each under the combination's number.
  func suite(on outcome: Outcome?) throws -> Suite? {
    var parts: [(label: String, suite: Suite)] = []
    for (number, variant) in variants.enumerated() {
      let own = try outcome.map { try part($0, number, variant.label) }
      guard let suite = try variant.experiment.suite(on: own) else { continue }
      parts.append(("\(number + 1)", suite))
    }
    return parts.isEmpty ? nil : Suite(joining: parts)
  }

  /// The outcome of one combination, out of that of all.
  private func part(_ outcome: Outcome, _ number: Int, _ label: String) throws -> Outcome {
    let folder = "variants/\(number + 1)/"
    var files = outcome.blobs.filter { $0.path.hasPrefix(folder) }.map {
      StoredFile(String($0.path.dropFirst(folder.count)), $0.bytes)
    }
    let metrics = outcome.metrics["variants"]?[label] ?? [:]
    files.append(StoredFile("metrics.json", text: metrics.render(pretty: true)))
    return try Outcome(files: files)
  }

  /// One row for each combination: its settings, then every number that all combinations have.
  private func table(_ metrics: [JSON]) -> Table {
    var columns: [Table.Column] = []
    for (place, setting) in (variants.first?.settings ?? []).enumerated() {
      columns.append(Table.Column(setting.field, texts: variants.map { $0.settings[place].value }))
    }
    for (path, _) in metrics.first?.numbers ?? [] {
      let values = metrics.map { $0.path(path)?.asNumber }
      let name = path.joined(separator: ".")
      guard values.allSatisfy({ $0 != nil }), !columns.contains(where: { $0.name == name }) else { continue }
      columns.append(Table.Column(name, numbers: values.compactMap { $0 }))
    }
    return Table(columns)
  }
}

extension JSON {
  /// Every number in the document, with the way to it, in the document's order.
  var numbers: [(path: [String], value: Double)] {
    switch self {
    case .integer, .number: asNumber.map { [([], $0)] } ?? []
    case .object(let members):
      members.flatMap { member in member.value.numbers.map { ([member.key] + $0.path, $0.value) } }
    default: []
    }
  }
}
