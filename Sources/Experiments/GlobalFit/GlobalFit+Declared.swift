import Documents
import Fitting
import Formulas
import Manifests

extension GlobalFit {
  /// One parameter as the manifest declares it.
  struct Declared: Sendable {
    let scope: Scope
    let start: Double?
    let lower: Double?
    let upper: Double?
    let isFixed: Bool
    let tie: Located<Expression>?
    let prior: Parameter.Prior?
    let unit: String?
    let label: String?
    let each: [Named<Override>]

    /// What differs for one dataset or group.
    struct Override: Sendable {
      let start: Double?
      let isFixed: Bool?
    }

    /// Who shares the parameter.
    enum Scope: Sendable {
      case all
      case each
      case groups([Named<[Located<String>]>])
    }
  }
}

extension GlobalFit.Declared {
  static var schema: Schema<Self> {
    Schema.record { fields in
      Self(
        scope: fields.optional(
          "shared", Scope.schema, default: false,
          "true: one value for all datasets; false: one for each; or named groups of datasets"),
        start: fields.optional("start", .number, "where the search begins; the value, where fixed"),
        lower: fields.optional("min", .number, "the least value allowed"),
        upper: fields.optional("max", .number, "the greatest value allowed"),
        isFixed: fields.optional("fixed", .boolean, default: false, "whether it stays at its start"),
        tie: fields.optional(
          "tie", Schema<Expression>.expression.located, "an expression of other parameters that it equals"),
        prior: fields.optional("prior", Parameter.Prior.schema, "knowledge from elsewhere, Gaussian"),
        unit: fields.optional("unit", .text, "the unit, for people"),
        label: fields.optional("label", .text, "what figures call it"),
        each: fields.optional(
          "each", .map(.label, to: Override.schema), default: [:],
          "another start, or a fixed value, for one dataset or group"))
    }
    .refine { declared, review in
      if declared.tie == nil, declared.start == nil { review.reject("the field start is missing: a number") }
      let isBound = declared.lower != nil || declared.upper != nil || !declared.each.isEmpty
      if declared.tie != nil, declared.start != nil || declared.isFixed || declared.prior != nil || isBound {
        review.reject("a tied parameter follows others: it has no start, bounds, prior or each, and is not fixed")
      }
      if declared.isFixed, declared.prior != nil {
        review.reject("a fixed parameter does not move, so its prior would count for nothing; remove prior or fixed")
      }
      if let lower = declared.lower, let upper = declared.upper, lower >= upper {
        review.reject("min is not below max, so nothing is allowed")
      }
      if let start = declared.start, start < declared.lower ?? start || start > declared.upper ?? start {
        review.reject("the start is outside of min and max")
      }
      return declared
    }
  }
}

extension GlobalFit.Declared.Scope {
  static var schema: Schema<Self> {
    .either(
      Schema<Bool>.boolean.map { $0 ? .all : .each },
      Schema<[Named<[Located<String>]>]>.map(
        .label, to: .list(of: Schema.text("the name of a dataset").located, atLeast: 1), atLeast: 1
      ).map { .groups($0) })
  }
}

extension GlobalFit.Declared.Override {
  static var schema: Schema<Self> {
    .record { fields in
      Self(
        start: fields.optional("start", .number, "where the search begins; the value, where fixed"),
        isFixed: fields.optional("fixed", .boolean, "whether it stays at its start"))
    }
  }
}

extension Parameter.Prior {
  static var schema: Schema<Self> {
    .record { fields in
      Self(
        value: fields.required("value", .number, "the value known from elsewhere"),
        sigma: fields.required("sigma", .number(above: 0), "its standard error"))
    }
  }
}

extension Schema where Value == Expression {
  /// An expression of parameters; what is wrong with one is pointed at inside of it.
  static var expression: Schema {
    Schema<String>.text("an expression", example: "2 * a").refine { text, review in
      let (expression, problems) = Expression.parse(text)
      for problem in problems { review.reject(problem.message, at: problem.range.lowerBound) }
      return expression
    }
  }
}
