import CKernels

/// The layout of an executable: its instructions, and the slots that they name.
///
/// Slots, in this order: uniform values (parameters first), columns, outputs, registers (tiles), lanes of sums.
final class Plan: Sendable {
  /// What runs between two rounds of sums: uniform operations once, then row operations tile by tile.
  struct Phase: Sendable {
    var uniformCode: [kn_replay_instruction] = []
    var rowCode: [kn_replay_instruction] = []
    var sums: [Sum] = []
  }

  /// A sum over the rows: its 64 lanes, and the uniform slot of its result.
  struct Sum: Sendable {
    var lanes: Int
    var result: Int
  }

  let phases: [Phase]
  let parameterCount: Int
  let columnCount: Int
  /// For each output the uniform slot that it repeats, or nil when row code writes it.
  let outputs: [Int?]
  let literals: [(slot: Int, value: Double)]
  let uniformCount: Int
  let registerCount: Int
  let laneCount: Int

  init(
    phases: [Phase], parameterCount: Int, columnCount: Int, outputs: [Int?], literals: [(slot: Int, value: Double)],
    uniformCount: Int, registerCount: Int, laneCount: Int
  ) {
    self.phases = phases
    self.parameterCount = parameterCount
    self.columnCount = columnCount
    self.outputs = outputs
    self.literals = literals
    self.uniformCount = uniformCount
    self.registerCount = registerCount
    self.laneCount = laneCount
  }

  var firstColumn: Int { uniformCount }
  var firstOutput: Int { firstColumn + columnCount }
  var firstRegister: Int { firstOutput + outputs.count }
  var firstLane: Int { firstRegister + registerCount }
  var slotCount: Int { firstLane + laneCount + 1 }

  /// As many rows as keep the registers within 24 kB, 64 at least: a multiple of the 64 lanes of a sum.
  var tileRows: Int {
    registerCount <= 12 ? 256 : registerCount <= 24 ? 128 : 64
  }
}
