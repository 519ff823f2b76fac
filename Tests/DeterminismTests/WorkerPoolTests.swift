import CKernels
import Determinism
import Dispatch
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
  /// Runs a body with this many threads, while no other test asks for another count.
  private func withThreads(_ count: Int, _ body: () throws -> Void) throws {
    try ProcessWide.inTurn {
      try WorkerPool.setThreadCount(count)
      defer { try? WorkerPool.setThreadCount() }
      try body()
    }
  }

  /// How often each chunk ran.
  private func visits(_ chunks: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: chunks)
    counts.withUnsafeMutableBufferPointer { counts in
      nonisolated(unsafe) let counts = counts
      WorkerPool.shared.forEach(chunks: chunks) { counts[$0] += 1 }
    }
    return counts
  }

  @Test(arguments: [1, 2, 3, 7, 64]) func everyChunkRunsOnce(_ threads: Int) throws {
    try withThreads(threads) {
      #expect(WorkerPool.threadCount == threads)
      for chunks in [0, 1, 2, 63, 1000] {
        #expect(visits(chunks).allSatisfy { $0 == 1 })
      }
    }
  }

  @Test func moreChunksThanOneBatchHolds() throws {
    try withThreads(2) {
      for chunks in [65_535, 65_536, 200_001] {
        #expect(visits(chunks).allSatisfy { $0 == 1 })
      }
    }
  }

  @Test func manyCallsAndManyChangesOfTheCount() throws {
    let sum = Atomic(0)
    for round in 0..<60 {
      try withThreads(1 + round % 5) {
        for _ in 0..<50 {
          WorkerPool.shared.forEach(chunks: 4) { sum.add($0, ordering: .relaxed) }
        }
      }
    }
    #expect(sum.load(ordering: .relaxed) == 60 * 50 * 6)
  }

  /// Each of the two chunks waits for the other, so one thread alone would never see both; hence the bound. Should
  /// the processor be kept from the second thread all that time, there are more attempts.
  @Test func twoThreadsDoWorkTogether() throws {
    try withThreads(2) {
      let met = Atomic(0)
      for _ in 0..<200 where met.load(ordering: .relaxed) == 0 {
        let arrived = Atomic(0)
        WorkerPool.shared.forEach(chunks: 2) { _ in
          arrived.add(1, ordering: .sequentiallyConsistent)
          for _ in 0..<1_000_000 where arrived.load(ordering: .sequentiallyConsistent) < 2 {}
          if arrived.load(ordering: .sequentiallyConsistent) == 2 { met.add(1, ordering: .relaxed) }
        }
        // One alone finds both arrived only in its second chunk.
        if met.load(ordering: .relaxed) < 2 { met.store(0, ordering: .relaxed) }
      }
      #expect(met.load(ordering: .relaxed) == 2)
    }
  }

  @Test func nestedUseRunsSerially() throws {
    try withThreads(3) {
      let sum = Atomic(0)
      WorkerPool.shared.forEach(chunks: 20) { outer in
        WorkerPool.shared.forEach(chunks: 20) { inner in
          WorkerPool.shared.forEach(chunks: 2) { sum.add(outer * inner * $0, ordering: .relaxed) }
        }
      }
      #expect(sum.load(ordering: .relaxed) == 190 * 190)
    }
  }

  @Test func callersFromManyThreadsAllGetTheirWorkDone() throws {
    try withThreads(2) {
      let sum = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: 8) { _ in
        for _ in 0..<200 { WorkerPool.shared.forEach(chunks: 5) { sum.add($0, ordering: .relaxed) } }
      }
      #expect(sum.load(ordering: .relaxed) == 8 * 200 * 10)
    }
  }

  /// Chunks keep subnormals even when the caller's thread flushes them, and the caller's setting comes back.
  @Test(arguments: [1, 2]) func everyChunkRunsInTheDefaultEnvironment(_ threads: Int) throws {
    #if arch(x86_64)
      let flushing: UInt64 = 0x9fc0
    #else
      let flushing: UInt64 = 0x1000000
    #endif
    try withThreads(threads) {
      let wrong = Atomic(0)
      kn_environment_set(flushing)
      WorkerPool.shared.forEach(chunks: 64) { _ in
        if kn_environment_get() != kn_environment_default() { wrong.add(1, ordering: .relaxed) }
      }
      let after = kn_environment_get()
      kn_environment_set(kn_environment_default())
      #expect(wrong.load(ordering: .relaxed) == 0)
      #expect(after == flushing)
    }
  }

  @Test(arguments: [0, -1, 65, Int.max, Int.min]) func refusesOtherCounts(_ count: Int) throws {
    #expect(throws: DeterminismError.self) { try WorkerPool.setThreadCount(count) }
  }

  @Test(arguments: ["0", "abc", "1e9", "1000000000", "", " 2", "2 ", "-1", "65", "99999999999999999999", "٢"])
  func refusesABadSetting(_ text: String) {
    let error = #expect(throws: DeterminismError.self) { try WorkerPool.threadCount(asked: text) }
    #expect(
      error?.description == "KANON_THREADS: expected a whole number from 1 to 64, found \"\(text)\"; "
        + "results are the same for every number of threads, so any will do")
  }

  @Test func takesAGoodSetting() throws {
    #expect(try WorkerPool.threadCount(asked: "1") == 1)
    #expect(try WorkerPool.threadCount(asked: "64") == 64)
    #expect(try (1...64).contains(WorkerPool.threadCount(asked: nil)))
  }
}
