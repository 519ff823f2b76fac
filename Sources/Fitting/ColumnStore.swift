import Synchronization

/// Columns at addresses that stay: what the executable reads.
final class ColumnStore: @unchecked Sendable {
  let pointers: [UnsafePointer<Double>]
  /// Whether several datasets have these columns.
  let isReused = Atomic<Bool>(false)
  /// The memory of each column.
  var memory: [UnsafeRawBufferPointer] { pointers.map { UnsafeRawBufferPointer(start: $0, count: 8 * rows) } }
  private let base: UnsafeMutablePointer<Double>
  private let rows: Int

  init(_ columns: [[Double]], rows: Int) {
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: max(1, columns.count * rows))
    for (k, column) in columns.enumerated() { (memory + k * rows).initialize(from: column, count: rows) }
    pointers = columns.indices.map { UnsafePointer(memory + $0 * rows) }
    base = memory
    self.rows = rows
  }

  /// True when it holds these columns, bit by bit.
  func holds(_ columns: [[Double]], rows: Int) -> Bool {
    guard self.rows == rows, pointers.count == columns.count else { return false }
    for (pointer, column) in zip(pointers, columns) {
      for i in 0..<rows where pointer[i].bitPattern != column[i].bitPattern { return false }
    }
    return true
  }

  deinit { base.deallocate() }
}
