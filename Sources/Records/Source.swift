import Documents
public import Git

/// The commit that a run is pinned to: HEAD of a clean working tree, else a private snapshot of the tree as it is.
public struct Source: Sendable, Equatable {
  public var commit: ObjectID
  public var tree: ObjectID

  /// The tree without goldens, figures and documents. Two sources with equal identities must give equal outcomes, so
  /// it decides staleness; blessing a golden or wording a page does not move it.
  public var identity: ObjectID

  /// Whether the commit is a private one, made because the working tree was dirty or had no commit.
  public var isSnapshot: Bool

  /// Changed files too large to copy; the snapshot holds their size and blob id.
  public var standIns: [String]

  /// Submodules and nested repositories whose own changes no commit of this repository can hold.
  public var unpinned: [String]

  var document: JSON {
    var members = [
      JSON.Member(key: "commit", value: .string(commit.hex)),
      JSON.Member(key: "identity", value: .string(identity.hex)),
      JSON.Member(key: "snapshot", value: .bool(isSnapshot)),
    ]
    if !standIns.isEmpty {
      members.append(JSON.Member(key: "stand_ins", value: .array(standIns.map { .string($0) })))
    }
    if !unpinned.isEmpty {
      members.append(JSON.Member(key: "unpinned", value: .array(unpinned.map { .string($0) })))
    }
    return .object(members)
  }
}
