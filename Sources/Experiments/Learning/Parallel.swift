import Determinism

/// Chunks of results, computed on all threads.
enum Parallel {
  /// `count` pieces of `each` numbers, one after the other.
  static func gather(_ count: Int, each: Int, _ piece: @Sendable (Int) -> [Float]) -> [Float] {
    [Float](unsafeUninitializedCapacity: count * each) { buffer, initialized in
      nonisolated(unsafe) let base = buffer.baseAddress
      WorkerPool.shared.forEach(chunks: count) { i in
        piece(i).withUnsafeBufferPointer { source in
          guard let base, let start = source.baseAddress else { return }
          (base + i * each).initialize(from: start, count: each)
        }
      }
      initialized = count * each
    }
  }
}
