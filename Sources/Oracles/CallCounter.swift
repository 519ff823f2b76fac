import Synchronization

/// Counts calls, for a planted fault that remembers what it should not.
final class CallCounter: Sendable {
  private let count = Atomic<Int>(0)

  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
