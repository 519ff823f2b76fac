/// The scratch memory for runs of one executable on one thread: tiles, uniform values, the table of slots.
///
/// Made by `Executable.makeWorkspace`. Runs leave nothing in it that a later run could see.
public final class Workspace {
  let plan: Plan
  let slots: UnsafeMutablePointer<UnsafeMutablePointer<Double>>
  private let memory: UnsafeMutableRawPointer

  init(_ plan: Plan) {
    self.plan = plan
    let stride = MemoryLayout<Double>.stride
    let padded = (plan.uniformCount + 7) / 8 * 8
    let count = padded + plan.registerCount * plan.tileRows + plan.laneCount * 64 + 8
    memory = .allocate(byteCount: count * stride, alignment: 64)
    let base = memory.bindMemory(to: Double.self, capacity: count)
    base.initialize(repeating: 0, count: count)
    slots = .allocate(capacity: plan.slotCount)
    slots.initialize(repeating: base + (count - 8), count: plan.slotCount)
    for i in 0..<plan.uniformCount { slots[i] = base + i }
    for (slot, value) in plan.literals { slots[slot].pointee = value }
    for i in 0..<plan.registerCount { slots[plan.firstRegister + i] = base + padded + i * plan.tileRows }
    let lanes = base + padded + plan.registerCount * plan.tileRows
    for i in 0..<plan.laneCount { slots[plan.firstLane + i] = lanes + i * 64 }
  }

  deinit {
    slots.deallocate()
    memory.deallocate()
  }
}
