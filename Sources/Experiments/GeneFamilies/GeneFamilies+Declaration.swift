import Documents
import Phylogeny
public import Manifests

extension GeneFamilies {
  /// What the manifest says.
  public struct Parameters: Sendable {
    let tree: InputFile
    let tolerance: Double
    let families: FamilySource
    let keep: Keep
    let largest: Int?
    let classes: ClassSource?
    let model: Model
    let compare: [Named<Model>]
    let multistart: Int
    let steps: Int
    let intervals: GlobalFit.Intervals?
    let significance: Significance?
    /// The unit of time; `nil` where the manifest does not say.
    let unit: String?
  }

  /// What an alternative under `compare:` may change.
  struct Model: Sendable {
    let clades: Clades
    let lambda: Rate
    /// `nil` where λ = μ.
    let mu: Rate?
    let gamma: Gamma?
    let error: ErrorChoice
    let root: RootChoice
    let rootLimit: Int?
    let convention: PruningModel.RootConvention
  }

  /// Which families are fitted.
  enum Keep: String, Sendable, CaseIterable {
    /// Those with copies in at least two of the root's clades, as CAFE keeps them.
    case rooted
    case all
  }

  /// Simulated p-values.
  struct Significance: Sendable {
    let simulations: Int
    let rate: Double
  }

  public static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(
      tree: fields.required("tree", .inputFile, "the dated species tree, in Newick's format"),
      tolerance: fields.optional(
        "ultrametric", .number(atLeast: 0, below: 1), default: 1e-4,
        "by how much the species' distances from the root may differ, as a part of the tree's height"),
      families: fields.required(
        "families", FamilySource.schema, "the table of counts in CAFE's format, or families to be simulated"),
      keep: fields.optional(
        "keep", .choice(of: Keep.self), default: "rooted",
        "rooted: families with copies in at least two of the root's clades, as CAFE keeps them; all: every family"),
      largest: fields.optional(
        "largest", .integer(atLeast: 1), "families with a count above this are left out, and said to be"),
      classes: fields.optional("classes", ClassSource.schema, "classes of families, which may have rates of their own"),
      model: Model(&fields),
      compare: fields.alternatives(
        "compare", "other sharing patterns or models, ranked beside this one and tested where one contains the other"
      ) { Model(&$0) },
      multistart: fields.optional(
        "multistart", .integer(atLeast: 0, atMost: 1000), default: 0,
        "so many more starting points, drawn from the seed"),
      steps: fields.optional(
        "steps", .integer(atLeast: 1, atMost: 100_000), default: 500, "the most evaluations that a search may take"),
      intervals: fields.optional("intervals", GlobalFit.Intervals.schema, "profile-likelihood intervals"),
      significance: fields.optional(
        "significance", Significance.schema, "which families evolve faster than the model allows, by simulation"),
      unit: fields.optional(
        "time_unit", .text, "the unit of the tree's lengths, for people: rates are per copy and unit"))
  }
}

extension GeneFamilies.Model {
  init(_ fields: inout Fields) {
    clades = fields.optional(
      "clades", GeneFamilies.Clades.schema, default: [:],
      "named parts of the tree: species whose common ancestor's branches they are, the stem included")
    (lambda, mu) = fields.optional(
      "rates", GeneFamilies.Rate.pair, default: ["lambda": [:]],
      "lambda, duplications per copy and time, and mu, losses; without mu both are one rate")
    gamma = fields.optional(
      "gamma", GeneFamilies.Gamma.schema, "categories of a gamma distribution of rates among families; fits alpha")
    error = fields.optional("error", GeneFamilies.ErrorChoice.schema, default: "none", "errors of the counts")
    root = fields.optional(
      "root", GeneFamilies.RootChoice.schema, default: "uniform", "how likely sizes are at the root")
    rootLimit = fields.optional(
      "root_limit", .integer(atLeast: 1, atMost: 100_000),
      "the greatest size at the root; left out, CAFE's rule: 5/4 of the greatest count, at least 30")
    convention = fields.optional(
      "root_sizes", .choice(of: PruningModel.RootConvention.self), default: "sum",
      "sum: the likelihood, summed over root sizes; maximum: CAFE's, of the best root size")
  }
}

extension GeneFamilies.Significance {
  static var schema: Schema<Self> {
    .record { fields in
      Self(
        simulations: fields.optional(
          "simulations", .integer(atLeast: 20, atMost: 1_000_000), default: 1000, "families from each root size"),
        rate: fields.optional(
          "rate", .number(above: 0, below: 1), default: 0.05, "the false discovery rate (Benjamini and Hochberg)"))
    }
  }
}
