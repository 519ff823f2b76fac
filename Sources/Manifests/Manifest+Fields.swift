import Determinism
import Documents
import YAML

extension Manifest {
  /// The fields that open every manifest, before those of its kind.
  init(_ fields: inout Fields, name: String?, kinds: [String], budget: Budget) {
    experiment = fields.required(
      "experiment", .experimentName(of: name), "the file's path below experiments/ without .yaml")
    kind = fields.required("kind", .kind(among: kinds), "the kind of experiment")
    seed = fields.optional("seed", .seed, default: 0, "what every random stream is keyed by")
    title = fields.optional("title", .text, "one line for people")
    notes = fields.optional("notes", .text, "the lab notebook's text, in Markdown")
    isShared = fields.optional("sharing", .boolean, default: true, "off runs the unshared twin")
    contrast = fields.optional(
      "contrast", .choice(), default: "none", "sharing: also run the unshared twin, and compare")
    truth = fields.optional(
      "truth", .map(.label, to: Truth.schema), default: [:], "values known from elsewhere, reported beside the results")
    expectations = fields.optional(
      "expect", Expectations.schema, "tolerances of the outcome; without them every bit must agree")
    self.budget = budget
    declaredBudgets = fields.optional("budgets", .budgets, "changes of fields by budget: smoke, headline, paper") ?? []
    _ = fields.optional("matrix", .matrix, "values by field path; every combination is run")
  }

  /// The fields that no budget and no matrix may change.
  static let fixedFields = ["experiment", "kind", "budgets", "matrix"]
}

extension Schema where Value == String {
  /// The name of the experiment, which must be `name` where there is one.
  fileprivate static func experimentName(of name: String?) -> Schema {
    Schema.name(.experiment).refine(example: name ?? "name") { text, review in
      guard let name, !text.isSame(as: name) else { return text }
      review.reject(expected: "\(name), as the file is called")
      return nil
    }
  }

  fileprivate static func kind(among kinds: [String]) -> Schema { choice(kinds.map { ($0, $0) }) }
}

extension Schema where Value == [Budget] {
  /// Changes by budget. What they change is judged after they have been applied.
  fileprivate static var budgets: Schema {
    Schema<[Named<YAMLNode>]>.map(.label, to: .mapping).refine { budgets, review in
      for budget in budgets {
        if Budget(rawValue: budget.name) == nil {
          let names = Budget.allCases.map(\.rawValue)
          review.reject(
            budget.namePlace.problem(
              expected: listed(names), found: quoted(budget.name),
              suggestion: nearestName(to: budget.name, among: names)))
        }
        for entry in budget.value.entries ?? [] where Manifest.fixedFields.contains(entry.key) {
          let place = budget.place.key(entry)
          review.reject(place.problem("a budget may not change \(entry.key)"))
        }
      }
      return budgets.compactMap { Budget(rawValue: $0.name) }
    }
    .leavingNoTrace
  }
}
