/// A pattern over names whose steps are divided by `/` and `.`.
struct Glob {
  private let pattern: [UInt8]

  init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

  func matches(_ name: String) -> Bool { Self.match(pattern[...], Array(name.utf8)[...]) }

  private static func match(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    // Two pointers with a return to the last star: linear for patterns with one, never exponential.
    var (p, n) = (pattern.startIndex, name.startIndex)
    var narrow: (p: Int, n: Int)?
    var wide: (p: Int, n: Int)?
    while n < name.endIndex || p < pattern.endIndex {
      if p < pattern.endIndex, pattern[p] == UInt8(ascii: "*") {
        if p + 1 < pattern.endIndex, pattern[p + 1] == UInt8(ascii: "*") {
          (p, wide, narrow) = (p + 2, (p + 2, n), nil)
        } else {
          (p, narrow) = (p + 1, (p + 1, n))
        }
      } else if p < pattern.endIndex, n < name.endIndex,
        pattern[p] == name[n] || (pattern[p] == UInt8(ascii: "?") && !isDivider(name[n]))
      {
        (p, n) = (p + 1, n + 1)
      } else if let star = narrow, star.n < name.endIndex, !isDivider(name[star.n]) {
        (p, n, narrow) = (star.p, star.n + 1, (star.p, star.n + 1))
      } else if let star = wide, star.n < name.endIndex {
        (p, n, wide, narrow) = (star.p, star.n + 1, (star.p, star.n + 1), nil)
      } else {
        return false
      }
    }
    return true
  }

  private static func isDivider(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") }
}
