import Determinism
import Documents
import Git
import Glibc

/// Proves that no completed record is lost: many processes record at once, and some are killed at random moments.
///
/// Every run is a process of its own, as `kanon run` is; the tool that offers the stress starts itself again for each.
public struct RecordStress: Sendable {
  /// The repository to record in; one made for the purpose.
  public var folder: String
  /// Processes at once.
  public var writers = 16
  /// Runs that each of them makes, one after another.
  public var runs = 100
  /// The fraction of runs that are killed with SIGKILL.
  public var kill = 0.05
  public var seed: UInt64 = 1

  public init(folder: String) { self.folder = folder }

  /// What came out of it.
  public struct Report: Sendable {
    /// Runs whose record returned before the process ended.
    public var completed = 0
    /// Runs that were killed before they ended.
    public var killed = 0
    /// Runs that ended in an error, with what they said.
    public var failed: [String] = []
    /// Records in the ledger; at least the completed ones, and those whose process was killed just after.
    public var recorded = 0
    /// Completed runs that the ledger does not know. **Must** be none.
    public var lost = 0
    /// Lock files left in the git folder after one more run. **Must** be none.
    public var locks: [String] = []
    public var seconds = 0.0

    public var isSound: Bool { lost == 0 && locks.isEmpty && failed.isEmpty }
  }

  static let experiment = "stress"

  /// Starts all runs, kills some, and examines the ledger afterwards.
  /// - Parameter command: the words that make this program record one run; folder, number and journal are appended.
  /// - Throws: `RecordError`.
  public func run(command: [String]) throws(RecordError) -> Report {
    let journal = folder + "/.git/kanon-stress-journal"
    unlink(journal)
    defer { unlink(journal) }
    var random = RandomStream(seed: seed, name: "record-stress")
    var report = Report()
    let begin = Self.seconds()
    var left = [Int](repeating: runs, count: writers)
    var children: [Child] = []
    var typical = 0.03
    while true {
      let now = Self.seconds()
      for slot in 0..<writers where left[slot] > 0 && !children.contains(where: { $0.slot == slot }) {
        left[slot] -= 1
        let number = slot * runs + left[slot]
        let pid = try Self.start(command + [folder, String(number), journal])
        let isDoomed = random.nextUniform() < kill
        children.append(
          Child(slot: slot, pid: pid, started: now, end: isDoomed ? now + random.nextUniform() * 1.5 * typical : nil))
      }
      if children.isEmpty { break }
      for child in children { if let end = child.end, end <= now { Glibc.kill(child.pid, SIGKILL) } }
      children.removeAll { child in
        var status: Int32 = 0
        guard waitpid(child.pid, &status, WNOHANG) == child.pid else { return false }
        if status & 0x7f == SIGKILL {
          report.killed += 1
        } else if status != 0 {
          report.failed.append("run in slot \(child.slot) ended with status \(status)")
        } else {
          // The moments of killing follow the duration of a run, so that they fall into every part of it.
          typical += 0.1 * (now - child.started - typical)
        }
        return true
      }
      usleep(300)
    }
    report.seconds = Self.seconds() - begin
    try examine(&report, journal: journal)
    return report
  }

  /// Records one run, and notes it in the journal when the record has returned.
  /// - Throws: `RecordError`.
  public static func recordOnce(folder: String, number: Int, journal: String) throws(RecordError) {
    let ledger = try Ledger(at: folder)
    let record = try ledger.record(draft(number: number))
    let line = Array("\(number) \(record.commit)\n".utf8)
    let descriptor = open(journal, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    defer { close(descriptor) }
    guard write(descriptor, line, line.count) == line.count else { throw .system("write", at: journal) }
  }

  private struct Child {
    var slot: Int
    var pid: pid_t
    var started: Double
    var end: Double?
  }

  private func examine(_ report: inout Report, journal: String) throws(RecordError) {
    let ledger = try Ledger(at: folder)
    // The next run clears what the last killed one may have left.
    try ledger.record(Self.draft(number: -1))
    let records = try ledger.log(Self.experiment)
    report.recorded = records.count - 1
    let known = Set(records.map(\.commit.hex))
    let noted = String(decoding: try FileSystem.read(journal) ?? [], as: UTF8.self).split(separator: "\n")
    report.completed = noted.count
    report.lost = noted.filter { !known.contains(String($0.split(separator: " ").last ?? "")) }.count
    report.locks = try FileSystem.files(below: ledger.repository.commonFolder).filter { $0.hasSuffix(".lock") }
  }

  static func draft(number: Int) -> RecordDraft {
    let numbers = (0..<100).map { Double(number) + Double($0) / 128 }
    let outcome = Outcome(
      metrics: ["run": .integer(Int64(number))], tables: [("fit", Table([.init("x", numbers: numbers)]))])
    return RecordDraft(
      experiment: experiment, product: .outcome(outcome), manifest: Array("experiment: stress\n".utf8),
      circumstances: Circumstances(
        status: .completed, started: Ledger.now(), seconds: 0, host: "localhost", threads: 1, instructionSet: "scalar",
        engine: .init(version: "stress", executable: "")))
  }

  private static func start(_ words: [String]) throws(RecordError) -> pid_t {
    var arguments = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var pid: pid_t = 0
    let status = posix_spawn(&pid, words[0], nil, nil, &arguments, environ)
    guard status == 0 else { throw .system("start", at: words[0], code: status) }
    return pid
  }

  static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
