import Determinism
import Oracles
import Phylogeny

/// The same tree written otherwise: children of a node in the other order, time in another unit, species by number.
struct TurnedTree: Sendable {
  let tree: Tree
  /// The branch of the original that each branch is.
  private(set) var branches: [Int] = []

  /// What a species is called, by its place in the original.
  static func species(_ place: Int) -> String { "s\(place)" }

  /// - Parameters:
  ///   - turns: for every node, 1 where its children stand in the other order.
  ///   - stretch: lengths are multiplied by two to this power.
  ///   - lengthStep: then they are rounded to multiples of it; 0 leaves them.
  init(_ original: Tree, turns: [Int], stretch: Int, lengthStep: Double = 0) throws(SubjectFailure) {
    guard turns.count == original.nodes.count else {
      throw SubjectFailure(.shape, "\(turns.count) turns for \(original.nodes.count) nodes")
    }
    let unit = Double(sign: .plus, exponent: stretch, significand: 1)
    let leaves = original.leaves
    func rounded(_ length: Double) -> Double {
      lengthStep > 0 ? max((length / lengthStep).rounded(), 1) * lengthStep : length
    }
    var texts: [String] = []
    var orders: [[Int]] = []
    // Children come before their parents, so that their texts are there.
    for (place, node) in original.nodes.enumerated() {
      let children = turns[place] == 1 ? Array(node.children.reversed()) : node.children
      let name = node.isLeaf ? Self.species(leaves.firstIndex(of: place) ?? 0) : ""
      let inner = node.isLeaf ? "" : "(" + children.map { texts[$0] }.joined(separator: ",") + ")"
      let length = place == original.root ? ";" : ":" + Numeral.render(rounded(node.length * unit))
      texts.append(inner + name + length)
      orders.append(children.flatMap { orders[$0] } + [place])
    }
    guard let tree = try? Tree(newick: Array(texts[original.root].utf8), file: "turned tree") else {
      throw SubjectFailure(.refused, "the turned tree can't be read")
    }
    self.tree = tree
    branches = orders[original.root].dropLast()
  }
}
