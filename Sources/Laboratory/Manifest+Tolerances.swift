import Manifests
import Records

extension Manifest {
  /// What the manifest expects, in the form in which verdicts apply it.
  ///
  /// A name that is written out comes before a pattern, and patterns in their order; in `Tolerances` the last rule
  /// that matches counts, so they are given backwards.
  var tolerances: Tolerances {
    guard let expectations else { return .none }
    var rules: [Tolerances.Rule] = []
    for part in Expectations.Part.allCases {
      let named = expectations.tolerances(of: part)
      let ordered = named.filter { !$0.name.contains("*") } + named.filter { $0.name.contains("*") }
      rules += ordered.reversed().map { Tolerances.Rule(part.item($0.name), $0.value) }
    }
    return Tolerances(default: expectations.standard, rules: rules)
  }
}

extension Expectations.Part {
  /// The items of an outcome that a name of this part stands for: `residuals.pull` is a column, `residuals` a table.
  fileprivate func item(_ name: String) -> String {
    guard self == .tables else { return "\(rawValue)/\(name)" }
    guard let point = name.firstIndex(of: ".") else { return "tables/\(name)/**" }
    return "tables/\(name[..<point])/\(name[name.index(after: point)...])"
  }
}
