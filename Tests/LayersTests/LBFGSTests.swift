import Autodiff
import Determinism
import Documents
import Layers
import Testing

/// Rosenbrock's valley in eight dimensions: its minimum is 0 where every coordinate is 1.
@Suite(.serialized) struct LBFGSTests {
  static func search<Element: LossElement>(_ precision: Element.Type, memory: Int = 8) throws -> LBFGS<Element> {
    let program = try Program.model { trace in
      let x = trace.parameter("x", shape: [8]), share = trace.data("share", shape: [])
      let (head, tail) = (x.sliced(0, 0..<7), x.sliced(0, 1..<8))
      return [("loss", (square(tail - square(head)) * 100 + square(1 - head)).sum() * share)]
    }
    let start = (0..<8).map { $0.isMultiple(of: 2) ? -1.2 : 1 }
    return try LBFGS(
      [LossTerm(program)], values: start, layout: ParameterLayout([program]), memory: memory)
  }

  /// Does steps until one ends otherwise than by advancing. The loss is cut into three chunks.
  @discardableResult
  static func run<Element>(_ search: LBFGS<Element>, _ steps: Int) -> LBFGS<Element>.End {
    for _ in 0..<steps {
      let end = search.step(chunks: [3]) { _, chunk, session in
        session.load("share", CollectionOfOne(Element([0.5, 0.25, 0.25][chunk])))
      }
      guard end == .advanced else { return end }
    }
    return .advanced
  }

  @Test func reachesTheMinimum() throws {
    let search = try Self.search(Double.self)
    Self.run(search, 200)
    #expect((search.loss ?? 1) < 1e-24)
    #expect(search.values.allSatisfy { ($0 - 1).magnitude < 1e-11 })
    // About one evaluation a step: the line search seldom needs a second.
    #expect(search.evaluations < 2 * search.step + 10)
  }

  @Test func stallsAtTheRoundingOfSinglePrecision() throws {
    let search = try Self.search(Float.self)
    Self.run(search, 400)
    #expect((search.loss ?? 1) < 1e-9)
  }

  /// The loss never rises above its rounding.
  @Test func everyStepDescends() throws {
    let search = try Self.search(Double.self, memory: 3)
    var last = Double.infinity
    for _ in 0..<60 {
      guard Self.run(search, 1) == .advanced, let loss = search.loss else { break }
      #expect(loss <= last * (1 + 1e-14))
      last = loss
    }
    #expect(last < 1)
  }

  @Test func goesOnWithTheSameBits() throws {
    let whole = try Self.search(Float.self), first = try Self.search(Float.self), second = try Self.search(Float.self)
    Self.run(whole, 25)
    Self.run(first, 11)
    try second.resume(Safetensors(parsing: first.checkpoint.bytes(), file: "checkpoint"))
    Self.run(second, 14)
    #expect(second.values == whole.values && second.step == whole.step && second.evaluations == whole.evaluations)
    #expect(throws: LayersError.self) { try second.resume(Safetensors([])) }
  }

  @Test func threadsReachNoBit() throws {
    defer { try? WorkerPool.setThreadCount() }
    let values = try [1, 2, 3].map { threads -> [Double] in
      try WorkerPool.setThreadCount(threads)
      let search = try Self.search(Float.self)
      Self.run(search, 20)
      return search.values
    }
    #expect(values[0] == values[1] && values[0] == values[2])
  }

  @Test func anotherLossForgetsTheOld() throws {
    let search = try Self.search(Double.self)
    Self.run(search, 5)
    search.lossChanges()
    #expect(search.loss == nil)
    #expect(Self.run(search, 150) != .notFinite && (search.loss ?? 1) < 1e-12)
  }

  @Test func aLossThatIsNotFiniteIsTold() throws {
    let search = try Self.search(Double.self)
    let end = search.step(chunks: [1]) { _, _, session in session.load("share", CollectionOfOne(.nan)) }
    #expect(end == .notFinite)
  }
}
