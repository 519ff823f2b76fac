import CKernels

/// Makes the row instructions of a program's phases, allocating tiles by liveness.
///
/// While code is emitted, slots from `firstColumn` on are not final: registers and lanes are numbered after the
/// outputs once their counts are known. They are kept in two ranges far above all others until `finish`.
struct RowCode {
  private static let registers = 1 << 24
  private static let lanes = 1 << 25

  private let program: Program
  private let uniformSlot: [Int?]
  private let uniformCount: Int
  private let columnSlot: [Int]
  private let firstOutput: Int
  private var registerCount = 0
  private var laneCount = 0

  init(_ program: Program, uniformSlot: [Int?], uniformCount: Int) {
    self.program = program
    self.uniformSlot = uniformSlot
    self.uniformCount = uniformCount
    var next = uniformCount
    columnSlot = program.inputs.map { input in
      defer { if input.role == .column { next += 1 } }
      return next
    }
    firstOutput = next
  }

  /// Emits the row operations that these sums and outputs need.
  mutating func emit(sums: [Int], outputs: [Int], into phase: inout Plan.Phase) {
    let order = needed(by: sums + outputs.map { program.outputs[$0].node })
    var lastUse = [Int](repeating: -1, count: program.nodes.count)
    for place in order { for operand in program.nodes[place].operands { lastUse[operand] = place } }

    var slot = uniformSlot
    var free: [Int] = []
    for place in order {
      let node = program.nodes[place]
      if case .input(let input) = node.operation { slot[place] = columnSlot[input] }
      guard case .apply(let primitive) = node.operation else { continue }

      var (operands, mode, spread) = ([Int](), 0, [Int]())
      for (i, operand) in node.operands.enumerated() {
        guard program.nodes[operand].shape == .uniform else { operands.append(slot[operand] ?? 0); continue }
        if primitive.takesUniformOperands {
          mode |= 1 << i
          operands.append(slot[operand] ?? 0)
        } else {
          let register = takeRegister(&free)
          phase.rowCode.append(copy(slot[operand] ?? 0, mode: 1, to: register))
          operands.append(register)
          spread.append(register)
        }
      }
      free += spread
      for (i, operand) in node.operands.enumerated()
      where lastUse[operand] == place && node.operands.firstIndex(of: operand) == i {
        if let register = slot[operand], register >= Self.registers { free.append(register) }
      }

      if primitive == .rowSum {
        let lanes = Self.lanes + laneCount
        laneCount += 1
        phase.rowCode.append(primitive.instruction(operands, mode: mode, to: lanes))
        phase.sums.append(Plan.Sum(lanes: lanes, result: uniformSlot[place] ?? 0))
        continue
      }
      // A result goes straight to its output, or in place of an operand that is used no more.
      let output = outputs.first { program.outputs[$0].node == place }
      let result = output.map { firstOutput + $0 } ?? takeRegister(&free)
      slot[place] = result
      phase.rowCode.append(primitive.instruction(operands, mode: mode, to: result))
    }
    for output in outputs {
      let source = slot[program.outputs[output].node] ?? 0
      if source != firstOutput + output { phase.rowCode.append(copy(source, mode: 0, to: firstOutput + output)) }
    }
  }

  /// The rows' nodes that the targets depend on, and the targets, in program order.
  private func needed(by targets: [Int]) -> [Int] {
    var isNeeded = [Bool](repeating: false, count: program.nodes.count)
    for target in targets { isNeeded[target] = true }
    for place in program.nodes.indices.reversed() where isNeeded[place] {
      for operand in program.nodes[place].operands where program.nodes[operand].shape == .rows {
        isNeeded[operand] = true
      }
    }
    return program.nodes.indices.filter { isNeeded[$0] }
  }

  private mutating func takeRegister(_ free: inout [Int]) -> Int {
    if let register = free.popLast() { return register }
    registerCount += 1
    return Self.registers + registerCount - 1
  }

  private func copy(_ source: Int, mode: UInt16, to result: Int) -> kn_replay_instruction {
    kn_replay_instruction(
      operation: UInt16(KN_REPLAY_COPY.rawValue), mode: mode, y: UInt32(result), a: UInt32(source), b: UInt32(source),
      c: UInt32(source))
  }

  /// Numbers registers and lanes, now that they have been counted.
  func finish(_ phases: [Plan.Phase], literals: [(slot: Int, value: Double)]) -> Plan {
    let firstRegister = firstOutput + program.outputs.count
    func final(_ slot: Int) -> Int {
      if slot >= Self.lanes { return slot - Self.lanes + firstRegister + registerCount }
      if slot >= Self.registers { return slot - Self.registers + firstRegister }
      return slot
    }
    var phases = phases
    for i in phases.indices {
      for j in phases[i].rowCode.indices {
        phases[i].rowCode[j].y = UInt32(final(Int(phases[i].rowCode[j].y)))
        phases[i].rowCode[j].a = UInt32(final(Int(phases[i].rowCode[j].a)))
        phases[i].rowCode[j].b = UInt32(final(Int(phases[i].rowCode[j].b)))
        phases[i].rowCode[j].c = UInt32(final(Int(phases[i].rowCode[j].c)))
      }
      for j in phases[i].sums.indices { phases[i].sums[j].lanes = final(phases[i].sums[j].lanes) }
    }
    return Plan(
      phases: phases, parameterCount: program.parameters.count, columnCount: program.columns.count,
      outputs: program.outputs.map { program.nodes[$0.node].shape == .rows ? nil : uniformSlot[$0.node] },
      literals: literals, uniformCount: uniformCount, registerCount: registerCount, laneCount: laneCount)
  }
}
