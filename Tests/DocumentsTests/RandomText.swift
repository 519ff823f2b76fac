import Determinism

/// A short text of characters that formats treat specially, and of others.
func randomText(_ stream: inout RandomStream) -> String {
  let pieces = [
    "a", "1", "-", ".", "e5", ",", "\"", "\n", "\r", "\r\n", " ", "\t", "é", "e\u{301}", "😀", "\u{feff}", "\\", "NA",
    "nan",
    "inf", "\0", "\u{1f}", "\u{7f}", "#", "=", "'", "\u{2028}",
  ]
  return (0..<stream.nextInteger(below: 4)).map { _ in pieces[Int(stream.nextInteger(below: UInt64(pieces.count)))] }
    .joined()
}

/// Bytes that are now and then a change of some, now and then anything.
func randomBytes(_ stream: inout RandomStream, like seed: [UInt8]) -> [UInt8] {
  if stream.nextInteger(below: 4) == 0 || seed.isEmpty {
    return (0..<stream.nextInteger(below: 64)).map { _ in UInt8(truncatingIfNeeded: stream.nextWord()) }
  }
  let special = Array("\",\n\r{}[]:0-e.\u{0}".utf8)
  var bytes = seed
  for _ in 0...stream.nextInteger(below: 4) {
    let at = Int(stream.nextInteger(below: UInt64(bytes.count)))
    switch stream.nextInteger(below: 4) {
    case 0: bytes[at] = UInt8(truncatingIfNeeded: stream.nextWord())
    case 1: bytes.insert(special[Int(stream.nextInteger(below: UInt64(special.count)))], at: at)
    case 2 where bytes.count > 1: bytes.remove(at: at)
    default: bytes = Array(bytes.prefix(max(1, at)))
    }
  }
  return bytes
}
