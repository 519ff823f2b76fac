import Documents
import YAML

/// The tolerances under which an outcome agrees with its golden; without them every bit must agree.
///
/// ```yaml
/// expect:
///   default: {relative: 1e-9}
///   metrics: {parameters.*.value: {relative: 1e-6}, steps: exact}
///   tables: {residuals.pull: {absolute: 1e-4}}
/// ```
/// A `*` in a name stands for any letters. A name written out comes before a pattern, patterns in their order, and
/// the default last.
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

  /// The tolerance of a metric (`parameters.tau.value`), table column (`residuals.pull`, or `residuals` for all its
  /// columns) or array; `nil` where the manifest covers it by none.
  public func tolerance(of part: Part, _ name: String) -> Tolerance? {
    let named = tolerances(of: part)
    let exact = named.first { $0.name.isSame(as: name) }
    return (exact ?? named.first { matches($0.name, name) })?.value ?? standard
  }

  /// Those of `names` that no tolerance covers.
  public func uncovered(_ part: Part, _ names: [String]) -> [String] {
    names.filter { tolerance(of: part, $0) == nil }
  }

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
      metrics: fields.optional("metrics", names, default: [:], "tolerances of metrics; * stands for any letters"),
      tables: fields.optional("tables", names, default: [:], "tolerances of tables, as table or table.column"),
      arrays: fields.optional("arrays", names, default: [:], "tolerances of arrays"))
  }
}

/// Whether a pattern with `*` for any bytes fits a whole name.  Cost: the product of the lengths at worst.
private func matches(_ pattern: String, _ name: String) -> Bool {
  let pattern = Array(pattern.utf8)
  let name = Array(name.utf8)
  var p = 0
  var n = 0
  var retry: (p: Int, n: Int)?
  while n < name.count {
    if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
      p += 1
      retry = (p, n)
    } else if p < pattern.count, pattern[p] == name[n] {
      p += 1
      n += 1
    } else if let last = retry {
      // The last star takes one byte more.
      retry = (last.p, last.n + 1)
      (p, n) = (last.p, last.n + 1)
    } else {
      return false
    }
  }
  return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
}
