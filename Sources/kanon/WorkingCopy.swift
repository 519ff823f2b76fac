import Documents
import Glibc
import Manifests
import Records

/// A repository of its own with a copy of the experiments, for runs that are nobody's records.
final class WorkingCopy {
  let folder: String
  /// What the last record of each experiment goes by: with the budget's name, where it is not the headline's.
  private var recordNames: [String: String] = [:]

  /// - Throws: `RecordError` when it can't be made.
  init(of root: String) throws(RecordError) {
    folder = "/tmp/kanon-portability-\(getpid())"
    let (from, to) = (Shell.quoted(root + "experiments"), Shell.quoted(folder))
    let made = Shell.run(
      """
      rm -rf \(to) && mkdir \(to) && cp -r \(from) \(to)/experiments && cd \(to) && git init -q && git add -A && \
      git -c user.name=kanon -c user.email=kanon@localhost commit -q -m experiments
      """)
    guard made.code == 0 else { throw RecordError(.system(made.code), at: folder, found: made.lastLine) }
  }

  func remove() { _ = Shell.run("rm -rf \(Shell.quoted(folder))") }

  /// The tree id of every outcome under a setting.
  func outcomes(of names: [String], _ cell: PortabilityCell, _ budget: Budget) throws -> [String: String] {
    let program = Shell.quoted(cell.executable ?? Shell.executable)
    let ended = Shell.run(
      "cd \(Shell.quoted(folder)) && \(cell.environment) \(program) run \(names.joined(separator: " ")) "
        + "--budget \(budget.rawValue) --no-figures --json")
    if ended.code == 130 { throw Ended(code: .interrupted) }
    var outcomes: [String: String] = [:]
    for line in ended.output.split(separator: "\n") {
      guard let document = try? JSON(parsing: Array(line.utf8)), let record = document["experiment"]?.asString else {
        continue
      }
      // No experiment has a dot in its name; what stands behind one is the budget.
      let name = String(record.prefix { $0 != "." })
      recordNames[name] = record
      outcomes[name] = document["outcome"]?.asString
    }
    return outcomes
  }

  /// The first value that the last two records of an experiment do not share.
  func firstDifference(_ name: String) -> String {
    let lines = Shell.run(
      "cd \(Shell.quoted(folder)) && \(Shell.quoted(Shell.executable)) diff \(recordNames[name] ?? name)"
    ).output
    return lines.split(separator: "\n").dropFirst().first.map { $0.trimmingPrefix("  ").description }
      ?? "nothing differs now"
  }

  /// Changes the last digit of every table, and every seed.
  func changeInputs() throws(RecordError) {
    let changed = Shell.run(
      """
      cd \(Shell.quoted(folder))/experiments && \
      find . -name '*.csv' -exec sed -i -e '$ s/[0-8]\\([^0-9]*\\)$/9\\1/;t' -e '$ s/9\\([^0-9]*\\)$/8\\1/' {} + && \
      find . -name '*.yaml' -exec sed -i -e 's/^seed: \\([0-9]*\\)$/seed: \\11/' {} +
      """)
    guard changed.code == 0 else { throw RecordError(.system(changed.code), at: folder, found: changed.lastLine) }
  }
}
