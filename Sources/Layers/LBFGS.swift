public import Autodiff
import CKernels
public import Documents

/// Full-batch minimisation by limited-memory BFGS: for the last digits of a loss that does not change from step to step.
///
/// `x ← x + α d`, `d = −H g`, with H from the last `memory` pairs of moves and changes of the gradient (two loops), and
/// α from a search for the strong Wolfe conditions, or the approximate ones once the loss is flat to its own rounding.
/// Vectors are in double precision whatever the precision of the loss; sums run in the order of the kernels. A step is a
/// pure function of the state, all of which is in the checkpoint.
/// Sources: Liu and Nocedal, 1989, doi:10.1007/BF01589116; Hager and Zhang, 2005, doi:10.1137/030601880.
/// Cost: two evaluations a step, seldom more; 4 · memory · parameters operations beside them.
public final class LBFGS<Element: LossElement> {
  /// How a step ended.
  public enum End: Sendable, Hashable {
    case advanced
    /// No step along the direction, nor along the gradient, lowers the loss: it is at its minimum, or at its rounding.
    case stalled
    /// The loss is not finite where it starts.
    case notFinite
  }

  public let layout: ParameterLayout
  /// The number of steps done.
  public private(set) var step = 0
  /// The number of gradients computed.
  public private(set) var evaluations = 0
  /// The loss at the parameters; nil before the first step, and after another loss was announced.
  public private(set) var loss: Double?

  private let memory: Int
  private let losses: LossGradient<Element>
  private let parameters: Block<Element>
  private var x: [Double]
  private var gradient: [Double]
  private var moves: [[Double]] = []
  private var changes: [[Double]] = []

  /// - Parameters:
  ///   - terms: The parts of the loss; parameters of one name are one parameter.
  ///   - values: The parameters' elements, in the order of `layout`.
  ///   - memory: How many pairs are kept.
  public init(_ terms: [LossTerm], values: [Double], layout: ParameterLayout, memory: Int) throws {
    precondition(values.count == layout.count, "LBFGS: \(values.count) values for \(layout.count) parameters")
    precondition(memory > 0, "LBFGS: a memory of \(memory) pairs; at least one is due")
    self.layout = layout
    self.memory = memory
    parameters = Block(layout.count)
    x = values
    gradient = [Double](repeating: 0, count: layout.count)
    losses = try LossGradient(terms, layout, parameters: parameters.base)
  }

  public typealias Load = @Sendable (_ term: Int, _ chunk: Int, Session<Element>) -> Void

  /// Does one step.
  /// - Parameters:
  ///   - chunks: For each term, how many chunks it has.
  ///   - load: Gives a session the inputs of one chunk of one term, the same in each step. Called by several threads.
  public func step(chunks: [Int], load: Load) -> End {
    let start: Point
    if let loss {
      start = Point(x: x, loss: loss, gradient: gradient)
    } else {
      start = evaluate(x, chunks, load)
      guard start.loss.isFinite else { return .notFinite }
      (loss, gradient) = (start.loss, start.gradient)
    }
    var found = search(from: start, along: direction(), first: moves.isEmpty ? nil : 1, chunks, load)
    if found == nil, !moves.isEmpty {
      // Pairs of a flat loss are noise: forget them and try the gradient.
      forget()
      found = search(from: start, along: direction(), first: nil, chunks, load)
    }
    guard let found else { return .stalled }
    let (s, y) = (zip(found.x, start.x).map { $0 - $1 }, zip(found.gradient, start.gradient).map { $0 - $1 })
    if dot(s, y) > 0x1p-40 * (dot(s, s) * dot(y, y)).squareRoot() {
      moves.append(s)
      changes.append(y)
      if moves.count > memory {
        moves.removeFirst()
        changes.removeFirst()
      }
    }
    (x, loss, gradient) = (found.x, found.loss, found.gradient)
    step += 1
    return .advanced
  }

  /// The loss is another from now on, as when its samples are drawn anew: what was learnt of the old one is forgotten.
  public func lossChanges() {
    loss = nil
    forget()
  }

  /// The parameters' elements.
  public var values: [Double] { x }

  /// The first value that is not finite, as it would be computed now.
  public func firstNonFinite(chunks: [Int], load: Load) -> String? {
    place(x)
    return losses.firstNonFinite(chunks: chunks, load: load)
  }

  private func forget() {
    moves = []
    changes = []
  }

  // MARK: Direction

  /// −H g by the two loops.
  private func direction() -> [Double] {
    var d = gradient.map { -$0 }
    guard let s = moves.last, let y = changes.last else { return d }
    var factors = [Double](repeating: 0, count: moves.count)
    for i in moves.indices.reversed() {
      factors[i] = dot(moves[i], d) / dot(moves[i], changes[i])
      add(-factors[i], changes[i], to: &d)
    }
    let scale = dot(s, y) / dot(y, y)
    for k in d.indices { d[k] *= scale }
    for i in moves.indices { add(factors[i] - dot(changes[i], d) / dot(moves[i], changes[i]), moves[i], to: &d) }
    return d
  }

  // MARK: Line search

  private struct Point {
    var x: [Double]
    var loss: Double
    var gradient: [Double]
  }

  /// A trial along the direction: how far, the loss there, its slope.
  private struct Trial {
    let reach, loss, slope: Double
    let point: Point
  }

  /// A point along `d` that fulfils the conditions; nil when none was found in twenty evaluations.
  private func search(
    from start: Point, along d: [Double], first: Double?, _ chunks: [Int], _ load: Load
  ) -> Point? {
    let slope = dot(d, start.gradient)
    guard slope < 0, slope.isFinite else { return nil }
    // The loss is a sum rounded in its own precision: differences below this say nothing.
    let noise = 16 * Double(Element.ulpOfOne) * start.loss.magnitude
    func accepts(_ t: Trial) -> Bool {
      guard t.slope.magnitude <= 0.9 * slope.magnitude else { return false }
      if t.loss <= start.loss + 1e-4 * t.reach * slope { return true }
      return t.loss <= start.loss + noise && t.slope <= (2e-4 - 1) * slope
    }
    var low = Trial(reach: 0, loss: start.loss, slope: slope, point: start)
    var high: Trial?
    var reach = first ?? min(1, 1 / dot(d, d).squareRoot())
    for _ in 0..<20 {
      let point = evaluate(zip(start.x, d).map { $0 + reach * $1 }, chunks, load)
      let trial = Trial(reach: reach, loss: point.loss, slope: dot(d, point.gradient), point: point)
      if trial.loss.isFinite, trial.slope.isFinite {
        if accepts(trial) { return point }
        // Between a trial that still falls and one that rises, or lies too high, there is a point to accept.
        if trial.loss > start.loss + 1e-4 * reach * slope + noise || trial.slope >= 0 {
          high = trial
        } else {
          low = trial
        }
      } else {
        high = Trial(reach: reach, loss: .infinity, slope: .infinity, point: point)
      }
      guard let end = high else {
        reach *= 4
        continue
      }
      let width = end.reach - low.reach
      guard width > 0x1p-30 * end.reach else { break }
      let guess = Self.minimum(low, end) ?? low.reach + width / 2
      reach = min(max(guess, low.reach + 0.1 * width), end.reach - 0.1 * width)
    }
    // What lowers the loss at all is better than nothing.
    return low.reach > 0 && low.loss < start.loss - noise ? low.point : nil
  }

  /// Where the cubic through two trials and their slopes is least.
  private static func minimum(_ a: Trial, _ b: Trial) -> Double? {
    guard b.loss.isFinite else { return nil }
    let width = b.reach - a.reach
    let mean = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.reach - b.reach)
    let square = mean * mean - a.slope * b.slope
    guard square >= 0 else { return nil }
    let root = square.squareRoot()
    let below = b.slope - a.slope + 2 * root
    guard below != 0 else { return nil }
    let guess = b.reach - width * (b.slope + root - mean) / below
    return guess.isFinite ? guess : nil
  }

  private func evaluate(_ x: [Double], _ chunks: [Int], _ load: Load) -> Point {
    place(x)
    let loss = losses.evaluate(chunks: chunks, load: load)
    evaluations += 1
    return Point(x: x, loss: loss, gradient: losses.gradient.elements(0, layout.count).map { Double($0) })
  }

  private func place(_ x: [Double]) {
    for (i, value) in x.enumerated() { parameters.base[i] = Element(value) }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double { kn_dot_f64(a, b, a.count) }

  private func add(_ factor: Double, _ a: [Double], to b: inout [Double]) {
    kn_axpy_f64(factor, a, &b, b.count)
  }

  // MARK: Checkpoints

  /// All that a later run needs to go on bit by bit.
  public var checkpoint: Safetensors {
    func array(_ name: String, _ rows: [[Double]]) -> Safetensors.Entry {
      Safetensors.Entry(
        name: name, array: NumericArray(shape: [rows.count, layout.count], rows.flatMap { $0 }))
    }
    return Safetensors([
      array("x", [x]), array("gradient", [gradient]), array("moves", moves), array("changes", changes),
      Safetensors.Entry(name: "loss", array: NumericArray(shape: [1], [loss ?? .nan])),
      Safetensors.Entry(name: "counts", array: NumericArray(shape: [2], [Int64(step), Int64(evaluations)])),
    ])
  }

  /// Goes on from a checkpoint.
  /// - Throws: `LayersError` when it is of another model.
  public func resume(_ checkpoint: Safetensors) throws(LayersError) {
    func rows(_ name: String, count: Int? = nil) throws(LayersError) -> [[Double]] {
      guard let array = checkpoint[name], case .f64(let scalars) = array.scalars, array.shape.count == 2,
        array.shape[1] == layout.count, count ?? array.shape[0] == array.shape[0]
      else {
        throw LayersError("checkpoint", "no rows `\(name)` of \(layout.count) numbers; it is of another model")
      }
      return (0..<array.shape[0]).map { Array(scalars[$0 * layout.count..<($0 + 1) * layout.count]) }
    }
    let (point, slope) = (try rows("x", count: 1), try rows("gradient", count: 1))
    let (s, y) = (try rows("moves"), try rows("changes"))
    guard case .f64(let losses)? = checkpoint["loss"]?.scalars, let value = losses.first,
      case .i64(let counts)? = checkpoint["counts"]?.scalars, counts.count == 2, s.count == y.count
    else { throw LayersError("checkpoint", "no `loss` and `counts` of an L-BFGS search") }
    (x, gradient, moves, changes) = (point[0], slope[0], s, y)
    loss = value.isFinite ? value : nil
    (step, evaluations) = (Int(counts[0]), Int(counts[1]))
  }
}
