/// The candidate that most likely was meant by a mistyped name; `nil` where none is near.
///
/// Near means: fewer than a third of the letters, at least one, were left out, added, replaced or exchanged with
/// their neighbour (optimal string alignment), letters of either case alike. Ties go to the first.
/// Cost: the product of the lengths, for each candidate.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = folded(name)
  guard wanted.count <= 64 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let letters = folded(candidate)
    let allowance = min(max(1, (max(wanted.count, letters.count) - 1) / 3), (best?.distance ?? 64) - 1)
    guard allowance >= 0, abs(letters.count - wanted.count) <= allowance else { continue }
    let distance = alignment(wanted, letters)
    if distance <= allowance { best = (candidate, distance) }
  }
  return best?.name
}

private func folded(_ name: String) -> [UInt8] {
  name.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
}

private func alignment(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var older: [Int] = []
  var above = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var row = [i + 1]
    for (j, other) in b.enumerated() {
      var least = min(row[j] + 1, above[j + 1] + 1, above[j] + (letter == other ? 0 : 1))
      if i > 0, j > 0, letter == b[j - 1], a[i - 1] == other { least = min(least, older[j - 1] + 1) }
      row.append(least)
    }
    older = above
    above = row
  }
  return above[b.count]
}
