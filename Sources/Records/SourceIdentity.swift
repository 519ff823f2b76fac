import Git

/// The part of a source tree that can move an outcome.
///
/// Left out are `golden/`, `figures/` and `notebook/` at the root, and documents anywhere, by their endings. A program
/// that computes from such a document should keep it under another ending.
struct SourceIdentity {
  static let folders: [[UInt8]] = ["golden", "figures", "notebook"].map { Array($0.utf8) }
  static let endings: [[UInt8]] = [".md", ".markdown", ".rst", ".adoc", ".tex", ".bib"].map { Array($0.utf8) }

  let repository: Repository

  /// The id of the tree without those parts; no object is stored.  Cost: one read for each folder.
  func id(of root: ObjectID) throws(GitError) -> ObjectID { try filtered(root, isRoot: true) ?? Tree([]).id }

  /// Nil when nothing remains, because git knows no empty folders.
  private func filtered(_ folder: ObjectID, isRoot: Bool) throws(GitError) -> ObjectID? {
    let tree = try repository.tree(folder)
    var kept: [Tree.Entry] = []
    for entry in tree.entries {
      if entry.mode == .folder {
        if isRoot, Self.folders.contains(entry.nameBytes) { continue }
        guard let id = try filtered(entry.id, isRoot: false) else { continue }
        kept.append(.init(nameBytes: entry.nameBytes, .folder, id))
      } else if !Self.endings.contains(where: { entry.nameBytes.suffix($0.count).elementsEqual($0) }) {
        kept.append(entry)
      }
    }
    if kept == tree.entries { return folder }
    return kept.isEmpty ? nil : Tree(kept).id
  }
}
