public import Documents
import YAML

/// The tolerances under which an outcome agrees with its golden; without them every bit must agree.
///
/// ```yaml
/// expect:
///   default: {relative: 1e-9}
///   metrics: {parameters.*.value: {relative: 1e-6}, steps: exact}
///   tables: {residuals.pull: {absolute: 1e-4}}
/// ```
/// A `*` in a name stands for any letters within a step of it, `**` for any steps. A name written out comes before a
/// pattern, patterns in their order, and the default last.
public struct Expectations: Sendable {
  /// What an outcome is made of.
  public enum Part: String, Sendable, CaseIterable {
    case metrics, tables, arrays
  }

  /// The tolerance of everything that has none of its own.
  public let standard: Tolerance?
  /// The tolerances by name or pattern, in the order of the manifest.
  public let metrics: [Named<Tolerance>]
  public let tables: [Named<Tolerance>]
  public let arrays: [Named<Tolerance>]

  package func tolerances(of part: Part) -> [Named<Tolerance>] {
    switch part {
    case .metrics: metrics
    case .tables: tables
    case .arrays: arrays
    }
  }

  static let schema = Schema<Expectations>.record { fields in
    let names = Schema<[Named<Tolerance>]>.map(.label, to: .tolerance)
    return Expectations(
      standard: fields.optional("default", .tolerance, "the tolerance of everything that has none of its own"),
      metrics: fields.optional(
        "metrics", names, default: [:], "tolerances of metrics; * stands for any letters but a point"),
      tables: fields.optional("tables", names, default: [:], "tolerances of tables, as table or table.column"),
      arrays: fields.optional("arrays", names, default: [:], "tolerances of arrays"))
  }
}
