extension Arrowhead {
  /// What part a coordinate has.
  enum Role: Sendable { case fixed, own, linking, shared }

  /// Sorts coordinates by role, and datasets into clusters.
  struct Census {
    let role: [Role]
    let shared: [Int]
    /// Datasets that nothing but shared coordinates links come first, as one cluster without linking coordinates.
    let clusters: [(members: [Int], links: [Int])]

    init(_ problem: FitProblem) {
      let count = problem.blocks.count
      let role: [Role] = problem.coordinates.map { c in
        if c.isFixed { return .fixed }
        if c.blocks.count == count { return .shared }
        return c.blocks.count == 1 ? .own : .linking
      }
      var leader = Array(0..<count)
      func find(_ b: Int) -> Int {
        var b = b
        while leader[b] != b { b = leader[b] }
        return b
      }
      var isLinked = Array(repeating: false, count: count)
      for (c, coordinate) in problem.coordinates.enumerated() where role[c] == .linking {
        for b in coordinate.blocks {
          isLinked[b] = true
          let (x, y) = (find(coordinate.blocks[0]), find(b))
          leader[max(x, y)] = min(x, y)
        }
      }
      for b in 0..<count { leader[b] = find(b) }
      var members: [[Int]] = Array(repeating: [], count: count)
      var links: [[Int]] = Array(repeating: [], count: count)
      for b in 0..<count where isLinked[b] { members[leader[b]].append(b) }
      for (c, coordinate) in problem.coordinates.enumerated() where role[c] == .linking {
        links[leader[coordinate.blocks[0]]].append(c)
      }
      let free = (0..<count).filter { !isLinked[$0] }
      var clusters: [(members: [Int], links: [Int])] = free.isEmpty ? [] : [(free, [])]
      for b in 0..<count where !members[b].isEmpty { clusters.append((members[b], links[b])) }
      self.role = role
      self.clusters = clusters
      shared = role.indices.filter { role[$0] == .shared }
    }
  }
}
