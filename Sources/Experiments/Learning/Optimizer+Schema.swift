import Documents
import Layers
import Manifests

extension Optimizer {
  static var schema: Schema<Self> {
    .variants([
      .word("adam", .adam, "Adam with the constants of its paper"),
      .record("adam", "Adam; with a decay, AdamW") { fields in
        .adam(
          beta1: fields.optional("beta1", .number(atLeast: 0, below: 1), default: 0.9, "memory of the mean"),
          beta2: fields.optional("beta2", .number(atLeast: 0, below: 1), default: 0.999, "memory of the square"),
          epsilon: fields.optional("epsilon", .number(above: 0), default: 1e-8, "added to the root"),
          decay: fields.optional("decay", .number(atLeast: 0), default: 0, "weights shrink by rate × decay a step"))
      },
      .word("sgd", .sgd(momentum: 0, decay: 0), "gradient descent"),
      .record("sgd", "gradient descent with momentum") { fields in
        .sgd(
          momentum: fields.optional("momentum", .number(atLeast: 0, below: 1), default: 0.9, "memory of the steps"),
          decay: fields.optional("decay", .number(atLeast: 0), default: 0, "added to the gradient, × the weights"))
      },
    ])
  }
}
