import Documents
import Git
import Records

/// Where a record comes from, and the commands that repeat it and check it with nothing but git.
struct ProvenanceSection {
  struct Row {
    let name: String
    let value: String
    let note: String?
    let code: Bool
  }

  struct Command {
    let text: String
    let comment: String
  }

  let rows: [Row]
  let inputs: [Row]
  let hasInputs: Bool
  let reproduce: [Command]
  let check: [Command]
  let expected: String?

  /// Nil for a golden that no record stands behind.
  init?(_ dossier: Dossier) {
    guard let record = dossier.record else { return nil }
    rows = Self.rows(record, dossier)
    let listed = dossier.circumstances?.notes.first { $0.key == "inputs" }?.value.asObject ?? []
    inputs = listed.map { Row(name: $0.key, value: $0.value.asString ?? "", note: nil, code: true) }
    hasInputs = !inputs.isEmpty
    let folder = "../\(record.experiment.replacing("/", with: "-"))-\(record.commit.short)"
    reproduce = [
      Command(text: "git fetch origin 'refs/kanon/*:refs/kanon/*'", comment: "in a fresh clone: the ledger"),
      Command(text: "git worktree add --detach \(folder) \(record.source.hex)", comment: "the source as it was"),
      Command(text: "kanon run \(record.experiment) -C \(folder)", comment: "runs, records, judges"),
    ]
    expected = record.outcome?.hex
    check =
      record.outcome == nil
      ? []
      : [
        Command(text: "git rev-parse \(record.commit.hex):outcome", comment: "this record"),
        Command(text: "git rev-parse refs/kanon/\(record.experiment):outcome", comment: "the latest one"),
      ]
  }

  private static func rows(_ record: Record, _ dossier: Dossier) -> [Row] {
    func row(_ name: String, _ value: String, note: String? = nil, code: Bool = false) -> Row {
      Row(name: name, value: value, note: note, code: code)
    }
    let subject = dossier.source.map { $0.message.split(separator: "\n").first.map(String.init) ?? "" }
    var rows = [
      row("Record", record.commit.hex, note: "on refs/kanon/\(record.experiment)", code: true),
      row("Source commit", record.source.hex, note: subject, code: true),
    ]
    if let outcome = record.outcome { rows.append(row("Outcome tree", outcome.hex, code: true)) }
    guard let circumstances = dossier.circumstances else { return rows }
    rows.append(
      row(
        "Engine", circumstances.engine.executable, note: "kanon \(circumstances.engine.version), git blob id",
        code: true))
    rows.append(row("Started", Dates.minute(circumstances.started / 1000)))
    rows.append(row("Took", Typeset.duration(circumstances.seconds)))
    rows.append(
      row(
        "Machine", circumstances.host,
        note: "\(Typeset.count(circumstances.threads, "thread")), \(circumstances.instructionSet)"))
    let versions = circumstances.versions.map {
      "\($0.key) \(Typeset.leaf($0.value).replacing($0.key + " ", with: ""))"
    }
    if !versions.isEmpty { rows.append(row("With", versions.joined(separator: " · "))) }
    for note in circumstances.notes where note.key != "inputs" {
      rows.append(row(note.key.replacing("_", with: " ").capitalizedFirst, Typeset.leaf(note.value)))
    }
    return rows
  }
}
