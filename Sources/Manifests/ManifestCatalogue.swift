import Determinism
import Glibc

/// The experiments of a repository: every `.yaml` file below `experiments/`, and what is wrong with their names.
public struct ManifestCatalogue: Sendable {
  public struct Entry: Sendable, Equatable {
    /// The experiment's name, `nist/misra1a`.
    public let name: String
    /// Its manifest's path from the root, `experiments/nist/misra1a.yaml`.
    public let file: String
  }

  /// The experiments, ordered by the bytes of their names.
  public private(set) var entries: [Entry] = []
  /// The files whose names cannot be experiments' names.
  public private(set) var problems: [Problem] = []

  private static let folderLimit = 100_000
  private static let depthLimit = 16

  /// Looks through the folder `experiments` of the repository at `root`. Folders that are links are not entered.
  public init(root: String) {
    visit(root + "/experiments", "experiments", depth: 0)
    entries.sort { orderedByUTF8($0.name, $1.name) }
    refuseFoldersOfOthers()
  }

  private mutating func visit(_ folder: String, _ shown: String, depth: Int) {
    for name in folderEntries(folder, limit: Self.folderLimit) {
      let path = folder + "/" + name
      let file = shown + "/" + name
      switch fileType(path, followingLinks: false) {
      case S_IFDIR where depth < Self.depthLimit: visit(path, file, depth: depth + 1)
      case S_IFREG, S_IFLNK: add(name, file, isRegular: fileType(path) == S_IFREG)
      default: break
      }
    }
  }

  private mutating func add(_ name: String, _ file: String, isRegular: Bool) {
    if name.hasSuffix(".yml") {
      problems.append(Problem("a manifest's name ends in .yaml; rename the file", file: file))
    }
    guard name.hasSuffix(".yaml"), let experiment = experimentName(ofFile: file) else { return }
    guard isRegular else {
      problems.append(Problem("the link leads to no file", file: file))
      return
    }
    guard NameRule.experiment.allows(experiment) else {
      let message = "\(quoted(experiment)) is no name for an experiment: lower-case letters, digits and -, parted by /"
      problems.append(Problem(message, file: file))
      return
    }
    guard experiment.split(separator: "/").first != "counterexamples" else {
      let message = "golden/counterexamples/ holds the cases that broke laws; rename the experiment"
      problems.append(Problem(message, file: file))
      return
    }
    entries.append(Entry(name: experiment, file: file))
  }

  /// `a` and `a/b` cannot both have a ref, nor a folder below `golden/` of their own.
  private mutating func refuseFoldersOfOthers() {
    for entry in entries {
      let prefix = entry.name + "/"
      guard let inner = entries.first(where: { $0.name.utf8.starts(with: prefix.utf8) }) else { continue }
      let message = "the experiment \(entry.name) is also the folder of \(inner.name); rename one of them"
      problems.append(Problem(message, file: entry.file))
    }
  }
}
