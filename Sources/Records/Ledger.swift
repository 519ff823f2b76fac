public import Git
import Glibc

/// The records of a repository: one reference `refs/kanon/<experiment>` for each experiment.
///
/// Recording writes blobs, trees, a commit and that one reference. It never touches the index, HEAD, a branch or the
/// working tree, so any number of processes may record at once.
///
/// Durability is that of `git commit` with git's defaults: a record survives the death of every process at any moment;
/// loose objects are not synced, so a power cut may lose the last seconds (git's own `core.fsyncObjectFiles=true` makes
/// them synced). Packs are synced before the loose objects that they replace are removed.
///
/// **Not** `Sendable`; open one for each thread.
public final class Ledger {
  /// The open repository.
  public let repository: Repository

  /// Opens the ledger of the repository that holds a folder.
  /// - Throws: `RecordError`, `.git` when no parent folder is a repository.
  public init(at folder: String) throws(RecordError) {
    do throws(GitError) { repository = try Repository(discovering: folder) } catch {
      guard error.code == .notFound else { throw .git(error, at: folder) }
      throw RecordError(
        .git(error), at: folder, found: "neither it nor a folder above it is a git repository",
        remedy: "run `git init` in the folder that holds experiments/")
    }
  }

  /// The root of the working tree with a closing `/`, where `experiments/` and `golden/` lie; nil when bare.
  public var root: String? { repository.workingTree }

  /// The experiments that have records, sorted by bytes.
  /// - Throws: `RecordError`.
  public func experiments() throws(RecordError) -> [String] {
    try atGit(Self.prefix) { () throws(GitError) in
      try repository.references(below: Self.prefix).map { String($0.name.dropFirst(Self.prefix.count)) }
    }
  }

  static let prefix = "refs/kanon/"

  /// The reference of an experiment; what it ran at another budget than the headline's has one of its own, `decay.paper`.
  /// - Throws: `RecordError`, `.invalid` unless the name is of lower-case letters, digits, `-` and `/`.
  static func reference(of experiment: String) throws(RecordError) -> String {
    let names = Record.withoutBudget(experiment).split(separator: "/", omittingEmptySubsequences: false)
    let isFit = names.allSatisfy { name in
      !name.isEmpty && name.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
    }
    guard isFit, experiment.utf8.count <= 200 else {
      throw RecordError(
        .invalid, at: "experiment \"\(experiment)\"", found: "it is no name of an experiment",
        remedy: "use lower-case letters, digits, - and /")
    }
    return prefix + experiment
  }

  /// Our own folder beside git's: locks and caches, nothing that a record needs.
  var folder: String { repository.commonFolder + "kanon/" }

  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
