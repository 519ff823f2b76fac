import Documents
import Git
import Laboratory
import Records

extension FiguresCommand {
  /// What `figures/manifest.json` says of the figures that were drawn from a record.
  func digests(_ files: [String], _ record: Record, _ workshop: Workshop) throws(RecordError) -> [JSON.Member] {
    let presentation = try workshop.ledger.files("presentation", of: record)
    var members: [JSON.Member] = []
    for file in files where file.hasSuffix(".svg") {
      let stem = file.dropFirst("figures/\(record.experiment)-".count).dropLast(".svg".count)
      let bytes = try FileSystem.read(workshop.root + file) ?? []
      let data = presentation.filter { $0.path.hasPrefix(stem + ".") && $0.path.hasSuffix(".csv") }
      members.append(
        JSON.Member(
          key: file,
          value: [
            "record": .string(record.commit.hex), "outcome": .string(record.outcome?.hex ?? ""),
            "svg": .string(ObjectID.of(.blob, bytes).hex),
            "data": .object(
              data.map { JSON.Member(key: $0.path, value: .string(ObjectID.of(.blob, $0.bytes).hex)) }),
          ]))
    }
    return members
  }
}
