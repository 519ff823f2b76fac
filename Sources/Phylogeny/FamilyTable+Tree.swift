import Determinism
public import Documents

extension FamilyTable {
  /// The same families with their counts in the order of the tree's species.
  /// - Throws: `DocumentError` at a species of the table that the tree lacks, or at one of the tree's that the table
  ///   lacks.
  public func matched(to tree: Tree) throws(DocumentError) -> FamilyTable {
    for (name, place) in zip(species, places) where tree.leaf(named: name) == nil {
      throw text.error(
        at: place, expected: "a species of the tree \(tree.text.file)", found: name,
        remedy: "the tree has \(Self.listed(tree.species)); rename the column, or add the species to the tree")
    }
    var columns: [Int] = []
    for leaf in tree.leaves {
      let name = tree.nodes[leaf].name
      guard let column = species.firstIndex(where: { sameUTF8($0, name) }) else {
        throw tree.text.error(
          at: tree.nodes[leaf].offset, expected: "a species of the table \(text.file)", found: name,
          remedy: "the table has \(Self.listed(species)); rename the tip, or prune it from the tree")
      }
      columns.append(column)
    }
    let families = families.map { family in
      Family(
        family.name, description: family.description, counts: columns.map { family.counts[$0] }, offset: family.offset)
    }
    return FamilyTable(species: tree.species, families: families, text: text, places: columns.map { places[$0] })
  }

  private static func listed(_ names: [String]) -> String {
    names.count <= 20 ? names.joined(separator: ", ") : names.prefix(20).joined(separator: ", ") + " …"
  }
}
