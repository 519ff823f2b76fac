import Determinism
import Documents
import Manifests
import Records

/// A value that the manifest declares as known from elsewhere, beside the one that was found.
struct KnownValue {
  let name: String
  let truth: Truth
  /// The metric of that name, or the estimate of that parameter; nil when the outcome has none.
  let found: Double?
  let standardError: Double?

  init(_ truth: Named<Truth>, in metrics: JSON) {
    self.init(truth.value, of: truth.name, in: metrics)
  }

  /// - Parameter variant: the combination of a matrix that the metrics are of.
  private init(_ truth: Truth, of label: String, in metrics: JSON, variant: String? = nil) {
    (name, self.truth) = (variant.map { "\($0): \(label)" } ?? label, truth)
    let estimate = metrics.path(["parameters", label])
    found = estimate?["value"]?.asNumber ?? metrics.path(label)?.asNumber
    standardError = estimate?["stderr"]?.asNumber
  }

  /// In a combination of a matrix that does not share the parameter, it is known of each instance.
  static func instances(of truth: Named<Truth>, in metrics: JSON, variant: String) -> [KnownValue] {
    let labels = (metrics["parameters"]?.asObject ?? []).map(\.key)
    let own = labels.contains(truth.name) ? [] : labels.filter { $0.hasPrefix(truth.name + "[") }
    return (own.isEmpty ? [truth.name] : own).map {
      KnownValue(truth.value, of: $0, in: metrics, variant: variant)
    }
  }

  /// Whether the found value is as near as the manifest asks; nil where it asks nothing.
  var agrees: Bool? {
    truth.tolerance.map { tolerance in found.map { tolerance.allows($0, for: truth.value) } ?? false }
  }

  /// How the outcome tells it.
  var document: JSON {
    var document: JSON = ["known": .number(truth.value), "found": found.map(JSON.number) ?? .null]
    if let found {
      document["difference"] = .number(found - truth.value)
      if let standardError, standardError > 0 {
        document["standard_errors"] = .number((found - truth.value) / standardError)
      }
    }
    if let agrees { document["agrees"] = .bool(agrees) }
    return document
  }

  /// What a judged value that is too far off does to the verdict.
  var finding: Judgement.Finding? {
    guard truth.isJudged, agrees == false else { return nil }
    let said = found.map { "\(Numeral.render($0)) was found" } ?? "the outcome has no such value"
    return Judgement.Finding(
      item: "truth/\(name)", verdict: .diverged,
      sentence: "truth/\(name): \(said), \(Numeral.render(truth.value)) is known, outside of the tolerance")
  }
}

extension Manifest {
  /// The known values beside those of an outcome.
  func knownValues(in metrics: JSON) -> [KnownValue] {
    guard let variants = metrics["variants"]?.asObject else { return truth.map { KnownValue($0, in: metrics) } }
    return variants.flatMap { variant in
      truth.flatMap { KnownValue.instances(of: $0, in: variant.value, variant: variant.key) }
    }
  }
}
