import Determinism
public import Documents

extension Tree {
  /// What people call a node: its name, or `first..last` of its species where it has none or shares it.
  public func label(of node: Int) -> String {
    let own = nodes[node].name
    if nodes[node].isLeaf { return own }
    let isUnique = !own.isEmpty && nodes.count { sameUTF8($0.name, own) } == 1
    // Numbers at ancestors are support values, not names.
    if isUnique && Numeral.parse(own) == nil { return own }
    return "\(nodes[firsts[node]].name)..\(nodes[lastLeaf(below: node)].name)"
  }

  private func lastLeaf(below node: Int) -> Int {
    var node = node
    while let child = nodes[node].children.last { node = child }
    return node
  }

  /// The species of a name; `nil` where there is none.
  public func leaf(named name: String) -> Int? {
    nodes.firstIndex { $0.isLeaf && sameUTF8($0.name, name) }
  }

  /// The most recent common ancestor of some species, or the species itself where there is one.
  public func ancestor(of leaves: [Int]) -> Int {
    precondition(!leaves.isEmpty, "Tree.ancestor: no species given")
    let (low, high) = (leaves.min() ?? 0, leaves.max() ?? 0)
    let firsts = firsts
    var node = high
    // In postorder a clade is contiguous and ends with its ancestor.
    while firsts[node] > low, let parent = nodes[node].parent { node = parent }
    return node
  }

  /// The branches of a clade: all below its ancestor, and the stem that leads to it.
  public func clade(of ancestor: Int) -> Range<Int> { firsts[ancestor]..<min(ancestor + 1, root) }

  /// Which group each branch is in, from a tree of the same shape whose lengths are the numbers of the groups, as
  /// CAFE's `-y` takes it: `((chimp:2,human:2):2,dog:1);`.
  /// - Returns: the numbers, ascending, and the place of each branch's number among them.
  /// - Throws: `DocumentError` where the shape, a species or a number is not right.
  public func groups(by grouping: Tree) throws(DocumentError) -> (numbers: [Int], group: [Int]) {
    for leaf in grouping.leaves where self.leaf(named: grouping.nodes[leaf].name) == nil {
      throw grouping.text.error(
        at: grouping.nodes[leaf].offset, expected: "a species of \(text.file)", found: grouping.nodes[leaf].name,
        remedy: "give both trees the same species")
    }
    for leaf in leaves where grouping.leaf(named: nodes[leaf].name) == nil {
      throw grouping.text.error(
        at: grouping.text.start, expected: "the species \(nodes[leaf].name) of \(text.file)", found: "none",
        remedy: "give both trees the same species")
    }
    let own = cladeOfLeaves(in: self)
    var found = [Int?](repeating: nil, count: nodes.count)
    let firsts = grouping.firsts
    for node in grouping.branches {
      let leaves = grouping.leaves.filter { $0 >= firsts[node] && $0 <= node }
      let places = leaves.compactMap { self.leaf(named: grouping.nodes[$0].name) }.sorted()
      guard let twin = own.firstIndex(of: places), twin != root else {
        throw grouping.error(at: node, expected: "the same clades as in \(text.file)")
      }
      let number = grouping.nodes[node].length
      guard let group = Int(exactly: number) else {
        throw grouping.error(at: node, expected: "the whole number of a group behind \(label(of: twin))")
      }
      found[twin] = group
    }
    let numbers = Set(found.compactMap { $0 }).sorted()
    var group: [Int] = []
    for branch in branches {
      guard let number = found[branch], let place = numbers.firstIndex(of: number) else {
        throw grouping.text.error(
          at: grouping.text.start, expected: "the clade \(label(of: branch)) of \(text.file)", found: "none",
          remedy: "give both trees the same shape")
      }
      group.append(place)
    }
    return (numbers, group)
  }

  private func cladeOfLeaves(in tree: Tree) -> [[Int]] {
    let firsts = tree.firsts
    let leaves = tree.leaves
    return tree.nodes.indices.map { node in leaves.filter { $0 >= firsts[node] && $0 <= node } }
  }

  private func error(at node: Int, expected: String) -> DocumentError {
    text.error(
      at: nodes[node].offset, expected: expected, found: label(of: node), remedy: "give both trees the same shape")
  }
}
