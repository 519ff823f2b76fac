import Documents
import Layers
import Manifests

/// How weights follow their gradient: the fields that every learned kind has.
struct Descent: Sendable {
  var optimizer: Optimizer
  var rate: Double
  var schedule: RateSchedule.Shape
  var warmup: Int
  var clip: Double?
  /// The memory of the mean of the weights that predicts; without it the last weights do.
  var average: Double?

  init(_ fields: inout Fields) {
    optimizer = fields.optional("optimizer", Optimizer.schema, default: "adam", "how weights follow the gradient")
    rate = fields.optional("rate", .number(above: 0), default: 1e-3, "the optimizer's rate")
    schedule = fields.optional(
      "schedule", .choice(of: RateSchedule.Shape.self), default: "constant", "how the rate changes with the steps")
    warmup = fields.optional(
      "warmup", .integer(atLeast: 0), default: 0, "so many steps over which the rate rises to its full value")
    clip = fields.optional("clip", .number(above: 0), "the norm to which longer gradients are shortened")
    average = fields.optional(
      "average", .number(atLeast: 0, below: 1), "memory of the mean of the weights over steps, which predicts")
  }

  func schedule(over steps: Int) -> RateSchedule {
    RateSchedule(rate: rate, shape: schedule, warmup: warmup, steps: steps)
  }
}
