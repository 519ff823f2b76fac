import Git
public import Manifests
public import Records

/// A repository with its experiments, its goldens and its ledger, and the kinds of experiment that it can run.
///
/// **Not** `Sendable`: it holds the open repository.
public final class Workshop {
  /// The root of the working tree, with a closing `/`.
  public let root: String
  /// The folder that files are named from.
  private let folder: String
  public let ledger: Ledger
  public let goldens: GoldenFolder
  /// The kinds of experiment, in the order of the catalogue.
  public let kinds: [any Experiment.Type]
  /// The version of the program, recorded with every run.
  public let version: String

  /// Opens the repository that holds a folder.
  /// - Throws: `RecordError` when there is none, or it is bare.
  public init(at folder: String, kinds: [any Experiment.Type], version: String) throws(RecordError) {
    ledger = try Ledger(at: folder)
    guard let root = ledger.root else {
      throw RecordError(
        .refused, at: folder, found: "a bare repository has no experiments/ to run",
        remedy: "work in a clone or a worktree of it")
    }
    self.root = root
    self.folder = folder
    self.kinds = kinds
    self.version = version
    goldens = GoldenFolder(root: root)
  }

  /// The program that runs.
  /// - Throws: `RecordError` when its executable can't be read.
  func engine() throws(RecordError) -> Circumstances.Engine {
    Circumstances.Engine(version: version, executable: try ledger.executableID().hex)
  }

  /// The experiments of the repository.
  public func catalogue() -> ManifestCatalogue { ManifestCatalogue(root: root) }

  /// The experiments that names, or files, stand for; all of them when none is given.
  ///
  /// A name may end in `/` to stand for all below it: `nist/`.
  /// - Throws: `ManifestErrors`: unfit file names, a name that no experiment has.
  public func entries(_ names: [String]) throws(ManifestErrors) -> [ManifestCatalogue.Entry] {
    let catalogue = catalogue()
    // A file with an unfit name is nobody's business who asks for another one.
    guard !names.isEmpty else {
      guard catalogue.problems.isEmpty else { throw ManifestErrors(catalogue.problems) }
      return catalogue.entries
    }
    var chosen: [ManifestCatalogue.Entry] = []
    for name in names {
      let wanted = experiment(atPath: name) ?? Self.experiment(name)
      let found = catalogue.entries.filter { entry in
        wanted.hasSuffix("/") ? entry.name.hasPrefix(wanted) : entry.name == wanted
      }
      guard !found.isEmpty else {
        let known = catalogue.entries.map(\.name)
        let hint = nearestName(to: wanted, among: known).map { "; did you mean \($0)?" } ?? "."
        let list = known.isEmpty ? "experiments/ holds none" : "Known: \(known.joined(separator: ", "))"
        throw ManifestErrors([Problem("there is no such experiment\(hint) \(list)", file: name)])
      }
      chosen += found.filter { entry in !chosen.contains { $0.name == entry.name } }
    }
    let problems = catalogue.problems.filter { problem in chosen.contains { $0.file == problem.file } }
    guard problems.isEmpty else { throw ManifestErrors(problems) }
    return chosen
  }

  /// Plans one experiment.
  /// - Throws: every problem of its manifest and inputs.
  public func plan(_ entry: ManifestCatalogue.Entry, budget: Budget = .headline) throws(ManifestErrors) -> Plan {
    try Plan(ManifestText(file: entry.file, root: root), among: kinds, budget: budget)
  }

  /// What a file or folder below experiments/ stands for, named from the folder that the user is in: `decay` for
  /// `./decay.yaml`, `nist/` for `../experiments/nist/`. Nil where nothing is there.
  private func experiment(atPath path: String) -> String? {
    guard path.hasSuffix(".yaml") || path.hasSuffix("/"), let place = resolvedPath("\(folder)/\(path)"),
      let experiments = resolvedPath(root + "experiments"), place.hasPrefix(experiments + "/")
    else { return nil }
    let name = place.dropFirst(experiments.count + 1)
    return path.hasSuffix("/") ? name + "/" : name.hasSuffix(".yaml") ? String(name.dropLast(5)) : nil
  }

  /// `experiments/decay.yaml` and `./experiments/decay.yaml` stand for `decay`.
  public static func experiment(_ name: String) -> String {
    guard name.hasSuffix(".yaml") else { return name }
    let parts = name.split(separator: "/")
    guard let folder = parts.lastIndex(of: "experiments") else { return String(name.dropLast(5)) }
    return String(parts[(folder + 1)...].joined(separator: "/").dropLast(5))
  }
}
