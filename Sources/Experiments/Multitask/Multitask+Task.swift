import Documents
import Layers
import Manifests

extension Multitask {
  /// One thing that the network is asked: where its answer stands in the data, and the head that gives it.
  struct Task: Sendable {
    let question: Question
    /// The layers from the trunk's features to the answer; one dense layer else.
    let head: Located<[Layers.Layer]>?
    /// What multiplies the loss.
    let weight: Double
    /// Only these samples have a label.
    let among: Selection?
  }

  enum Question: Sendable {
    /// Yes where the column holds one of the values.
    case binary(Selection)
    /// Yes where the event has not come by a moment, no where it came before; no label where that is not known.
    case landmark(after: Double, time: Located<String>, event: Selection)
    case classes(Located<String>, levels: Located<[String]>)
    case regression(Located<String>)
    /// When the event comes, by Cox's partial likelihood.
    case survival(time: Located<String>, event: Selection, ties: RiskSets.Ties, horizon: Double?)
  }

  /// A column, and the values in it that mean yes: 1, and 0 for no, where they are not given.
  struct Selection: Sendable {
    let column: Located<String>
    let values: Located<[String]>?
  }
}

extension Multitask.Task {
  /// The numbers that its head gives.
  var width: Int {
    if case .classes(_, let levels) = question { return levels.value.count }
    return 1
  }

  var layers: [Layers.Layer] { head?.value ?? [.dense(width)] }

  var isSurvival: Bool { if case .survival = question { true } else { false } }
  var isRegression: Bool { if case .regression = question { true } else { false } }

  /// What it is called in outcomes.
  var word: String {
    switch question {
    case .binary, .landmark: "binary"
    case .classes: "classes"
    case .regression: "regression"
    case .survival: "survival"
    }
  }
}

extension Multitask.Task {
  static var schema: Schema<Self> {
    .variants([
      .record("binary", "yes or no") { fields in
        Self(.binary(Multitask.Selection(&fields)), &fields)
      },
      .record("landmark", "whether an event has not come by a moment: no label where observation ended before") {
        fields in
        Self(
          .landmark(
            after: fields.required("after", .number(above: 0), "the moment, in the unit of the times"),
            time: timeColumn(&fields), event: event(&fields)), &fields)
      },
      .record("classes", "one of several classes") { fields in
        Self(
          .classes(
            column(&fields, "the column of the classes"),
            levels: fields.required(
              "levels", Schema<[String]>.list(of: .text("a class"), atLeast: 2, atMost: 1000).located,
              "the classes, as the column writes them")), &fields)
      },
      .record("regression", "a number; trained in units of its deviation in the training set") { fields in
        Self(.regression(column(&fields, "the column of the numbers")), &fields)
      },
      .record("survival", "when an event comes: Cox's partial likelihood") { fields in
        Self(
          .survival(
            time: timeColumn(&fields), event: event(&fields),
            ties: fields.optional(
              "ties", .choice(of: RiskSets.Ties.self), default: "efron", "what is done with events at one time"),
            horizon: fields.optional(
              "horizon", .number(above: 0),
              "the time at which predicted survival is held against what was observed; else the median of the events")),
          &fields)
      },
    ])
  }

  private init(_ question: Multitask.Question, _ fields: inout Fields) {
    self.question = question
    head = fields.optional(
      "head", Schema<[Layers.Layer]>.list(of: Layers.Layer.schema, atLeast: 1).located,
      "the layers from the trunk's features to the answer; else one dense layer")
    weight = fields.optional("weight", .number(above: 0), default: 1, "what multiplies the loss")
    among = fields.optional(
      "among", .record { Multitask.Selection(&$0) }, "only samples with these values in this column have a label")
  }

  private static func column(_ fields: inout Fields, _ meaning: String) -> Located<String> {
    fields.required("column", Schema<String>.text("a column").located, meaning)
  }

  private static func timeColumn(_ fields: inout Fields) -> Located<String> {
    fields.required(
      "time", Schema<String>.text("a column").located, "the column of the times, of the event or the last observation")
  }

  private static func event(_ fields: inout Fields) -> Multitask.Selection {
    fields.required("event", .record { Multitask.Selection(&$0) }, "whether the event came; else it is censored")
  }
}

extension Multitask.Selection {
  init(_ fields: inout Fields) {
    column = fields.required("column", Schema<String>.text("a column").located, "the column")
    values = fields.optional(
      "values", Schema<[String]>.list(of: .text("a value"), atLeast: 1).located,
      "the values that mean yes, all others no; without them the column holds 1 and 0")
  }
}
