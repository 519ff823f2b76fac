import Glibc

/// Searching in files of many megabytes, where `String` would be slow.
extension [UInt8] {
  /// The place of a text at or behind `start`, or `nil`.
  func place(of text: String, from start: Int = 0) -> Int? {
    let wanted = Array(text.utf8)
    return withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let first = wanted.first else { return nil }
      var from = start
      while from + wanted.count <= count {
        guard let found = memchr(base + from, Int32(first), count - wanted.count + 1 - from) else { return nil }
        let place = UnsafeRawPointer(found) - base
        if memcmp(base + place, wanted, wanted.count) == 0 { return place }
        from = place + 1
      }
      return nil
    }
  }

  /// The place behind a text that stands at or behind `start`, or `nil`.
  func end(of text: String, from start: Int = 0) -> Int? {
    place(of: text, from: start).map { $0 + text.utf8.count }
  }

  /// The place behind the last occurrence of a text, or `nil`.
  func endOfLast(_ text: String) -> Int? {
    var last: Int?
    while let next = end(of: text, from: last ?? 0) { last = next }
    return last
  }

  /// The text between two places.
  func text(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }

  /// Every occurrence of a text replaced.
  func replacing(_ old: String, with new: String) -> [UInt8] {
    var replaced: [UInt8] = []
    replaced.reserveCapacity(count + count / 8)
    var done = 0
    while let next = place(of: old, from: done) {
      replaced += self[done..<next]
      replaced += new.utf8
      done = next + old.utf8.count
    }
    return replaced + self[done...]
  }
}
