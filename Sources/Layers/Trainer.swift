public import Autodiff
import CKernels
public import Documents

/// Parameters that follow the gradient of a loss, step by step.
///
/// A step's samples are cut into chunks whose size is part of the model; each chunk runs forward and backward on one
/// thread, and the chunks' gradients are added by a fixed tree. So no number of threads reaches a bit.
public final class Trainer {
  public let layout: ParameterLayout
  /// The number of steps done.
  public private(set) var step = 0
  /// The norm to which longer gradients are shortened; nil for none.
  public var clipNorm: Double?

  private let optimizer: Optimizer
  private let state: Block<Float>
  private let update: Session<Float>
  /// The names of the arrays that go with the parameters from step to step.
  private let stateNames: [String]
  private let average: WeightAverage?
  private let losses: LossGradient<Float>

  /// - Parameters:
  ///   - terms: The parts of the loss; parameters of one name are one parameter.
  ///   - values: The parameters' elements, in the order of `layout`.
  ///   - average: The memory of a mean of the parameters over the steps; nil for none.
  public init(
    _ terms: [LossTerm], optimizer: Optimizer, values: [Double], layout: ParameterLayout, average: Double? = nil
  ) throws {
    precondition(values.count == layout.count, "Trainer: \(values.count) values for \(layout.count) parameters")
    self.optimizer = optimizer
    self.layout = layout
    stateNames = optimizer.stateNames + (average == nil ? [] : [WeightAverage.name])
    state = Block((1 + stateNames.count) * layout.count)
    for (i, value) in values.enumerated() { state.base[i] = Float(value) }
    losses = try LossGradient(terms, layout, parameters: state.base)
    var bindings: [String: UnsafeMutablePointer<Float>] = ["p": state.base, "p′": state.base]
    for (i, name) in optimizer.stateNames.enumerated() {
      bindings[name] = state.base + (i + 1) * layout.count
      bindings[name + "′"] = state.base + (i + 1) * layout.count
    }
    bindings["g"] = losses.gradient.base
    update = try optimizer.program(count: layout.count).compiled(as: Float.self).makeSession(binding: bindings)
    let parameters = state.base
    self.average = try average.map { [state, stateNames] memory in
      let own = state.base + stateNames.count * layout.count
      own.update(from: parameters, count: layout.count)
      return try WeightAverage(memory: memory, of: parameters, in: own, count: layout.count)
    }
  }

  /// Does one step.
  /// - Parameters:
  ///   - chunks: For each term, how many chunks it has in this step.
  ///   - rate: The rate of this step.
  ///   - load: Gives a session the inputs of one chunk of one term. Called by several threads at once.
  /// - Returns: The loss before the step: the sum over the chunks, by the same tree.
  public func step(
    chunks: [Int], rate: Double, load: @Sendable (_ term: Int, _ chunk: Int, Session<Float>) -> Void
  ) -> Double {
    let loss = gradient(chunks: chunks, load: load)
    step += 1
    if let clipNorm {
      let norm = Double(kn_dot_f32(losses.gradient.base, losses.gradient.base, layout.count).squareRoot())
      if norm > clipNorm { scale(Float(clipNorm / norm)) }
    }
    for (name, value) in optimizer.scalars(step: step, rate: rate) where update.takes(name) {
      update.load(name, CollectionOfOne(Float(value)))
    }
    update.run()
    average?.follow(step: step)
    return loss
  }

  private func scale(_ factor: Float) {
    for i in 0..<layout.count { losses.gradient.base[i] *= factor }
  }

  /// The loss and, in `gradient`, its gradient.
  @discardableResult
  public func gradient(
    chunks: [Int], load: @Sendable (_ term: Int, _ chunk: Int, Session<Float>) -> Void
  ) -> Double {
    losses.evaluate(chunks: chunks, load: load)
  }

  /// The first value that is not finite, in the chunks of a step, as it would be computed now.
  public func firstNonFinite(
    chunks: [Int], load: @Sendable (_ term: Int, _ chunk: Int, Session<Float>) -> Void
  ) -> String? {
    losses.firstNonFinite(chunks: chunks, load: load)
  }

  /// Where the time of a chunk goes, unit by unit: for those who tune kernels.
  public func profile(
    term: Int, clock: () -> Double, load: (Session<Float>) -> Void
  ) -> [(unit: String, seconds: Double)] { losses.profile(term: term, clock: clock, load: load) }

  /// The gradient of the last step.
  public var lastGradient: [Float] { losses.gradient.elements(0, layout.count) }

  /// The parameters' elements.
  public var values: [Float] {
    get { state.elements(0, layout.count) }
    set {
      precondition(newValue.count == layout.count, "Trainer: \(newValue.count) values for \(layout.count) parameters")
      state.base.update(from: newValue, count: layout.count)
    }
  }

  /// The mean of the parameters over the steps where there is one, else the parameters.
  public var predicting: [Float] {
    average == nil ? values : state.elements(stateNames.count * layout.count, layout.count)
  }

  /// All that a later run needs to go on bit by bit: parameters, the optimizer's state, the number of steps.
  public var checkpoint: Safetensors {
    let names = ["parameters"] + stateNames
    var entries = names.enumerated().map { i, name in
      Safetensors.Entry(
        name: name, array: NumericArray(shape: [layout.count], state.elements(i * layout.count, layout.count)))
    }
    entries.append(Safetensors.Entry(name: "step", array: NumericArray(shape: [1], [Int64(step)])))
    return Safetensors(entries)
  }

  /// Goes on from a checkpoint.
  /// - Throws: `LayersError` when it is of another model or optimizer.
  public func resume(_ checkpoint: Safetensors) throws(LayersError) {
    let names = ["parameters"] + stateNames
    var arrays: [[Float]] = []
    for name in names {
      guard let array = checkpoint[name], case .f32(let scalars) = array.scalars, scalars.count == layout.count else {
        throw LayersError(
          "checkpoint",
          "no array `\(name)` of \(layout.count) single-precision numbers; it is of another model or optimizer")
      }
      arrays.append(scalars)
    }
    guard case .i64(let steps)? = checkpoint["step"]?.scalars, let last = steps.first, last >= 0 else {
      throw LayersError("checkpoint", "no array `step` with the number of steps done")
    }
    for (i, array) in arrays.enumerated() {
      (state.base + i * layout.count).update(from: array, count: layout.count)
    }
    step = Int(last)
  }
}
