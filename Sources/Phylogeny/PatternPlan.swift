import Determinism

/// How a run of patterns is pruned: at each node, one column for each distinct pattern **below that node**.
///
/// Most families look alike within a clade though they differ elsewhere, so that inner nodes have far fewer columns
/// than there are families.
struct PatternPlan: Sendable {
  let patterns: Range<Int>
  /// Sizes 0…M: M + 1.
  let sizes: Int
  /// How many columns each node has.
  let widths: [Int]
  /// The columns of all nodes before each.
  let offsets: [Int]
  /// The columns of all nodes.
  let columnCount: Int
  /// For each species, the count of each column; empty for inner nodes.
  let counts: [[Int]]
  /// For each inner node and each of its children, the child's column of each of its own.
  let sources: [[[Int32]]]
  /// The most columns that the children of one node have together.
  let widestSpread: Int

  /// - Parameter sharesColumns: false gives every pattern a column of its own at every node.
  init(_ all: FamilyPatterns, _ range: Range<Int>, sizes: Int, tree: Tree, sharesColumns: Bool = true) {
    patterns = range
    self.sizes = sizes
    var widths: [Int] = []
    var counts: [[Int]] = []
    var sources: [[[Int32]]] = []
    // For each node, the column of each pattern.
    var columns: [[Int]] = []
    var leaf = 0
    for node in tree.nodes {
      if node.isLeaf {
        let own = range.map { all.patterns[$0].counts[leaf] }
        let distinct = sharesColumns ? Self.distinct(own) : (values: own, column: Array(own.indices))
        counts.append(distinct.values)
        sources.append([])
        widths.append(distinct.values.count)
        columns.append(distinct.column)
        leaf += 1
      } else {
        var column = Array(0..<range.count)
        if sharesColumns {
          column = columns[node.children[0]]
          for child in node.children.dropFirst() {
            let width = widths[child]
            column = Self.numbered(zip(column, columns[child]).map { $0 * width + $1 })
          }
          if node.children.count == 1 { column = Self.numbered(column) }
        }
        let width = (column.max() ?? -1) + 1
        counts.append([])
        sources.append(
          node.children.map { child in
            var source = [Int32](repeating: 0, count: width)
            for (pattern, own) in column.enumerated() { source[own] = Int32(columns[child][pattern]) }
            return source
          })
        widths.append(width)
        columns.append(column)
      }
    }
    self.widths = widths
    self.counts = counts
    self.sources = sources
    var total = 0
    offsets = widths.map { width in
      defer { total += width }
      return total
    }
    columnCount = total
    widestSpread =
      tree.nodes.map { node in node.children.reduce(0) { $0 + widths[$1] } }.max() ?? 0
    // The root's patterns are distinct, so that its columns are the patterns in their order.
    precondition(widths[tree.root] == range.count, "PatternPlan: two patterns are one")
  }

  /// The distinct values ascending, and the place of each value among them.
  private static func distinct(_ values: [Int]) -> (values: [Int], column: [Int]) {
    let sorted = values.sorted()
    var distinct: [Int] = []
    for value in sorted where distinct.last != value { distinct.append(value) }
    var places = [Int: Int](minimumCapacity: distinct.count)
    for (place, value) in distinct.enumerated() { places[value] = place }
    return (distinct, values.map { places[$0] ?? 0 })
  }

  /// Keys numbered in the order of their first appearance.
  private static func numbered(_ keys: [Int]) -> [Int] {
    var numbers = [Int: Int](minimumCapacity: keys.count)
    return keys.map { key in
      if let number = numbers[key] { return number }
      let number = numbers.count
      numbers[key] = number
      return number
    }
  }
}

extension PatternPlan {
  /// Numbers that the vectors of a run of patterns may take: 128 MB.
  private static let room = 1 << 24
  /// Runs of so many patterns are enough work for a thread, and share most of their columns.
  private static let length = 512

  /// All patterns in runs: cut by shape alone.
  static func plans(
    _ patterns: FamilyPatterns, tree: Tree, categories: Int, sharesColumns: Bool = true
  ) -> [PatternPlan] {
    patterns.batches.flatMap { batch -> [PatternPlan] in
      let perPattern = 2 * tree.nodes.count * batch.sizes * categories
      let length = max(16, min(Self.length, room / perPattern))
      return stride(from: batch.patterns.lowerBound, to: batch.patterns.upperBound, by: length).map { start in
        let range = start..<min(start + length, batch.patterns.upperBound)
        return PatternPlan(patterns, range, sizes: batch.sizes, tree: tree, sharesColumns: sharesColumns)
      }
    }
  }
}
