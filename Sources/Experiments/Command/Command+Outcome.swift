import Documents
import Laboratory
import Manifests
import Records

extension Command {
  /// What the program wrote, as an outcome: parsed and written anew in the one canonical form.
  /// - Throws: `RunFailure` that names every declared output that is missing, or the first that can't be read.
  func collect(from checkout: Checkout) throws -> Outcome {
    let outputs = parameters.outputs
    let missing = try outputs.paths.filter { try FileSystem.read(try place($0, in: checkout)) == nil }
    guard missing.isEmpty else {
      throw RunFailure("it did not write \(missing.joined(separator: ", ")), which outputs declares")
    }
    var outcome = Outcome(metrics: [:])
    if let path = outputs.metrics { outcome.metrics = try metrics(try bytes(path, in: checkout), path) }
    guard outcome.metrics["command"] == nil else {
      throw RunFailure("\(outputs.metrics ?? ""): the name command is taken, for what is known of the run")
    }
    outcome.metrics["command"] = ["status": .integer(Int64(parameters.status))]
    for named in outputs.tables {
      let bytes = try bytes(named.value, in: checkout)
      outcome.tables.append((named.name, try read(named.value) { try Table(csv: bytes, file: named.value) }))
    }
    for named in outputs.arrays {
      let bytes = try bytes(named.value, in: checkout)
      outcome.arrays.append((named.name, try read(named.value) { try NumericArray(npy: bytes, file: named.value) }))
    }
    for (folder, group) in [("figures", outputs.figures), ("files", outputs.files)] {
      for named in group {
        let path = "\(folder)/\(named.name)\(Self.ending(of: named.value))"
        outcome.blobs.append(StoredFile(path, try bytes(named.value, in: checkout)))
      }
    }
    if parameters.streams == .compared { outcome.blobs += try streams(of: checkout) }
    return outcome
  }

  /// Both streams; of a long one the beginning and the end.
  func streams(of checkout: Checkout) throws(RecordError) -> [StoredFile] {
    var files: [StoredFile] = []
    for (name, place) in [("stdout", checkout.output), ("stderr", checkout.error)] {
      var bytes = try FileSystem.read(place) ?? []
      if bytes.count > 2 * Self.longestPart {
        let cut = "\n… \(bytes.count - 2 * Self.longestPart) bytes left out …\n"
        bytes = bytes.prefix(Self.longestPart) + Array(cut.utf8) + bytes.suffix(Self.longestPart)
      }
      files.append(StoredFile("streams/\(name).txt", bytes))
    }
    return files
  }

  private static let longestPart = 512 << 10

  private func metrics(_ bytes: [UInt8], _ path: String) throws -> JSON {
    let document = try read(path) { try JSON(parsing: bytes, file: path) }
    guard document.asObject != nil else { throw RunFailure("\(path): expected a JSON object of metrics") }
    return document
  }

  private func place(_ path: String, in checkout: Checkout) throws -> String {
    checkout.root + (try Checkout.path(path, from: checkout.directory))
  }

  private func bytes(_ path: String, in checkout: Checkout) throws -> [UInt8] {
    try FileSystem.read(try place(path, in: checkout)) ?? []
  }

  private func read<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch { throw RunFailure("\(path) can't be read: \(error)") }
  }

  /// `.svg` of `out/plot.svg`; nothing where the name has no ending.
  private static func ending(of path: String) -> String {
    guard let name = path.split(separator: "/").last, let point = name.lastIndex(of: "."), point != name.startIndex
    else {
      return ""
    }
    return String(name[point...])
  }
}
