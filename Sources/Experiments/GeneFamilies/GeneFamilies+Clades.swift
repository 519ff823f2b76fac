import Determinism
import Documents
import Manifests
import Phylogeny

extension GeneFamilies.Clades {
  /// What branches of no named clade are called.
  static let rest = "rest"

  /// The groups that have branches, in the manifest's order, the rest last, and the group of each branch.
  ///
  /// A branch in several clades belongs to the smallest.
  /// - Throws: a species that the tree lacks, a name twice, a tree of another shape.
  func groups(of tree: Tree) throws(ManifestErrors) -> (names: [String], group: [Int]) {
    switch self {
    case .tree(let file):
      let bytes = try file.bytes()
      do throws(DocumentError) {
        let found = try tree.groups(by: Tree(newick: bytes, file: file.path))
        return (found.numbers.map { "group \($0)" }, found.group)
      } catch {
        throw ManifestErrors([file.place.problem("\(error)")])
      }
    case .named(let clades):
      var ranges: [Range<Int>] = []
      for clade in clades {
        if sameUTF8(clade.name, Self.rest) {
          throw ManifestErrors([clade.namePlace.problem("branches in no clade go by the name rest; choose another")])
        }
        ranges.append(tree.clade(of: tree.ancestor(of: try clade.value.leaves(of: tree))))
      }
      for (k, range) in ranges.enumerated() {
        if let twin = ranges[..<k].firstIndex(of: range) {
          throw ManifestErrors([
            clades[k].namePlace.problem("\(clades[k].name) has the same branches as \(clades[twin].name)")
          ])
        }
      }
      let smallest = tree.branches.map { branch in
        ranges.indices.filter { ranges[$0].contains(branch) }.min { ranges[$0].count < ranges[$1].count }
          ?? ranges.count
      }
      let used = (0...ranges.count).filter { smallest.contains($0) }
      let names = used.map { $0 < clades.count ? clades[$0].name : Self.rest }
      if let empty = clades.indices.first(where: { !used.contains($0) }) {
        throw ManifestErrors([
          clades[empty].namePlace.problem("all branches of \(clades[empty].name) belong to smaller clades")
        ])
      }
      return (names, smallest.map { used.firstIndex(of: $0) ?? 0 })
    }
  }

  var isEmpty: Bool {
    if case .named(let clades) = self { clades.isEmpty } else { false }
  }
}

extension [Located<String>] {
  /// The species of these names.
  fileprivate func leaves(of tree: Tree) throws(ManifestErrors) -> [Int] {
    var leaves: [Int] = []
    for name in self {
      guard let leaf = tree.leaf(named: name.value) else {
        throw ManifestErrors([
          name.place.problem(
            "the tree has no species \(name.value)", suggestion: nearestName(to: name.value, among: tree.species))
        ])
      }
      leaves.append(leaf)
    }
    return leaves
  }
}
