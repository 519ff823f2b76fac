import CKernels

/// Lays a program out as instructions over slots.
///
/// Each sum over rows ends a phase: what depends on it runs in a later one. A value per row that a later phase
/// needs is computed again there, so that memory does not grow with the rows.
struct Planner {
  private let program: Program
  /// The phase in which a node's value is first known.
  private let level: [Int]
  private var uniformSlot: [Int?]
  private var literals: [(slot: Int, value: Double)] = []
  private var uniformCount = 0

  init(_ program: Program) {
    self.program = program
    var level: [Int] = []
    for node in program.nodes {
      let below = node.operands.map { level[$0] }.max() ?? 0
      level.append(node.operation == .apply(.rowSum) ? below + 1 : below)
    }
    self.level = level
    uniformSlot = Array(repeating: nil, count: program.nodes.count)
    assignUniformSlots()
  }

  private mutating func assignUniformSlots() {
    uniformCount = program.parameters.count
    let place = Dictionary(
      uniqueKeysWithValues: program.inputs.enumerated().filter { $0.element.role == .parameter }
        .enumerated().map { ($0.element.offset, $0.offset) })
    for (i, node) in program.nodes.enumerated() where node.shape == .uniform {
      if case .input(let input) = node.operation {
        uniformSlot[i] = place[input]
        continue
      }
      if case .literal(let bits) = node.operation { literals.append((uniformCount, Double(bitPattern: bits))) }
      uniformSlot[i] = uniformCount
      uniformCount += 1
    }
  }

  func plan() -> Plan {
    var rows = RowCode(program, uniformSlot: uniformSlot, uniformCount: uniformCount)
    var phases: [Plan.Phase] = []
    for phase in 0...(level.max() ?? 0) {
      var result = Plan.Phase()
      for (place, node) in program.nodes.enumerated() where node.shape == .uniform && level[place] == phase {
        guard case .apply(let primitive) = node.operation, primitive != .rowSum else { continue }
        let operands = node.operands.map { uniformSlot[$0] ?? 0 }
        result.uniformCode.append(primitive.instruction(operands, mode: 0, to: uniformSlot[place] ?? 0))
      }
      let sums = program.nodes.indices.filter {
        program.nodes[$0].operation == .apply(.rowSum) && level[$0] == phase + 1
      }
      let outputs = program.outputs.indices.filter {
        let node = program.outputs[$0].node
        return program.nodes[node].shape == .rows && level[node] == phase
      }
      rows.emit(sums: sums, outputs: outputs, into: &result)
      phases.append(result)
    }
    return rows.finish(phases, literals: literals)
  }
}

extension Primitive {
  func instruction(_ operands: [Int], mode: Int, to result: Int) -> kn_replay_instruction {
    kn_replay_instruction(
      operation: UInt16(code.rawValue), mode: UInt16(mode), y: UInt32(result), a: UInt32(operands[0]),
      b: UInt32(operands.count > 1 ? operands[1] : operands[0]),
      c: UInt32(operands.count > 2 ? operands[2] : operands[0]))
  }

  /// Whether the operation has loops for uniform operands.
  var takesUniformOperands: Bool { code.rawValue < KN_REPLAY_FIRST_CALL.rawValue }
}
