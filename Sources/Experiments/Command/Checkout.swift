import Determinism
import Git
import Glibc
import Laboratory
import Manifests
import Records

/// A private copy of the pinned tree, in a folder that only this user can enter, removed with all that is in it.
///
/// A class, because a folder can't be copied by assigning it.
final class Checkout {
  /// With a closing `/`: the tree, beside it the streams and a folder for temporary files.
  private let folder: String
  /// Where the program works, from the root of the tree; empty for the root, else with a closing `/`.
  let directory: String
  /// What the manifest declares, from the root of the tree.
  let declaredInputs: Set<String>
  let declaredOutputs: Set<String>
  /// Every file before the program ran, with what tells whether it was written.
  private let before: [String: FileMark]

  /// The root of the tree, with a closing `/`.
  var root: String { folder + "tree/" }
  var temporaryFolder: String { folder + "temporary" }
  var output: String { folder + "stdout" }
  var error: String { folder + "stderr" }

  /// - Throws: `RecordError` when the tree can't be read or written; `RunFailure` for a path that leads out of it.
  init(of bench: Workbench, for command: Command) throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    var template = Array(((parent.isEmpty ? "/tmp" : parent) + "/kanon-command-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw RunFailure("no private folder could be made in \(parent): \(String(cString: strerror(errno)))")
    }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/"
    let parameters = command.parameters
    let own = "experiments/" + command.manifest.experiment.split(separator: "/").dropLast().map { $0 + "/" }.joined()
    do {
      let directory = try Self.path(parameters.directory, from: own) + "/"
      self.directory = directory == "/" ? "" : directory
      let inputs = try parameters.inputs.map { ($0.path, try $0.bytes()) }
      declaredOutputs = Set(try parameters.outputs.paths.map { try Self.path($0, from: directory) })
      // What the command line names is declared by that.
      let named = parameters.run.compactMap { try? Self.path($0, from: directory) }
      declaredInputs = Set(inputs.map(\.0) + named)
      try Self.write(bench.tree, of: bench.root, to: folder + "tree/")
      for (path, bytes) in inputs { try FileSystem.write(bytes, to: folder + "tree/" + path, synced: false) }
      for path in declaredOutputs { try Self.makeFolders(above: path, below: folder + "tree/") }
      try Self.makeFolders(above: self.directory + "x", below: folder + "tree/")
      mkdir(folder + "temporary", 0o700)
      var marks: [String: FileMark] = [:]
      for path in try FileSystem.files(below: folder + "tree/") { marks[path] = FileMark(folder + "tree/" + path) }
      before = marks
    } catch {
      try? FileSystem.removeAll(String(folder.dropLast()))
      throw error
    }
  }

  deinit { try? FileSystem.removeAll(String(folder.dropLast())) }

  var knownFiles: [String] { before.keys.sorted(by: orderedByUTF8) }

  /// What was written though no output declares it, a sentence each.
  func undeclaredWrites() throws(RecordError) -> [String] {
    var sentences: [String] = []
    for path in try FileSystem.files(below: root) where !declaredOutputs.contains(path) {
      guard let mark = before[path] else {
        sentences.append("it wrote \(path), which no output declares")
        continue
      }
      if FileMark(root + path) != mark { sentences.append("it changed \(path), which no output declares") }
    }
    for path in knownFiles where FileMark(root + path) == nil { sentences.append("it removed \(path)") }
    return sentences
  }

  func isChanged(_ path: String) -> Bool { FileMark(root + path) != before[path] }

  /// A path of the manifest, from the root of the tree.
  static func path(_ path: String, from directory: String) throws -> String {
    var parts = directory.split(separator: "/").map(String.init)
    guard !path.hasPrefix("/"), !path.utf8.contains(0) else {
      throw RunFailure("\(path): expected a path from where the program works, inside the repository")
    }
    for part in path.split(separator: "/") where part != "." {
      guard part == ".." else {
        parts.append(String(part))
        continue
      }
      guard parts.popLast() != nil else { throw RunFailure("\(path) leads out of the repository") }
    }
    return parts.joined(separator: "/")
  }

  /// Writes every file of a tree. Submodules are left out: no object of this repository holds them.
  private static func write(_ tree: ObjectID, of repository: String, to root: String) throws {
    let repository = try Repository(discovering: repository)
    mkdir(root, 0o700)
    for (path, entry) in try repository.leaves(of: tree) {
      switch entry.mode {
      case .folder, .submodule: continue
      case .symlink:
        let target = String(decoding: try repository.blob(entry.id), as: UTF8.self)
        try makeFolders(above: path, below: root)
        symlink(target, root + path)
      default:
        try FileSystem.write(try repository.blob(entry.id), to: root + path, synced: false)
        if entry.mode == .executable { chmod(root + path, 0o755) }
      }
    }
  }

  private static func makeFolders(above path: String, below root: String) throws {
    var folder = root
    for part in path.split(separator: "/").dropLast() {
      folder += part + "/"
      guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
        throw RunFailure("the folder of \(path) could not be made: \(String(cString: strerror(errno)))")
      }
    }
  }
}

/// What tells whether a file was written: its inode, size and time.
struct FileMark: Equatable {
  private let inode: UInt
  private let size: Int
  private let seconds: Int
  private let nanoseconds: Int

  /// Nil where there is no file.
  init?(_ path: String) {
    var information = stat()
    guard lstat(path, &information) == 0 else { return nil }
    (inode, size) = (information.st_ino, information.st_size)
    (seconds, nanoseconds) = (information.st_mtim.tv_sec, information.st_mtim.tv_nsec)
  }
}
