import Determinism
import Glibc
import YAML

/// A manifest as it stands in its file: YAML, not yet read as any kind of experiment.
///
/// ```swift
/// let text = try ManifestText(file: "experiments/decay.yaml", root: repository)
/// switch try text.kind(among: ["global-fit", "pendulum"]) {
/// case "pendulum": let plan = try text.plan(as: Pendulum.self, budget: .smoke)
/// …
/// }
/// ```
/// Everything throws ``ManifestErrors``: all problems of the file at once, in the order of its text.
public struct ManifestText: Sendable {
  /// The file as messages show it.
  public var file: String { document.source.file }
  /// The name that the experiment has by its file; `nil` for a text of a file not below `experiments/`.
  public let name: String?
  /// The bytes of the file, for the record.
  public let bytes: [UInt8]

  let document: YAMLDocument
  let inputs: InputFolder?

  /// Reads the manifest at `file`, `experiments/NAME.yaml` from the repository's root, or the same as absolute path.
  public init(file: String, root: String) throws(ManifestErrors) {
    guard let realRoot = resolvedPath(root) else {
      throw ManifestErrors([Problem("there is no folder \(quoted(root))", file: file)])
    }
    let relative =
      [root + "/", realRoot + "/", "./"].first { file.utf8.starts(with: $0.utf8) }
      .map { String(decoding: file.utf8.dropFirst($0.utf8.count), as: UTF8.self) } ?? file
    guard experimentName(ofFile: relative) != nil else {
      throw ManifestErrors([Problem("a manifest is a file experiments/NAME.yaml below \(realRoot)", file: file)])
    }
    guard let path = resolvedPath(realRoot + "/" + relative) else {
      throw ManifestErrors([Problem("there is no such file", file: file)])
    }
    let inputs = InputFolder(root: realRoot, folder: parent(of: path))
    guard inputs.path(fromRoot: path) != nil else {
      throw ManifestErrors([Problem("the file leads out of the repository \(realRoot)", file: file)])
    }
    switch fileBytes(path, limit: YAMLLimits().bytes) {
    case .failure(let failure): throw ManifestErrors([Problem("the file \(failure.reason)", file: file)])
    case .success(let bytes): try self.init(bytes: bytes, file: relative, inputs: inputs)
    }
  }

  /// Reads a text as the manifest at `file`, a path from the root. Inputs are looked for below `root`; without one
  /// they are taken to be there.
  public init(bytes: [UInt8], file: String, root: String? = nil) throws(ManifestErrors) {
    let folder = root.flatMap(resolvedPath).map { InputFolder(root: $0, folder: $0 + "/" + parent(of: file)) }
    try self.init(bytes: bytes, file: file, inputs: folder)
  }

  private init(bytes: [UInt8], file: String, inputs: InputFolder?) throws(ManifestErrors) {
    do { document = try YAMLDocument(bytes, file: file) } catch { throw ManifestErrors([Problem(error)]) }
    self.bytes = bytes
    self.inputs = inputs
    name = experimentName(ofFile: file)
    guard document.root.entries != nil else {
      let place = Place(field: FieldPath(), node: document.root, source: document.source)
      throw ManifestErrors(document.objections.map(Problem.init) + [place.problem(expected: "a mapping of fields")])
    }
  }
}

/// The experiment of a file `experiments/NAME.yaml`, a path from the root.
func experimentName(ofFile file: String) -> String? {
  let (lead, end) = ("experiments/", ".yaml")
  guard file.utf8.starts(with: lead.utf8), file.hasSuffix(end) else { return nil }
  return String(decoding: file.utf8.dropFirst(lead.utf8.count).dropLast(end.utf8.count), as: UTF8.self)
}

private func parent(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
