import Documents
import Git

/// The folder `golden/` of a working tree.
public struct GoldenFolder: Sendable {
  /// The root of the working tree, with a closing `/`.
  public let root: String

  /// Where cases that broke laws are kept, below `golden/`.
  public static let counterexamples = "counterexamples/"

  /// The file that describes a golden.
  static let descriptionFile = "golden.json"

  /// - Parameter root: the folder that holds `golden/`, or will.
  public init(root: String) { self.root = root.hasSuffix("/") ? root : root + "/" }

  var folder: String { root + "golden/" }

  /// The golden of an experiment; nil when none was blessed.
  ///
  /// Every file must hash to its stated blob id and all of them to the stated tree id. A text that git checked out
  /// with other line endings counts as what it was, if it hashes right with line feeds alone.
  /// - Throws: `RecordError`, `.corrupt` when something does not hash or parse.
  public func golden(of experiment: String) throws(RecordError) -> Golden? {
    _ = try Ledger.reference(of: experiment)
    let place = "golden/\(experiment)/\(Self.descriptionFile)"
    guard let bytes = try FileSystem.read(root + place) else { return nil }
    let document: JSON
    do throws(DocumentError) { document = try JSON(parsing: bytes, file: place) } catch {
      throw RecordError(.corrupt, at: place, found: "\(error)", remedy: Self.remedy(experiment))
    }
    func corrupt(_ found: String) -> RecordError {
      RecordError(.corrupt, at: place, found: found, remedy: Self.remedy(experiment))
    }
    guard let outcome = document["outcome"]?.asString.flatMap({ ObjectID(hex: $0) }),
      let listed = document["files"]?.asObject
    else { throw corrupt("it states no tree id, or no files") }
    var files: [Golden.File] = []
    for member in listed {
      guard let id = member.value.asString.flatMap({ ObjectID(hex: $0) }) else {
        throw corrupt("\(member.key) has no blob id")
      }
      if let large = document["large"]?[member.key] {
        guard let summary = BlobSummary(document: large) else {
          throw corrupt("the summary of \(member.key) is damaged")
        }
        files.append(Golden.File(path: member.key, id: id, bytes: nil, summary: summary))
      } else {
        files.append(try held(member.key, id, of: experiment))
      }
    }
    guard FileTree(files.map { ($0.path, $0.id) }).id == outcome else {
      throw corrupt("the listed files do not hash to the tree id \(outcome.short)")
    }
    try refuseStrays(beside: files, of: experiment)
    let rules = document["oracles"].map { OracleRules(document: $0) }
    if case .some(nil) = rules {
      throw corrupt("what it asks of the laws, `oracles`, is not as `kanon bless` writes it")
    }
    return Golden(experiment: experiment, outcome: outcome, files: files, oracleRules: rules ?? nil)
  }

  /// The experiments that have a golden, sorted by bytes.
  /// - Throws: `RecordError` when a folder cannot be read.
  public func experiments() throws(RecordError) -> [String] {
    try FileSystem.files(below: folder).filter {
      $0 == Self.descriptionFile || $0.hasSuffix("/" + Self.descriptionFile)
    }
    .map { String($0.dropLast(Self.descriptionFile.count + 1)) }
    .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// What lies in `golden/` and belongs to no claimed experiment: goldens of others, and stray files. Each is a
  /// failure, because nothing checks it any more.
  /// - Parameter claimed: the experiments that have a manifest.
  /// - Throws: `RecordError` when a folder cannot be read.
  public func orphans(claimed: [String]) throws(RecordError) -> [String] {
    let known = Set(claimed)
    let goldens = try experiments()
    let unclaimed = goldens.filter { !known.contains(Record.withoutBudget($0)) }.map { "golden/\($0)/" }
    let strays = try FileSystem.files(below: folder).filter { file in !goldens.contains { file.hasPrefix($0 + "/") } }
      // Counterexamples of laws stay for good, whatever becomes of their experiments.
      .filter { !$0.hasPrefix(Self.counterexamples) }
      // Hidden files are git's and the desktop's: .gitattributes, .DS_Store.
      .filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }.map { "golden/\($0)" }
    return (unclaimed + strays).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func held(_ path: String, _ id: ObjectID, of experiment: String) throws(RecordError) -> Golden.File {
    let place = "golden/\(experiment)/\(path)"
    // The name comes from a file: it must not lead out of the golden.
    guard (try? [StoredFile(path, [])].inOrder(of: place)) != nil else {
      throw RecordError(.corrupt, at: place, found: "it is no path within a golden", remedy: Self.remedy(experiment))
    }
    guard let bytes = try FileSystem.read(root + place) else {
      throw RecordError(.corrupt, at: place, found: "the file is missing", remedy: Self.remedy(experiment))
    }
    for candidate in [bytes, bytes.withLineFeeds] where ObjectID.of(.blob, candidate) == id {
      return Golden.File(path: path, id: id, bytes: candidate, summary: nil)
    }
    throw RecordError(
      .corrupt, at: place, found: "the file is not the one that was blessed (\(id.short))",
      remedy: Self.remedy(experiment))
  }

  private func refuseStrays(beside files: [Golden.File], of experiment: String) throws(RecordError) {
    let known = Set(files.filter { $0.bytes != nil }.map(\.path) + [Self.descriptionFile])
    for file in try FileSystem.files(below: folder + experiment + "/") where !known.contains(file) {
      if file.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { continue }
      throw RecordError(
        .corrupt, at: "golden/\(experiment)/\(file)", found: "the file is no part of the golden",
        remedy: "delete it, or bless again")
    }
  }

  private static func remedy(_ experiment: String) -> String {
    "restore it with `git checkout -- golden/\(experiment)`, or run `kanon bless \(experiment)`"
  }
}

extension [UInt8] {
  /// With CR LF replaced by LF, as git stores text.
  fileprivate var withLineFeeds: [UInt8] {
    guard contains(UInt8(ascii: "\r")) else { return self }
    var lines: [UInt8] = []
    lines.reserveCapacity(count)
    for (position, byte) in enumerated() {
      if byte == UInt8(ascii: "\r"), position + 1 < count, self[position + 1] == UInt8(ascii: "\n") { continue }
      lines.append(byte)
    }
    return lines
  }
}
