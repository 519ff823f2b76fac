import Git
import Glibc

extension Ledger {
  /// As many loose objects as git itself tolerates before it packs.
  static let looseLimit = 6700

  /// Packs when loose objects have piled up; whether that succeeds is no concern of the record just made.
  ///
  /// What a packing leaves loose is somebody else's; only what has come since counts.
  func packIfPiledUp() {
    let count = repository.estimatedLooseObjects
    guard count > Self.looseLimit else { return }
    let rest = (try? FileSystem.read(folder + "packer")).flatMap { $0 }.flatMap {
      Int(String(decoding: $0, as: UTF8.self))
    }
    // Fewer than were left: git has tidied up meanwhile, and counting starts anew.
    guard count - min(rest ?? 0, count) > Self.looseLimit || rest ?? 0 > count else { return }
    _ = try? pack()
  }

  /// Packs the loose objects that records hold: commits, trees, files and private sources. Others are left to git.
  ///
  /// One process packs at a time; a second one leaves at once. Runs beside recorders, readers and `git gc`.
  /// - Returns: how many loose objects went into the pack.
  /// - Throws: `RecordError`; nothing is lost then.
  @discardableResult
  public func pack() throws(RecordError) -> Int {
    mkdir(folder, 0o777)
    let descriptor = open(folder + "packer", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .system("open", at: folder + "packer") }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return 0 }
    defer {
      let rest = Array(String(repository.estimatedLooseObjects).utf8)
      if pwrite(descriptor, rest, rest.count, 0) == rest.count { ftruncate(descriptor, rest.count) }
    }
    return try atGit(repository.commonFolder + "objects") { () throws(GitError) in
      repository.removeAbandonedTemporaries(now: Int(Self.now() / 1000))
      var pile = LoosePile(repository: repository)
      for (_, tip) in try repository.references(below: Self.prefix) { try pile.add(from: tip) }
      // A pack of a handful would only add packs: the piled-up objects are somebody else's.
      guard pile.objects.count >= 256 else { return 0 }
      return try repository.pack(pile.objects)
    }
  }
}

/// Gathers the loose objects that are reachable from records.
private struct LoosePile {
  let repository: Repository
  /// Commits, then trees and files as they are met: the order in which a pack is best read.
  var objects: [ObjectID] = []
  private var seen: Set<ObjectID> = []

  init(repository: Repository) { self.repository = repository }

  /// Follows records back to the first that is packed: what that one holds is packed with it.
  mutating func add(from tip: ObjectID) throws(GitError) {
    var open = [tip]
    while let id = open.popLast() {
      guard repository.isLoose(id), seen.insert(id).inserted else { continue }
      let commit = try repository.commit(id)
      let label = RecordLabel(commit.message)
      // Anybody else's commits, such as the source at HEAD, are git's to pack.
      guard label != nil || commit.message.hasPrefix(RecordLabel.merge) || Ledger.isPrivate(commit) else { continue }
      objects.append(id)
      try add(tree: commit.tree)
      open += commit.parents
    }
  }

  private mutating func add(tree id: ObjectID) throws(GitError) {
    guard seen.insert(id).inserted, repository.isLoose(id) else { return }
    objects.append(id)
    for entry in try repository.tree(id).entries {
      switch entry.mode {
      case .folder: try add(tree: entry.id)
      case .submodule: continue
      default:
        if seen.insert(entry.id).inserted, repository.isLoose(entry.id) { objects.append(entry.id) }
      }
    }
  }
}
