/// Whether a family can have been there at the root: copies in at least two of the root's clades.
///
/// CAFE keeps these families only, since an empty family cannot come back.
public struct RootPresence: Sendable {
  /// For each of the root's clades, the places of its species.
  private let clades: [[Int]]

  public init(_ tree: Tree) {
    let leaves = tree.leaves
    let firsts = tree.firsts
    clades = tree.nodes[tree.root].children.map { child in
      leaves.indices.filter { leaves[$0] >= firsts[child] && leaves[$0] <= child }
    }
  }

  /// - Parameter counts: in the order of the tree's species.
  public func callAsFunction(_ counts: [Int]) -> Bool {
    clades.count { clade in clade.contains { counts[$0] > 0 } } > 1
  }
}
