import Determinism

/// Chunks of results, computed on all threads.
enum Parallel {
  /// One number for each piece.
  static func numbers(_ count: Int, _ piece: @Sendable (Int) -> Double) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      nonisolated(unsafe) let base = buffer.baseAddress
      WorkerPool.shared.forEach(chunks: count) { i in
        guard let base else { return }
        (base + i).initialize(to: piece(i))
      }
      initialized = count
    }
  }

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
