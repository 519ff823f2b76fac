import CKernels

/// The instructions of a unit of elementwise operations, and what its slots are: arrays, uniform values, registers.
struct ElementCode: Sendable {
  /// An operand read by strides into a register.
  struct Spread: Sendable {
    let root: Int
    let register: Int
    let extents: [Int]
    let strides: [Int]

    /// After how many elements it repeats, when only slow axes are spread.
    var period: Int? {
      let moving = strides.reversed().prefix { $0 != 0 }.count
      guard strides.dropLast(moving).allSatisfy({ $0 == 0 }), moving < strides.count else { return nil }
      return extents.suffix(moving).reduce(1, *)
    }
  }

  /// Registers are numbered from here while code is emitted.
  private static let firstRegister = 1 << 20

  private(set) var instructions: [kn_replay_instruction] = []
  /// The roots that are read or written element by element.
  private(set) var arrays: [Int] = []
  /// The roots of which one number is read.
  private(set) var uniforms: [Int] = []
  private(set) var spreads: [Spread] = []
  private(set) var registerCount = 0
  /// For each array written, its root and the instruction that does it.
  private(set) var stores: [(root: Int, instruction: Int)] = []
  /// For each array read from outside, the last instruction that reads it.
  private(set) var lastRead: [Int: Int] = [:]
  let count: Int

  init(_ unit: ElementUnit, index: Int, in schedule: Schedule) {
    count = unit.count
    let (program, own) = (schedule.program, Set(unit.members))
    let outputs = Set(program.outputs.map { schedule.root[$0.node] })
    var lastUse: [Int: Int] = [:]
    for member in unit.members {
      for operand in program.nodes[member].operands {
        lastUse[schedule.reading(of: operand, by: program.nodes[member].shape).root] = member
      }
    }
    var slot: [Int: Int] = [:]
    var spreadSlot: [SpreadKey: Int] = [:]
    var free: [Int] = []
    var final: [(register: Int, root: Int)] = []
    for member in unit.members {
      let node = program.nodes[member]
      guard case .apply(let primitive) = node.operation else { continue }
      var (operands, mode, borrowed) = ([Int](), 0, [Int]())
      var released: [Int] = []
      // The kernels' loops take some uniform operands, never uniform ones alone.
      let isUniform = node.operands.map { operand in
        if case .uniform = schedule.reading(of: operand, by: node.shape).reading { return true }
        return false
      }
      let spreadAlone = isUniform.contains(false) ? nil : 0
      for (i, operand) in node.operands.enumerated() {
        let (root, reading) = schedule.reading(of: operand, by: node.shape)
        switch reading {
        case .direct:
          if slot[root] == nil { slot[root] = array(root) }
          operands.append(slot[root] ?? 0)
          if !own.contains(root) { lastRead[root] = instructions.count }
          if own.contains(root), lastUse[root] == member, let register = slot[root], register >= Self.firstRegister,
            !outputs.contains(root), !released.contains(register)
          {
            released.append(register)
          }
        case .uniform:
          let place = uniform(root)
          if primitive.takesUniformOperands, i != spreadAlone {
            mode |= 1 << i
            operands.append(place)
          } else {
            let register = takeRegister(&free)
            append(primitive: nil, [place], mode: 1, to: register)
            operands.append(register)
            borrowed.append(register)
          }
        case .spread(let strides):
          let spread = Self.merged(node.shape.extents, strides)
          let key = SpreadKey(root: root, extents: spread.extents, strides: spread.strides)
          if spreadSlot[key] == nil {
            spreadSlot[key] = Self.firstRegister + registerCount
            spreads.append(
              Spread(
                root: root, register: registerCount, extents: spread.extents, strides: spread.strides))
            registerCount += 1
          }
          operands.append(spreadSlot[key] ?? 0)
        }
      }
      free += borrowed + released
      let isStored = schedule.lastReader[member] > index
      if isStored, !outputs.contains(member) {
        slot[member] = array(member)
        stores.append((member, instructions.count))
      } else {
        slot[member] = takeRegister(&free)
        if outputs.contains(member) { final.append((slot[member] ?? 0, member)) }
      }
      append(primitive: primitive, operands, mode: mode, to: slot[member] ?? 0)
    }
    // Outputs last: the memory that a caller binds them to may be that of an input.
    for (register, root) in final {
      stores.append((root, instructions.count))
      append(primitive: nil, [register], mode: 0, to: array(root))
    }
    numberSlots()
  }

  private struct SpreadKey: Hashable {
    let root: Int
    let extents: [Int]
    let strides: [Int]
  }

  private mutating func array(_ root: Int) -> Int {
    if let place = arrays.firstIndex(of: root) { return place }
    arrays.append(root)
    return arrays.count - 1
  }

  // Uniform values stand behind the arrays, whose number is not known yet.
  private static let firstUniform = 1 << 16
  private mutating func uniform(_ root: Int) -> Int {
    if let place = uniforms.firstIndex(of: root) { return Self.firstUniform + place }
    uniforms.append(root)
    return Self.firstUniform + uniforms.count - 1
  }

  private mutating func takeRegister(_ free: inout [Int]) -> Int {
    if let register = free.popLast() { return register }
    registerCount += 1
    return Self.firstRegister + registerCount - 1
  }

  private mutating func append(primitive: Primitive?, _ operands: [Int], mode: Int, to result: Int) {
    guard let primitive else {
      let source = UInt32(operands[0])
      instructions.append(
        kn_replay_instruction(
          operation: UInt16(KN_REPLAY_COPY.rawValue), mode: UInt16(mode), y: UInt32(result), a: source, b: source,
          c: source))
      return
    }
    instructions.append(primitive.instruction(operands, mode: mode, to: result))
  }

  private mutating func numberSlots() {
    let (arrays, uniforms) = (arrays.count, uniforms.count)
    func final(_ slot: UInt32) -> UInt32 {
      let slot = Int(slot)
      if slot >= Self.firstRegister { return UInt32(slot - Self.firstRegister + arrays + uniforms) }
      return UInt32(slot >= Self.firstUniform ? slot - Self.firstUniform + arrays : slot)
    }
    for i in instructions.indices {
      instructions[i].y = final(instructions[i].y)
      instructions[i].a = final(instructions[i].a)
      instructions[i].b = final(instructions[i].b)
      instructions[i].c = final(instructions[i].c)
    }
  }

  /// The axes of a spread operand, neighbours of one kind as one.
  private static func merged(_ extents: [Int], _ strides: [Int]) -> (extents: [Int], strides: [Int]) {
    var axes: [(extent: Int, stride: Int)] = []
    for (extent, stride) in zip(extents, strides) where extent != 1 {
      if let last = axes.last, last.stride == stride * extent {
        axes[axes.count - 1] = (last.extent * extent, stride)
      } else {
        axes.append((extent, stride))
      }
    }
    return (axes.map(\.extent), axes.map(\.stride))
  }

  /// How many elements a tile has: registers within 24 kB, and whole periods of what repeats.
  func tile(bytes: Int) -> Int {
    let room = 24576 / bytes / max(registerCount, 6)
    let tile = min(1024, max(64, room / 64 * 64))
    guard let period = spreads.compactMap(\.period).filter({ $0 <= tile }).max() else { return tile }
    return tile / period * period
  }
}
