import Documents
import Determinism
import Manifests

extension GeneFamilies {
  /// Where the families come from.
  enum FamilySource: Sendable {
    case table(InputFile)
    case simulated(Simulated)
  }

  /// Families that are made, from rates that are stated.
  struct Simulated: Sendable {
    let count: Int
    let lambda: StatedRate
    let mu: StatedRate?
    let rootMean: Double
    let alpha: Double?
    let epsilon: Double
  }

  /// One rate for all branches, or one for each clade.
  enum StatedRate: Sendable {
    case everywhere(Double)
    case clades([Named<Double>])
  }

  /// Where the classes of families come from.
  enum ClassSource: Sendable {
    /// A CSV table with the columns family and class.
    case file(InputFile)
  }

  /// Named parts of the tree.
  enum Clades: Sendable {
    case named([Named<[Located<String>]>])
    /// A tree of the same shape whose lengths are the numbers of groups, as CAFE's lambda trees.
    case tree(InputFile)
  }
}

extension GeneFamilies.FamilySource {
  static var schema: Schema<Self> {
    .either(
      Schema.record { fields in
        Self.simulated(
          fields.required("simulate", GeneFamilies.Simulated.schema, "families made from stated rates and the seed"))
      }.recognized(byKey: "simulate"),
      Schema<InputFile>.inputFile.map { .table($0) })
  }
}

extension GeneFamilies.Simulated {
  static var schema: Schema<Self> {
    .record { fields in
      Self(
        count: fields.required("count", .integer(atLeast: 1, atMost: 1_000_000), "how many"),
        lambda: fields.required(
          "lambda", GeneFamilies.StatedRate.schema, "duplications per copy and time: one rate, or one for each clade"),
        mu: fields.optional(
          "mu", GeneFamilies.StatedRate.schema, "losses per copy and time; those of lambda, where left out"),
        rootMean: fields.optional(
          "root_mean", .number(atLeast: 0, atMost: 10_000), default: 3, "sizes at the root are 1 + Poisson of this mean"
        ),
        alpha: fields.optional("alpha", .number(above: 0), "rates vary among families by a gamma of this shape"),
        epsilon: fields.optional(
          "epsilon", .number(atLeast: 0, atMost: 1), default: 0, "the part of counts that are off by one"))
    }
  }
}

extension GeneFamilies.StatedRate {
  /// A number, or one for each clade; branches in none are `rest`.
  static var schema: Schema<Self> {
    .either(
      Schema<[Named<Double>]>.map(.label, to: .number(atLeast: 0), atLeast: 1).map { .clades($0) },
      Schema<Double>.number(atLeast: 0).map { .everywhere($0) })
  }

  /// The rates, and the place of each branch's among them, counted from `first`.
  func places(
    _ groups: (names: [String], group: [Int]), first: Int
  ) throws(ManifestErrors) -> (rates: [Double], places: [Int]) {
    guard case .clades(let rates) = self else {
      guard case .everywhere(let rate) = self else { return ([], []) }
      return ([rate], groups.group.map { _ in first })
    }
    var places: [Int] = []
    for name in groups.names {
      guard let place = rates.firstIndex(where: { sameUTF8($0.name, name) }) else {
        throw ManifestErrors([rates[0].namePlace.problem("there is no rate for \(name), which has branches")])
      }
      places.append(first + place)
    }
    for rate in rates where !groups.names.contains(where: { sameUTF8($0, rate.name) }) {
      throw ManifestErrors([
        rate.namePlace.problem(
          "there is no clade \(rate.name)", suggestion: nearestName(to: rate.name, among: groups.names))
      ])
    }
    return (rates.map(\.value), groups.group.map { places[$0] })
  }
}

extension GeneFamilies.ClassSource {
  static var schema: Schema<Self> {
    .variants([
      .value(
        "file", Schema<InputFile>.inputFile.map { .file($0) },
        "a CSV table with the columns family and class; families that it lacks are of the class other")
    ])
  }
}

extension GeneFamilies.Clades {
  static var schema: Schema<Self> {
    .either(
      Schema.record { fields in
        Self.tree(
          fields.required(
            "file", .inputFile, "a tree of the same shape whose lengths are numbers of groups (CAFE's lambda tree)"))
      }.recognized(byKey: "file"),
      Schema<[Named<[Located<String>]>]>.map(
        .label, to: .list(of: Schema.text("a species").located, atLeast: 1)
      ).map { .named($0) })
  }
}
