import Determinism
import Synchronization
import Testing

/// Tests run at once, but the instruction set and the number of threads belong to the whole process: those that
/// choose them take turns.
enum ProcessWide {
  private static let turn = Mutex(())

  static func on(_ set: InstructionSet, _ body: () throws -> Void) rethrows {
    try turn.withLock { _ in
      let before = InstructionSet.current
      #expect(set.use())
      defer { _ = before.use() }
      try body()
      #expect(InstructionSet.current == set, "the instruction set was changed under a test that had chosen it")
    }
  }

  static func onThreads(_ count: Int, _ body: () throws -> Void) rethrows {
    try turn.withLock { _ in
      let before = WorkerPool.threadCount
      #expect(throws: Never.self) { try WorkerPool.setThreadCount(count) }
      defer { try? WorkerPool.setThreadCount(before) }
      try body()
    }
  }

  static func inTurn(_ body: () throws -> Void) rethrows { try turn.withLock { _ in try body() } }
}
