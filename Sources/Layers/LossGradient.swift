public import Autodiff
import CKernels
import Determinism
import Synchronization

/// A part of a loss: a program over one chunk of samples, run for every chunk of a step.
///
/// The program's output `loss` is its part of the step's loss: a sum, already weighted.
public struct LossTerm: Sendable {
  /// The loss over one chunk, not differentiated.
  public let program: Program
  public init(_ program: Program) { self.program = program }
}

/// A precision in which chunks of a loss are computed and added.
public protocol LossElement: TensorElement {
  /// y = a + b, elementwise.
  static func add(_ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, _ count: Int)
}

extension Float: LossElement {
  public static func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
  ) { kn_add_f32(a, b, y, count) }
}

extension Double: LossElement {
  public static func add(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int
  ) { kn_add_f64(a, b, y, count) }
}

/// A loss over samples cut into chunks, with its gradient.
///
/// The size of a chunk is part of the model; each chunk runs forward and backward on one thread, and the chunks'
/// gradients are added by a fixed tree. So no number of threads reaches a bit.
final class LossGradient<Element: LossElement> {
  /// The gradient that was computed last.
  let gradient: Block<Element>
  private let terms: [Term<Element>]
  private let count: Int
  /// The loss and the gradient of each chunk.
  private var scratch = Block<Element>(1)

  /// - Parameter parameters: where the parameters' elements lie, in the order of `layout`; kept by the caller.
  init(_ terms: [LossTerm], _ layout: ParameterLayout, parameters: UnsafeMutablePointer<Element>) throws {
    count = layout.count
    gradient = Block(count)
    self.terms = try terms.map { try Term($0, layout, parameters) }
  }

  /// The loss and, in `gradient`, its gradient.
  func evaluate(
    chunks: [Int], load: @Sendable (_ term: Int, _ chunk: Int, Session<Element>) -> Void
  ) -> Double {
    let total = chunks.reduce(0, +)
    let width = count + 1
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
    gradient.base.update(from: scratch.base + 1, count: count)
    return Double(scratch.base[0])
  }

  /// The first value that is not finite, in these chunks, as it would be computed now.
  func firstNonFinite(
    chunks: [Int], load: @Sendable (_ term: Int, _ chunk: Int, Session<Element>) -> Void
  ) -> String? {
    for (term, count) in chunks.enumerated() {
      for chunk in 0..<count {
        if let found = terms[term].trap({ load(term, chunk, $0) }) { return "\(found) in chunk \(chunk)" }
      }
    }
    return nil
  }

  /// Where the time of a chunk goes, unit by unit.
  func profile(
    term: Int, clock: () -> Double, load: (Session<Element>) -> Void
  ) -> [(unit: String, seconds: Double)] { terms[term].profile(clock, load) }
}

/// A term of the loss with its gradient, and sessions for the threads that come by.
private final class Term<Element: LossElement>: Sendable {
  private let executable: ArrayExecutable<Element>
  /// The places of the loss and of each gradient among the outputs, and where gradients belong.
  private let loss: Int
  private let parts: [(output: Int, offset: Int)]
  private let idle: Mutex<[SessionBox<Element>]> = Mutex([])
  private let bindings: Bindings<Element>

  init(_ term: LossTerm, _ layout: ParameterLayout, _ parameters: UnsafeMutablePointer<Element>) throws {
    let names = term.program.inputs.filter { $0.role == .parameter }.map(\.name)
    let program = try term.program.gradient(of: "loss", withRespectTo: names)
      .keeping { $0.label == "loss" || !$0.derivatives.isEmpty }
    executable = try program.compiled(as: Element.self)
    bindings = Bindings(
      pointers: Dictionary(
        uniqueKeysWithValues: names.map { ($0, parameters + (layout[$0]?.offset ?? 0)) }))
    loss = program.outputs.firstIndex { $0.derivatives.isEmpty } ?? 0
    parts = program.outputs.enumerated().compactMap { i, output in
      output.derivatives.first.flatMap { layout[$0] }.map { (i, $0.offset) }
    }
  }

  /// Runs one chunk: the loss, then its gradient, in `result`.
  func run(_ result: UnsafeMutablePointer<Element>, width: Int, load: (Session<Element>) -> Void) {
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

  func profile(_ clock: () -> Double, _ load: (Session<Element>) -> Void) -> [(unit: String, seconds: Double)] {
    let session = executable.makeSession(binding: bindings.pointers)
    load(session)
    return session.profile(runs: 200, clock: clock)
  }

  func trap(_ load: (Session<Element>) -> Void) -> String? {
    let session = executable.makeSession(binding: bindings.pointers)
    load(session)
    return session.runTrapping()
  }
}

// One thread at a time has a session.
private struct SessionBox<Element: LossElement>: @unchecked Sendable {
  let session: Session<Element>
  init(_ session: Session<Element>) { self.session = session }
}

// Parameters do not move while chunks run.
private struct Bindings<Element: LossElement>: @unchecked Sendable {
  let pointers: [String: UnsafeMutablePointer<Element>]
}

/// The chunks of a step: where each writes, and how two are added.
private struct Work<Element: LossElement>: @unchecked Sendable {
  let terms: [Term<Element>]
  let starts: [Int]
  let base: UnsafeMutablePointer<Element>
  let width: Int

  func run(_ chunk: Int, _ load: (Int, Int, Session<Element>) -> Void) {
    let term = (starts.lastIndex { $0 <= chunk } ?? 0)
    terms[term].run(base + chunk * width, width: width) { load(term, chunk - starts[term], $0) }
  }

  func add(_ left: Int, _ reach: Int, _ stripe: Int, _ stripes: Int) {
    let (first, end) = (width * stripe / stripes, width * (stripe + 1) / stripes)
    Element.add(
      base + left * width + first, base + (left + reach) * width + first, base + left * width + first, end - first)
  }
}

/// Memory that is freed with its owner.
final class Block<Element: LossElement> {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(_ count: Int) {
    self.count = max(1, count)
    base = .allocate(capacity: self.count)
    base.initialize(repeating: 0, count: self.count)
  }

  deinit { base.deallocate() }

  func elements(_ start: Int, _ count: Int) -> [Element] {
    Array(UnsafeBufferPointer(start: base + start, count: count))
  }
}
