public import Autodiff
import CKernels
import Determinism
public import Documents
import Synchronization

/// A part of a loss: a program over one chunk of samples, run for every chunk of a step.
///
/// The program's output `loss` is its part of the step's loss: a sum, already weighted.
public struct LossTerm: Sendable {
  /// The loss over one chunk, not differentiated.
  public let program: Program
  public init(_ program: Program) { self.program = program }
}

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
  private let terms: [Term]
  private let state: Block
  private let update: Session<Float>
  /// The names of the arrays that go with the parameters from step to step.
  private let stateNames: [String]
  private let average: WeightAverage?
  private let gradients: Block
  /// The loss and the gradient of each chunk.
  private var scratch = Block(1)

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
    gradients = Block(layout.count)
    var bindings: [String: UnsafeMutablePointer<Float>] = ["p": state.base, "p′": state.base]
    for (i, name) in optimizer.stateNames.enumerated() {
      bindings[name] = state.base + (i + 1) * layout.count
      bindings[name + "′"] = state.base + (i + 1) * layout.count
    }
    bindings["g"] = gradients.base
    update = try optimizer.program(count: layout.count).compiled(as: Float.self).makeSession(binding: bindings)
    let parameters = state.base
    self.average = try average.map { [state, stateNames] memory in
      let own = state.base + stateNames.count * layout.count
      own.update(from: parameters, count: layout.count)
      return try WeightAverage(memory: memory, of: parameters, in: own, count: layout.count)
    }
    self.terms = try terms.map { try Term($0, layout, parameters) }
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
      let norm = Double(kn_dot_f32(gradients.base, gradients.base, layout.count).squareRoot())
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
    for i in 0..<layout.count { gradients.base[i] *= factor }
  }

  /// The loss and, in `gradient`, its gradient.
  @discardableResult
  public func gradient(
    chunks: [Int], load: @Sendable (_ term: Int, _ chunk: Int, Session<Float>) -> Void
  ) -> Double {
    let total = chunks.reduce(0, +)
    let width = layout.count + 1
    if scratch.count < total * width { scratch = Block(total * width) }
    let work = Work(
      terms: terms, starts: chunks.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }, base: scratch.base,
      width: width)
    WorkerPool.shared.forEach(chunks: total) { work.run($0, load) }
    var reach = 1
    while reach < total {
      let (pairs, reach1) = ((total - reach + 2 * reach - 1) / (2 * reach), reach)
      let stripes = max(1, min(16, width / 4096))
      WorkerPool.shared.forEach(chunks: pairs * stripes) {
        work.add($0 / stripes * 2 * reach1, reach1, $0 % stripes, stripes)
      }
      reach *= 2
    }
    gradients.base.update(from: scratch.base + 1, count: layout.count)
    return Double(scratch.base[0])
  }

  /// The first value that is not finite, in the chunks of a step, as it would be computed now.
  public func firstNonFinite(
    chunks: [Int], load: @Sendable (_ term: Int, _ chunk: Int, Session<Float>) -> Void
  ) -> String? {
    for (term, count) in chunks.enumerated() {
      for chunk in 0..<count {
        if let found = terms[term].trap({ load(term, chunk, $0) }) { return "\(found) in chunk \(chunk)" }
      }
    }
    return nil
  }

  /// Where the time of a chunk goes, unit by unit: for those who tune kernels.
  public func profile(
    term: Int, clock: () -> Double, load: (Session<Float>) -> Void
  ) -> [(unit: String, seconds: Double)] { terms[term].profile(clock, load) }

  /// The gradient of the last step.
  public var lastGradient: [Float] { gradients.elements(0, layout.count) }

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

/// A term of the loss with its gradient, and sessions for the threads that come by.
private final class Term: Sendable {
  private let executable: ArrayExecutable<Float>
  /// The places of the loss and of each gradient among the outputs, and where gradients belong.
  private let loss: Int
  private let parts: [(output: Int, offset: Int)]
  private let idle: Mutex<[SessionBox]> = Mutex([])
  private let bindings: Bindings

  init(_ term: LossTerm, _ layout: ParameterLayout, _ parameters: UnsafeMutablePointer<Float>) throws {
    let names = term.program.inputs.filter { $0.role == .parameter }.map(\.name)
    let program = try term.program.gradient(of: "loss", withRespectTo: names)
      .keeping { $0.label == "loss" || !$0.derivatives.isEmpty }
    executable = try program.compiled(as: Float.self)
    bindings = Bindings(
      pointers: Dictionary(
        uniqueKeysWithValues: names.map { ($0, parameters + (layout[$0]?.offset ?? 0)) }))
    loss = program.outputs.firstIndex { $0.derivatives.isEmpty } ?? 0
    parts = program.outputs.enumerated().compactMap { i, output in
      output.derivatives.first.flatMap { layout[$0] }.map { (i, $0.offset) }
    }
  }

  /// Runs one chunk: the loss, then its gradient, in `result`.
  func run(_ result: UnsafeMutablePointer<Float>, width: Int, load: (Session<Float>) -> Void) {
    let session = idle.withLock { $0.popLast() } ?? SessionBox(executable.makeSession(binding: bindings.pointers))
    load(session.session)
    session.session.run()
    result.update(repeating: 0, count: width)
    session.session.withOutput(at: loss) { result[0] = $0[0] }
    for part in parts {
      session.session.withOutput(at: part.output) { elements in
        guard let base = elements.baseAddress else { return }
        (result + 1 + part.offset).update(from: base, count: elements.count)
      }
    }
    idle.withLock { $0.append(session) }
  }

  func profile(_ clock: () -> Double, _ load: (Session<Float>) -> Void) -> [(unit: String, seconds: Double)] {
    let session = executable.makeSession(binding: bindings.pointers)
    load(session)
    return session.profile(runs: 200, clock: clock)
  }

  func trap(_ load: (Session<Float>) -> Void) -> String? {
    let session = executable.makeSession(binding: bindings.pointers)
    load(session)
    return session.runTrapping()
  }
}

// One thread at a time has a session.
private struct SessionBox: @unchecked Sendable {
  let session: Session<Float>
  init(_ session: Session<Float>) { self.session = session }
}

// Parameters do not move while chunks run.
private struct Bindings: @unchecked Sendable { let pointers: [String: UnsafeMutablePointer<Float>] }

/// The chunks of a step: where each writes, and how two are added.
private struct Work: @unchecked Sendable {
  let terms: [Term]
  let starts: [Int]
  let base: UnsafeMutablePointer<Float>
  let width: Int

  func run(_ chunk: Int, _ load: (Int, Int, Session<Float>) -> Void) {
    let term = (starts.lastIndex { $0 <= chunk } ?? 0)
    terms[term].run(base + chunk * width, width: width) { load(term, chunk - starts[term], $0) }
  }

  func add(_ left: Int, _ reach: Int, _ stripe: Int, _ stripes: Int) {
    let (first, end) = (width * stripe / stripes, width * (stripe + 1) / stripes)
    kn_add_f32(
      base + left * width + first, base + (left + reach) * width + first, base + left * width + first, end - first)
  }
}

/// Memory that is freed with its owner.
private final class Block {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  init(_ count: Int) {
    self.count = max(1, count)
    base = .allocate(capacity: self.count)
    base.initialize(repeating: 0, count: self.count)
  }

  deinit { base.deallocate() }

  func elements(_ start: Int, _ count: Int) -> [Float] {
    Array(UnsafeBufferPointer(start: base + start, count: count))
  }
}
