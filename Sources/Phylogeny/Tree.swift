/// A rooted tree of species, with branches as long as they lasted.
///
/// Nodes stand in postorder: children before their parent, the root last, leaves in the order of the text. The branch
/// of a node leads from its parent to it and goes by the node's number; the root has none.
public struct Tree: Sendable {
  /// A species, or a common ancestor.
  public struct Node: Sendable {
    /// As the tree names it; empty for an ancestor without a name.
    public let name: String
    /// `nil` for the root.
    public let parent: Int?
    /// In the order of the text; empty for a species.
    public let children: [Int]
    /// The length of the branch from the parent, in the tree's unit of time; 0 for the root.
    public let length: Double
    /// The byte of the text at which the name, or else the branch, stands.
    let offset: Int

    public var isLeaf: Bool { children.isEmpty }
  }

  public let nodes: [Node]
  let text: FileText

  init(nodes: [Node], text: FileText) {
    self.nodes = nodes
    self.text = text
  }

  public var root: Int { nodes.count - 1 }

  /// The species, in the order of the text.
  public var leaves: [Int] { nodes.indices.filter { nodes[$0].isLeaf } }

  /// The names of the species, in the order of the text.
  public var species: [String] { leaves.map { nodes[$0].name } }

  /// Every node but the root: the branches.
  public var branches: Range<Int> { 0..<root }

  /// The time from the root to each node.
  public var depths: [Double] {
    var depths = [Double](repeating: 0, count: nodes.count)
    for node in branches.reversed() { depths[node] = depths[nodes[node].parent ?? root] + nodes[node].length }
    return depths
  }

  /// The greatest depth of a species.
  public var height: Double {
    let depths = depths
    return leaves.map { depths[$0] }.max() ?? 0
  }

  /// The first leaf below each node: with the node itself, the bounds of its clade, which is contiguous in postorder.
  var firsts: [Int] {
    var firsts = Array(nodes.indices)
    for node in nodes.indices { if let child = nodes[node].children.first { firsts[node] = firsts[child] } }
    return firsts
  }
}
