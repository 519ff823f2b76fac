import Determinism
public import Documents
public import Git

/// What a run produced and what must reproduce: nothing here holds a time, a host, a path or a commit.
///
/// On disk and in git it is a folder: `metrics.json`, `sharing.json`, `tables/NAME.csv`, `arrays/NAME.npy`, and blobs
/// at paths of their own such as `weights.safetensors`.
public struct Outcome: Sendable {
  /// Named results; the leaves are compared one by one.
  public var metrics: JSON

  /// What sharing bought, where an experiment has something to share.
  public var sharing: JSON?

  /// Tables by name, without `.csv`.
  public var tables: [(name: String, table: Table)]

  /// Arrays by name, without `.npy`.
  public var arrays: [(name: String, array: NumericArray)]

  /// Any other files, by path.
  public var blobs: [StoredFile]

  public init(
    metrics: JSON, sharing: JSON? = nil, tables: [(name: String, table: Table)] = [],
    arrays: [(name: String, array: NumericArray)] = [], blobs: [StoredFile] = []
  ) {
    (self.metrics, self.sharing) = (metrics, sharing)
    (self.tables, self.arrays, self.blobs) = (tables, arrays, blobs)
  }

  /// The table of that name.
  public func table(_ name: String) -> Table? { tables.first { sameUTF8($0.name, name) }?.table }
}

extension Outcome {
  /// The files of the folder, sorted by the bytes of their paths.
  /// - Throws: `RecordError`, `.invalid` when two have one path or a path is unfit.
  public func files() throws(RecordError) -> [StoredFile] {
    var files = [StoredFile("metrics.json", text: metrics.render(pretty: true))]
    if let sharing { files.append(StoredFile("sharing.json", text: sharing.render(pretty: true))) }
    for (name, table) in tables { files.append(StoredFile("tables/\(name).csv", table.csv())) }
    for (name, array) in arrays { files.append(StoredFile("arrays/\(name).npy", array.npy())) }
    files += blobs
    let ordered = try files.inOrder(of: "outcome")
    for file in ordered where file.path == GoldenFolder.descriptionFile {
      throw RecordError(.invalid, at: "outcome", found: "\(file.path) is the name of a golden's own description")
    }
    return ordered
  }

  /// The identity of this outcome: the tree id that `outcome/` has in git, computed without any repository.
  ///
  /// Two outcomes agree in every bit exactly when these ids are equal.
  /// - Throws: `RecordError`, `.invalid`.
  public func tree() throws(RecordError) -> ObjectID {
    FileTree(try files().map { ($0.path, ObjectID.of(.blob, $0.bytes)) }).id
  }

  /// The outcome that these files hold.
  /// - Throws: `RecordError`, `.corrupt` when a file does not parse or `metrics.json` is missing.
  public init(files: [StoredFile]) throws(RecordError) {
    self.init(metrics: .object([]))
    var hasMetrics = false
    for file in try files.inOrder(of: "outcome") {
      let names = file.path.split(separator: "/").map(String.init)
      do throws(DocumentError) {
        if file.path == "metrics.json" {
          metrics = try JSON(parsing: file.bytes)
          hasMetrics = true
        } else if file.path == "sharing.json" {
          sharing = try JSON(parsing: file.bytes)
        } else if names.first == "tables", file.path.hasSuffix(".csv") {
          let name = String(file.path.dropFirst("tables/".count).dropLast(".csv".count))
          tables.append((name, try Table(csv: file.bytes, file: file.path)))
        } else if names.first == "arrays", file.path.hasSuffix(".npy") {
          let name = String(file.path.dropFirst("arrays/".count).dropLast(".npy".count))
          arrays.append((name, try NumericArray(npy: file.bytes, file: file.path)))
        } else {
          blobs.append(file)
        }
      } catch {
        throw RecordError(.corrupt, at: "outcome/\(file.path)", found: "\(error)")
      }
    }
    guard hasMetrics else { throw RecordError(.corrupt, at: "outcome/metrics.json", found: "it is missing") }
  }
}
