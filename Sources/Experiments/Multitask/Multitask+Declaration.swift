import Determinism
import Documents
import Layers
public import Manifests

extension Multitask {
  /// What the manifest of a multi-task experiment says.
  public struct Parameters: Sendable {
    let data: Source
    let trunk: Located<[Layers.Layer]>
    let tasks: [Named<Task>]
    let weighting: Weighting
    let test: Located<Int>
    /// The training-set sizes of the learning curve, rising; none for all that is not kept for the test.
    let sizes: Located<[Int]>?
    let repeats: Int
    let steps: Int
    let batch: Located<Int>?
    let chunk: Located<Int>?
    let descent: Descent
  }

  /// How the tasks' losses are added.
  enum Weighting: String, Sendable, CaseIterable {
    /// Each with the weight of its task.
    case fixed
    /// Each by its own noise σ, which is learned: Σ e⁻ˢ L + s/2 with s = ln σ² (half of it for a regression).
    /// Source: Kendall, Gal and Cipolla, 2018, doi:10.1109/CVPR.2018.00781.
    case uncertainty
  }

  public static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(
      data: fields.required("data", Source.schema, "what the network sees, and where its labels are"),
      trunk: fields.required(
        "trunk", Schema<[Layers.Layer]>.list(of: Layers.Layer.schema, atLeast: 1).located,
        "the layers that all tasks share, from the inputs to a vector of features"),
      tasks: fields.required(
        "tasks", .map(.identifier, to: Task.schema, atLeast: 1, atMost: 16), "what is asked, by the name of the task"),
      weighting: fields.optional(
        "weighting", .choice(of: Weighting.self), default: "fixed", "how the losses of the tasks are added"),
      test: fields.required(
        "test", Schema<Int>.integer(atLeast: 2).located, "so many samples are kept from training, for testing"),
      sizes: fields.optional(
        "sizes", Schema<[Int]>.list(of: .integer(atLeast: 2), atLeast: 1, atMost: 32).located,
        "the training-set sizes of the learning curve, rising; else all that are not kept for testing"),
      repeats: fields.optional(
        "repeats", .integer(atLeast: 1, atMost: 1000), default: 1,
        "so often all is done anew, with other samples for training and test and other weights to start from"),
      steps: fields.optional("steps", .integer(atLeast: 1), default: 300, "steps of each training, at every size"),
      batch: fields.optional(
        "batch", Schema<Int>.integer(atLeast: 1).located, "the samples of one step; else the whole training set"),
      chunk: fields.optional(
        "chunk", Schema<Int>.integer(atLeast: 1).located,
        "samples that one thread takes at once, and from which a survival's risk sets are formed; else the whole batch"),
      descent: Descent(&fields))
  }

  public static func review(_ parameters: Parameters, _ review: inout Review) {
    if let sizes = parameters.sizes, zip(sizes.value, sizes.value.dropFirst()).contains(where: { $0 >= $1 }) {
      review.reject(sizes.place.problem(expected: "sizes that rise", found: "\(sizes.value)"))
    }
    if let chunk = parameters.chunk {
      guard let batch = parameters.batch else {
        review.reject(chunk.place.problem("a chunk cuts a batch; say its size, too, as batch: …"))
        return
      }
      if batch.value % chunk.value != 0 {
        review.reject(
          batch.place.problem(expected: "a multiple of the chunk, \(chunk.value)", found: "\(batch.value)"))
      }
    }
    for task in parameters.tasks where sameUTF8(task.name, Model.trunk) {
      review.reject(task.namePlace.problem("no task may be called \(Model.trunk), which they share"))
    }
  }
}
