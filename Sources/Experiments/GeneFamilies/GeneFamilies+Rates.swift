import Documents
import Fitting
import Manifests
import Phylogeny

extension GeneFamilies {
  /// λ or μ as the manifest declares it.
  struct Rate: Sendable {
    /// Who has a rate of their own.
    let by: [Located<Sharing>]
    let start: Double?
    let upper: Double?
    let isFixed: Bool
    let prior: Parameter.Prior?
    let label: String?
    let each: [Named<GlobalFit.Declared.Override>]

    /// What a rate may differ between.
    enum Sharing: String, Sendable, CaseIterable {
      case clade, `class`
    }

    func isBy(_ sharing: Sharing) -> Bool { by.contains { $0.value == sharing } }
  }

  /// Gamma categories.
  struct Gamma: Sendable {
    let categories: Int
    let start: Double
    let isFixed: Bool
  }

  /// Errors of the counts.
  enum ErrorChoice: Sendable {
    case none
    case fitted(start: Double, isFixed: Bool)
    case table(InputFile)
  }

  /// Sizes at the root.
  enum RootChoice: Sendable {
    case uniform
    /// The mean of a fixed distribution; `nil` fits it.
    case poisson(mean: Double?)
    /// From the counts of all species.
    case empirical
    case table(InputFile)
  }
}

extension GeneFamilies.Rate {
  private static var schema: Schema<Self> {
    Schema.record { fields in
      Self(
        by: fields.optional(
          "by",
          .either(
            Schema<[Located<Sharing>]>.list(of: Schema<Sharing>.choice(of: Sharing.self).located),
            Schema<Sharing>.choice(of: Sharing.self).located.map { [$0] }), default: [],
          "clade, class, or both: each has a rate of its own; left out, one rate is shared by all"),
        start: fields.optional(
          "start", .number(above: 0), "where the search begins; the value, where fixed; left out, chosen by the counts"),
        upper: fields.optional("max", .number(above: 0), "the greatest value allowed"),
        isFixed: fields.optional("fixed", .boolean, default: false, "whether it stays at its start"),
        prior: fields.optional("prior", Parameter.Prior.schema, "knowledge from elsewhere, Gaussian"),
        label: fields.optional("label", .text, "what figures call it"),
        each: fields.optional(
          "each", .map(.label, to: GlobalFit.Declared.Override.schema), default: [:],
          "another start, or a fixed value, for one clade"))
    }
    .refine { rate, review in
      if rate.isFixed, rate.start == nil { review.reject("a fixed rate needs its value: start") }
      if let start = rate.start, let upper = rate.upper, start > upper { review.reject("the start is above max") }
      for other in rate.each where other.value.isFixed == true && other.value.start == nil {
        review.reject(other.place.problem("a fixed rate needs its value: start"))
      }
      return rate
    }
  }

  /// λ, and μ where it is a rate of its own.
  static var pair: Schema<(lambda: Self, mu: Self?)> {
    .record { fields in
      (
        lambda: fields.optional(
          "lambda", schema, default: [:], "duplications per copy and unit of time; losses too, without mu"),
        mu: fields.optional("mu", schema, "losses per copy and unit of time")
      )
    }
  }
}

extension GeneFamilies.Gamma {
  static var schema: Schema<Self> {
    .either(
      Schema<Int>.integer(atLeast: 2, atMost: 20).map { Self(categories: $0, start: 1, isFixed: false) },
      .record { fields in
        Self(
          categories: fields.required("categories", .integer(atLeast: 2, atMost: 20), "of equal probability"),
          start: fields.optional(
            "alpha", .number(above: 0), default: 1, "the shape to begin at; its value, where fixed"),
          isFixed: fields.optional("fixed", .boolean, default: false, "whether alpha stays"))
      })
  }
}

extension GeneFamilies.ErrorChoice {
  static var schema: Schema<Self> {
    .variants([
      .word("none", .none, "counts are true"),
      .word(
        "fitted", .fitted(start: 0.02, isFixed: false),
        "a count is one too large or too small, each with probability epsilon/2; fits epsilon"),
      .record("fitted", "with a start or a value") { fields in
        .fitted(
          start: fields.required(
            "start", .number(atLeast: 0, atMost: 1), "epsilon to begin at; its value, where fixed"),
          isFixed: fields.optional("fixed", .boolean, default: false, "whether epsilon stays"))
      },
      .value("table", Schema<InputFile>.inputFile.map { .table($0) }, "an error model file of CAFE's format"),
    ])
  }
}

extension GeneFamilies.RootChoice {
  static var schema: Schema<Self> {
    .variants([
      .word("uniform", .uniform, "every size alike, up to root_limit"),
      .word("poisson", .poisson(mean: nil), "one more than a Poisson count; fits its mean, root_mean"),
      .record("poisson", "of a known mean") { fields in
        .poisson(mean: fields.required("mean", .number(above: 0), "the mean of the size less one"))
      },
      .word("empirical", .empirical, "as frequent as sizes are among the counts of all species"),
      .value(
        "empirical", Schema<InputFile>.inputFile.map { .table($0) },
        "a table of two columns: sizes, and how frequent they are (CAFE's root distribution files)"),
    ])
  }
}
