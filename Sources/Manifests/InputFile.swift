import Documents
import Determinism
import Glibc
import YAML

/// A file that a manifest names as input: there, regular, and inside the repository, links resolved.
public struct InputFile: Sendable {
  /// The path from the repository's root, links resolved, parts joined by `/`.
  public let path: String
  /// Where the manifest names it.
  public let place: Place
  let absolutePath: String

  /// The file's bytes.
  /// - Throws: a problem at the place in the manifest, where the file cannot be read or is larger than `limit`.
  public func bytes(limit: Int = 1 << 30) throws(ManifestErrors) -> [UInt8] {
    switch fileBytes(absolutePath, limit: limit) {
    case .success(let bytes): return bytes
    case .failure(let failure): throw ManifestErrors([place.problem("\(path) \(failure.reason)")])
    }
  }
}

extension Schema where Value == InputFile {
  /// The path of an input file, from the manifest's folder.
  public static var inputFile: Schema {
    let expectation = "the path of a file"
    return Schema(
      expectation: expectation, accepts: { $0.scalar != nil },
      read: { node, reading in
        guard let scalar = node.scalar, !scalar.text.isEmpty else {
          reading.mismatch(expectation, node)
          return nil
        }
        let place = reading.place(of: node)
        guard let inputs = reading.inputs else { return Decoded(.example, .string(scalar.text)) }
        switch inputs.find(scalar.text) {
        case .failure(let refusal):
          reading.mismatch(
            refusal.expected, node, found: refusal.found,
            suggestion: refusal.isMissing ? inputs.nearestFile(to: scalar.text) : nil)
          return nil
        case .success(let found):
          let file = InputFile(path: found.path, place: place, absolutePath: found.absolutePath)
          if !reading.files.contains(where: { $0.path.isSame(as: file.path) }) { reading.files.append(file) }
          return Decoded(file, .string(scalar.text))
        }
      },
      json: { ["type": "string", "minLength": 1] }, example: { .example })
  }
}

extension InputFile {
  static var example: InputFile { InputFile(path: "data.csv", place: .nowhere, absolutePath: "data.csv") }
}
