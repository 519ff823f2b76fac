import Determinism

/// Finds the known name that was probably meant.
enum Spelling {
  /// The nearest name: at most 2 edits (inserted, removed, replaced or exchanged letters) and fewer than half of
  /// its letters; the first of equals. Case alone counts for less than an edit.
  static func nearest(to name: String, among known: [String]) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    guard wanted.count <= 64 else { return nil }
    var best: (distance: Int, name: String)?
    for candidate in known where !sameUTF8(candidate, name) {
      let letters = Array(candidate.lowercased().unicodeScalars)
      let distance = edits(wanted, letters)
      guard distance <= 2, distance * 2 < max(wanted.count, letters.count) || distance == 0 else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
    }
    return best?.name
  }

  /// The optimal string alignment distance.
  private static func edits(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var distance = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { distance = min(distance, rows[i - 1][j - 1] + 1) }
        row.append(distance)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
