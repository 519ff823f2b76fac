/// Where the values of a schedule lie in one block of memory: values that are not needed at once share a place.
struct MemoryPlan: Sendable {
  /// For each root its distance from the start, in bytes; nil for what has no memory there.
  private(set) var offset: [Int?]
  private(set) var size = 0
  private var free: [(start: Int, end: Int)] = []

  /// - Parameter isOutside: Roots whose memory is bound from outside.
  init(_ schedule: Schedule, code: [ElementCode?], bytes: Int, isOutside: (Int) -> Bool) {
    let program = schedule.program
    offset = [Int?](repeating: nil, count: program.nodes.count)
    func room(_ root: Int) -> Int { (program.nodes[root].shape.count * bytes + 63) / 64 * 64 }
    var expiring = [[Int]](repeating: [], count: schedule.units.count)
    for (place, node) in program.nodes.enumerated() where schedule.root[place] == place && !isOutside(place) {
      switch node.operation {
      // Inputs and literals stay: runs follow each other.
      case .input(let i) where program.inputs[i].role != .indices: offset[place] = take(room(place))
      case .literal: offset[place] = take(room(place))
      default:
        let last = schedule.lastReader[place]
        if schedule.writer[place] >= 0, last >= 0, last != .max { expiring[last].append(place) }
      }
    }
    for (index, unit) in schedule.units.enumerated() {
      switch unit {
      case .kernel(let node, _):
        let root = schedule.result(of: node)
        if !isOutside(root) { offset[root] = take(room(root)) }
      case .elements:
        guard let code = code[index] else { continue }
        for (root, instruction) in code.stores where !isOutside(root) {
          // In place of an operand that is read no more once the result is written.
          let heir = expiring[index].firstIndex { operand in
            guard let read = code.lastRead[operand], offset[operand] != nil else { return false }
            return read <= instruction && program.nodes[operand].shape.count == code.count
              && !code.uniforms.contains(operand) && !code.spreads.contains { $0.root == operand }
          }
          if let heir {
            offset[root] = offset[expiring[index].remove(at: heir)]
          } else {
            offset[root] = take(room(root))
          }
        }
      }
      for root in expiring[index] { if let start = offset[root] { release(start, start + room(root)) } }
      // A result that nobody reads.
      if case .kernel(let node, _) = unit, schedule.lastReader[schedule.result(of: node)] < 0,
        let start = offset[schedule.result(of: node)]
      {
        release(start, start + room(schedule.result(of: node)))
      }
    }
  }

  /// The smallest free stretch that is large enough, or new memory.
  private mutating func take(_ length: Int) -> Int {
    guard length > 0 else { return 0 }
    let fitting = free.indices.filter { free[$0].end - free[$0].start >= length }
    guard let best = fitting.min(by: { free[$0].end - free[$0].start < free[$1].end - free[$1].start }) else {
      if let last = free.last, last.end == size {
        free.removeLast()
        size = last.start + length
        return last.start
      }
      size += length
      return size - length
    }
    let start = free[best].start
    free[best].start += length
    if free[best].start == free[best].end { free.remove(at: best) }
    return start
  }

  private mutating func release(_ start: Int, _ end: Int) {
    guard end > start else { return }
    let place = free.firstIndex { $0.start > start } ?? free.count
    free.insert((start, end), at: place)
    if place + 1 < free.count, free[place].end == free[place + 1].start {
      free[place].end = free.remove(at: place + 1).end
    }
    if place > 0, free[place - 1].end == free[place].start {
      free[place - 1].end = free.remove(at: place).end
    }
  }
}
