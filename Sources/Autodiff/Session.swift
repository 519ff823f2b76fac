import CKernels
import Determinism

/// The memory and the kernel calls of one executable's runs on one thread.
///
/// Made by `ArrayExecutable.makeSession`. Loaded inputs stay from run to run.
public final class Session<Element: TensorElement> {
  private let executable: ArrayExecutable<Element>
  private let memory: UnsafeMutableRawPointer
  private var pointers: [UnsafeMutablePointer<Element>?]
  private var indexMemory: [UnsafeMutablePointer<Int64>?]
  // Owned: a run counts no references.
  private var steps: [Unmanaged<Step>] = []
  private var owned: [UnsafeMutableRawPointer] = []

  init(_ executable: ArrayExecutable<Element>, _ bindings: [String: UnsafeMutablePointer<Element>]) {
    self.executable = executable
    let (schedule, program) = (executable.schedule, executable.schedule.program)
    pointers = [UnsafeMutablePointer<Element>?](repeating: nil, count: program.nodes.count)
    indexMemory = [UnsafeMutablePointer<Int64>?](repeating: nil, count: program.nodes.count)
    for (place, node) in program.nodes.enumerated() {
      if case .input(let i) = node.operation { pointers[place] = bindings[program.inputs[i].name] }
    }
    for output in program.outputs {
      guard let pointer = bindings[output.label] else { continue }
      let root = schedule.root[output.node]
      precondition(
        program.nodes[root].isComputed && pointers[root] == nil,
        "Session: output \(output.label) is an input, a literal or another output; it cannot be bound")
      pointers[root] = pointer
    }
    let bytes = MemoryLayout<Element>.stride
    let plan = MemoryPlan(schedule, code: executable.code, bytes: bytes) { [pointers] in pointers[$0] != nil }
    memory = .allocate(byteCount: max(plan.size, 64), alignment: 4096)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: max(plan.size, 64))
    for (place, node) in program.nodes.enumerated() {
      if let offset = plan.offset[place] { pointers[place] = (memory + offset).assumingMemoryBound(to: Element.self) }
      if case .literal(let bits) = node.operation { pointers[place]?.pointee = Element(Double(bitPattern: bits)) }
      if case .input(let i) = node.operation, program.inputs[i].role == .indices {
        indexMemory[place] = own(Int64.self, max(1, node.shape.count))
        indexMemory[place]?.initialize(repeating: 0, count: max(1, node.shape.count))
      }
    }
    for (index, unit) in schedule.units.enumerated() {
      switch unit {
      case .kernel(let node, let rectifies): add(kernel(node, rectifies: rectifies))
      case .elements: if let code = executable.code[index] { add(elements(code)) }
      }
    }
  }

  deinit {
    for step in steps { step.release() }
    for pointer in owned { pointer.deallocate() }
    memory.deallocate()
  }

  private func add(_ call: @escaping () -> Void) { steps.append(.passRetained(Step(call))) }

  private func own<T>(_ type: T.Type, _ count: Int) -> UnsafeMutablePointer<T> {
    let pointer = UnsafeMutablePointer<T>.allocate(capacity: max(count, 1))
    owned.append(UnsafeMutableRawPointer(pointer))
    return pointer
  }

  private func pointer(_ node: Int) -> UnsafeMutablePointer<Element> {
    // What has no memory is never read: an operand that holds indices.
    pointers[executable.schedule.root[node]] ?? memory.assumingMemoryBound(to: Element.self)
  }

  private func kernel(_ node: Int, rectifies: Bool) -> () -> Void {
    let (schedule, nodes) = (executable.schedule, executable.schedule.program.nodes)
    guard case .transform(let operation) = nodes[node].operation else { return {} }
    return operation.base.kernel(
      KernelCall(
        operands: nodes[node].operands.map(pointer), indices: nodes[node].operands.map { indexMemory[$0] },
        result: pointer(schedule.result(of: node)), shapes: nodes[node].operands.map { nodes[$0].shape },
        shape: nodes[node].shape, rectifies: rectifies))
  }

  private func elements(_ code: ElementCode) -> () -> Void {
    let instructions = own(kn_replay_instruction.self, code.instructions.count)
    instructions.initialize(from: code.instructions, count: code.instructions.count)
    let roots = code.arrays + code.uniforms
    let slots = own(UnsafeMutableRawPointer.self, roots.count)
    for (i, root) in roots.enumerated() { slots[i] = UnsafeMutableRawPointer(pointer(root)) }
    let spreads = own(kn_replay_spread.self, code.spreads.count)
    for (i, spread) in code.spreads.enumerated() {
      var entry = kn_replay_spread()
      entry.source = UnsafeRawPointer(pointer(spread.root))
      entry.slot = UInt32(roots.count + spread.register)
      entry.rank = UInt32(spread.extents.count)
      withUnsafeMutableBytes(of: &entry.extents) { $0.bindMemory(to: Int.self).set(spread.extents) }
      withUnsafeMutableBytes(of: &entry.strides) { $0.bindMemory(to: Int.self).set(spread.strides) }
      spreads[i] = entry
    }
    let unit = own(kn_replay_unit.self, 1)
    unit.pointee = kn_replay_unit(
      code: instructions, count: code.instructions.count, slots: slots, arrays: code.arrays.count,
      uniforms: code.uniforms.count, registers: code.registerCount, spreads: spreads,
      spread_count: code.spreads.count, elements: code.count, tile: code.tile(bytes: MemoryLayout<Element>.stride))
    return { [kernels = Element.kernels] in kernels.run(unit) }
  }
}

/// One kernel's call, bound to its memory.
private final class Step {
  let call: () -> Void

  init(_ call: @escaping () -> Void) { self.call = call }
}

extension Session {
  /// Runs the program once.
  public func run() {
    guard !NonFiniteTrap.isArmed else {
      if let found = runTrapping() { NonFiniteTrap.spring(found) }
      return
    }
    for step in steps { step._withUnsafeGuaranteedRef { $0.call() } }
  }

  /// Whether the program has an input of that name.
  public func takes(_ name: String) -> Bool { executable.places[name] != nil }

  /// Gives an input its elements, in row-major order. Traps on an unknown name or another number of elements.
  public func load(_ name: String, _ elements: some Collection<Element>) {
    let (place, input) = input(name)
    precondition(
      elements.count == input.shape.count,
      "Session.load: `\(name)` has shape \(input.shape), not \(elements.count) elements")
    guard let place, let pointer = pointers[place] else { return }
    _ = UnsafeMutableBufferPointer(start: pointer, count: input.shape.count).update(fromContentsOf: elements)
  }

  /// Gives an array of indices its elements.
  /// - Throws: `AutodiffError` when one is not among the rows that it is to name.
  public func load(_ name: String, indices: [Int64]) throws(AutodiffError) {
    let (place, input) = input(name)
    precondition(
      indices.count == input.shape.count && input.role == .indices,
      "Session.load: `\(name)` is \(input.role) of shape \(input.shape), not \(indices.count) indices")
    guard let place, let pointer = indexMemory[place] else { return }
    let rows = executable.rows[place] ?? .max
    for (i, index) in indices.enumerated() {
      guard index >= 0, index < rows else {
        throw AutodiffError("run", "input `\(name)`: index \(index) at place \(i), expected one of 0..<\(rows)")
      }
      pointer[i] = index
    }
  }

  /// The elements of an output, by its place among the executable's, until the next run.
  public func withOutput<Result>(at place: Int, _ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
    let node = executable.outputs[place].node
    return body(
      UnsafeBufferPointer(start: pointer(node), count: executable.schedule.program.nodes[node].shape.count))
  }

  /// The elements of an output, until the next run. Traps on an unknown name.
  public func withOutput<Result>(_ label: String, _ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
    guard let place = executable.outputs.firstIndex(where: { $0.label == label }) else {
      preconditionFailure("Session.output: no `\(label)` among \(executable.outputs.map(\.label))")
    }
    return withOutput(at: place, body)
  }

  /// The elements of an output. Traps on an unknown name.
  public func output(_ label: String) -> [Element] { withOutput(label) { Array($0) } }

  private func input(_ name: String) -> (place: Int?, input: Program.Input) {
    guard let known = executable.places[name] else {
      preconditionFailure("Session.load: no input `\(name)` among \(executable.inputs.map(\.name))")
    }
    return (known.node, executable.inputs[known.input])
  }
}

extension Session {
  /// Runs the program unit by unit, and stops at the first value that is not finite.
  /// - Returns: The operation, its source line, the place of the element; nil when all values are finite.
  public func runTrapping() -> String? {
    let (schedule, program) = (executable.schedule, executable.schedule.program)
    for (index, step) in steps.enumerated() {
      step._withUnsafeGuaranteedRef { $0.call() }
      let written: [Int]
      switch schedule.units[index] {
      case .kernel(let node, _): written = [schedule.result(of: node)]
      case .elements: written = executable.code[index]?.stores.map(\.root) ?? []
      }
      for root in written {
        let shape = program.nodes[root].shape
        let elements = UnsafeBufferPointer(start: pointer(root), count: shape.count)
        guard let place = elements.firstIndex(where: { !$0.isFinite }) else { continue }
        let site = program.nodes[root].site.map { " traced at \($0)" } ?? ""
        return
          "\(program.formula(of: root, depth: 3)) is \(elements[place]) at \(shape.place(of: place)) of \(shape),\(site)"
      }
    }
    return nil
  }
}

extension Session {
  /// Where the time of a run goes: each unit, what it does, and its least time in so many runs.
  /// - Parameter clock: Seconds, from any start.
  public func profile(runs: Int, clock: () -> Double) -> [(unit: String, seconds: Double)] {
    var least = [Double](repeating: .infinity, count: steps.count)
    for _ in 0..<runs {
      for (i, step) in steps.enumerated() {
        let start = clock()
        step._withUnsafeGuaranteedRef { $0.call() }
        least[i] = min(least[i], clock() - start)
      }
    }
    let nodes = executable.schedule.program.nodes
    return steps.indices.map { i in
      let text: String
      switch executable.schedule.units[i] {
      case .kernel(let node, let rectifies):
        let shapes = nodes[node].operands.map { nodes[$0].shape.description }.joined(separator: " ")
        guard case .transform(let operation) = nodes[node].operation else { text = ""; break }
        text = "\(operation.base.name)\(rectifies ? ", rectified" : "") \(shapes) → \(nodes[node].shape)"
      case .elements(let unit):
        let names = unit.members.compactMap { member -> String? in
          guard case .apply(let primitive) = nodes[member].operation else { return nil }
          return primitive.name
        }
        let code = executable.code[i]
        text =
          "\(unit.count) × \(names.count) (\(code?.arrays.count ?? 0) arrays, \(code?.spreads.count ?? 0) spread, \(code?.stores.count ?? 0) stored): \(names.joined(separator: " "))"
      }
      return (text, least[i])
    }
  }
}

extension Shape {
  /// The indices of an element.
  fileprivate func place(of element: Int) -> [Int] {
    zip(extents, strides).map { element / $1 % max(1, $0) }
  }
}

extension Program {
  /// For the node of each array of indices, how many rows these may name.
  func rowsIndexed() -> [Int: Int] {
    var limits: [Int: Int] = [:]
    for node in nodes {
      guard case .transform(let operation) = node.operation else { continue }
      let shapes = node.operands.map { nodes[$0].shape }
      for (i, operand) in node.operands.enumerated() {
        guard let rows = operation.base.rows(namedBy: i, of: shapes) else { continue }
        limits[operand] = min(rows, limits[operand] ?? .max)
      }
    }
    return limits
  }
}

extension Program.Node {
  /// Whether it is the result of an operation.
  var isComputed: Bool {
    switch operation {
    case .input, .literal: false
    case .apply, .transform: true
    }
  }
}
