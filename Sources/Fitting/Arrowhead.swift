/// Where the numbers of a fit stand in its normal equations: the shape of an arrowhead.
///
/// A free coordinate that one dataset uses is that dataset's *own*; one that all use is *shared*; one that some use
/// links them into a *cluster*. Own columns are eliminated dataset by dataset, then linking columns cluster by
/// cluster, and what remains is dense in the shared columns alone. Time and memory are linear in the datasets.
struct Arrowhead: Sendable {
  /// One dataset. Its matrix has p columns, own ones first, then outer ones (linking, shared), then the residual.
  struct Node: Sendable {
    let block: Int
    let ownCount: Int
    /// p.
    let columnCount: Int
    /// Where its columns begin in `columnCoordinates` and, less the own ones, their places in `outerPlaces`.
    let columnStart: Int
    let outerStart: Int
    /// True when its outer columns are exactly the cluster's.
    let isDense: Bool
    /// Where its p × (p + 1) triangle begins.
    let triangleStart: Int
    /// Where its eliminated rows, own × (p + 1), begin.
    let ownStart: Int
    /// Rows of its linearization with those of its priors.
    let rowCount: Int
    /// Where the coordinates of its block's local parameters stand in `localCoordinates`.
    let locals: Range<Int>

    var width: Int { columnCount + 1 }
    var outerCount: Int { columnCount - ownCount }
  }

  /// Datasets linked by common coordinates, `coordinates`, that not all datasets use.
  struct Cluster: Sendable {
    let nodes: Range<Int>
    let coordinates: [Int]
    /// Where its linkCount × (linkCount + shared + 1) eliminated rows begin.
    let rowStart: Int
  }

  let nodes: [Node]
  let clusters: [Cluster]
  let shared: [Int]
  /// Pieces of work, cut by the number of rows alone.
  let chunks: [Range<Int>]
  let columnCoordinates: [Int]
  let outerPlaces: [Int]
  /// The coordinates of the local parameters, node by node.
  let localCoordinates: [Int]
  /// The local parameters that are free, in the order of a node's columns; nodes that are alike have one array.
  let columnLists: [[Int]]
  /// Coordinates with a prior that are no node's own.
  let outerPriors: [Int]
  let free: [Int]
  let triangleSize: Int
  let ownSize: Int
  let clusterSize: Int

  /// Rows of one piece of work.
  static let chunkRows = 4_096

  init(_ problem: FitProblem) {
    let coordinates = problem.coordinates
    let census = Census(problem)
    shared = census.shared
    free = coordinates.indices.filter { !coordinates[$0].isFixed }
    var nodes: [Node] = []
    var clusters: [Cluster] = []
    var columnCoordinates: [Int] = []
    var outerPlaces: [Int] = []
    var columnLists: [[Int]] = []
    var localCoordinates: [Int] = []
    var (triangleSize, ownSize, clusterSize) = (0, 0, 0)
    var place = Array(repeating: -1, count: coordinates.count)
    for (members, links) in census.clusters {
      for (k, c) in links.enumerated() { place[c] = k }
      for (k, c) in shared.enumerated() { place[c] = links.count + k }
      let first = nodes.count
      for b in members {
        let locals = problem.map[b].indices.filter { !coordinates[problem.map[b][$0]].isFixed }
        let own = locals.filter { census.role[problem.map[b][$0]] == .own }
        let outer = locals.filter { census.role[problem.map[b][$0]] != .own }
          .sorted { place[problem.map[b][$0]] < place[problem.map[b][$1]] }
        let columns = own + outer
        let places = outer.map { place[problem.map[b][$0]] }
        let priors = own.count { coordinates[problem.map[b][$0]].prior != nil }
        nodes.append(
          Node(
            block: b, ownCount: own.count, columnCount: columns.count, columnStart: columnCoordinates.count,
            outerStart: outerPlaces.count, isDense: places == Array(0..<(links.count + shared.count)),
            triangleStart: triangleSize, ownStart: ownSize, rowCount: problem.blocks[b].rowCount + priors,
            locals: localCoordinates.count..<(localCoordinates.count + problem.map[b].count)))
        localCoordinates += problem.map[b]
        columnCoordinates += columns.map { problem.map[b][$0] }
        outerPlaces += places
        columnLists.append(columnLists.last == columns ? columnLists[columnLists.count - 1] : columns)
        triangleSize += columns.count * (columns.count + 1)
        ownSize += own.count * (columns.count + 1)
      }
      clusters.append(Cluster(nodes: first..<nodes.count, coordinates: links, rowStart: clusterSize))
      clusterSize += links.count * (links.count + shared.count + 1)
    }
    self.nodes = nodes
    self.clusters = clusters
    self.columnCoordinates = columnCoordinates
    self.outerPlaces = outerPlaces
    (self.columnLists, self.localCoordinates) = (columnLists, localCoordinates)
    (self.triangleSize, self.ownSize, self.clusterSize) = (triangleSize, ownSize, clusterSize)
    outerPriors = free.filter { coordinates[$0].prior != nil && census.role[$0] != .own }
    chunks = Self.cut(nodes.map(\.rowCount))
  }

  private static func cut(_ rows: [Int]) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var (first, total) = (0, 0)
    for (i, count) in rows.enumerated() {
      total += count
      if total >= chunkRows {
        chunks.append(first..<(i + 1))
        (first, total) = (i + 1, 0)
      }
    }
    if first < rows.count { chunks.append(first..<rows.count) }
    return chunks
  }
}
