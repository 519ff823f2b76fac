import Determinism
import Documents
import Glibc
import YAML

/// A folder that a manifest names as input, with the files in its sub-folders: one sub-folder for each class of things.
///
/// Every file is an input of its own: there, regular, inside the repository, its blob recorded.
public struct InputTree: Sendable {
  /// The path from the repository's root, links resolved, parts joined by `/`.
  public let path: String
  /// Where the manifest names it.
  public let place: Place
  /// The sub-folders, ordered by the bytes of their names.
  public let folders: [Folder]

  /// A sub-folder and what is directly in it, ordered by the bytes of the names. Hidden files do not count.
  public struct Folder: Sendable {
    public let name: String
    public let files: [(name: String, file: InputFile)]
  }
}

extension Schema where Value == InputTree {
  /// The path of a folder with sub-folders, from the manifest's folder.
  /// - Parameter limit: the most files that it may hold.
  public static func inputTree(limit: Int = 200_000) -> Schema {
    let expectation = "the path of a folder"
    return Schema(
      expectation: expectation, accepts: { $0.scalar != nil },
      read: { node, reading in
        guard let scalar = node.scalar, !scalar.text.isEmpty else {
          reading.mismatch(expectation, node)
          return nil
        }
        guard let inputs = reading.inputs else { return Decoded(.example, .string(scalar.text)) }
        let place = reading.place(of: node)
        let count = reading.count
        var files = 0
        func refuse(_ refusal: InputFolder.Refusal) { reading.mismatch(refusal.expected, node, found: refusal.found) }
        func file(_ name: String, in folder: String) -> (name: String, file: InputFile)? {
          switch inputs.find("\(scalar.text)/\(folder)/\(name)") {
          case .failure(let refusal):
            refuse(refusal)
            return nil
          case .success(let found):
            return (name, InputFile(path: found.path, place: place, absolutePath: found.absolutePath))
          }
        }
        switch inputs.findFolder(scalar.text) {
        case .failure(let refusal): refuse(refusal)
        case .success(let root):
          let folders = folderEntries(root.absolutePath, limit: limit).filter {
            fileType(root.absolutePath + "/" + $0) == S_IFDIR
          }.map { name in
            let names = folderEntries("\(root.absolutePath)/\(name)", limit: limit + 1 - files)
            files += names.count
            return InputTree.Folder(name: name, files: files > limit ? [] : names.compactMap { file($0, in: name) })
          }
          if folders.isEmpty {
            reading.mismatch("a folder with sub-folders", node, found: "none in \(quoted(scalar.text))")
          } else if files > limit {
            reading.mismatch("a folder of at most \(limit) files", node, found: "more in \(quoted(scalar.text))")
          }
          guard reading.count == count else { return nil }
          var known = Set(reading.files.map { UTF8Key($0.path) })
          for entry in folders.flatMap(\.files) where known.insert(UTF8Key(entry.file.path)).inserted {
            reading.files.append(entry.file)
          }
          return Decoded(InputTree(path: root.path, place: place, folders: folders), .string(scalar.text))
        }
        return nil
      },
      json: { ["type": "string", "minLength": 1] }, example: { .example })
  }
}

extension InputTree {
  fileprivate static var example: InputTree { InputTree(path: "images", place: .nowhere, folders: []) }
}
