public import Documents
import Git
import Glibc
import Records
import Synchronization

/// What a run says while it works, kept beside the ledger for whoever watches: one JSON object a line.
///
/// `.git/kanon/live/NAME.jsonl` begins when the run does and is replaced by the next one. It is heard by people alone;
/// no outcome can see it, and a journal that can't be written is none.
public final class LiveJournal: Sendable {
  private let descriptor: Int32
  private let started = Clock.now()
  private let lastWritten = Mutex(-1.0)

  /// How often a line is written, in seconds; what comes between is left out.
  private static let pause = 0.05

  /// - Parameters:
  ///   - folder: of the journals, as `folder(of:)` tells.
  ///   - experiment: the name of the experiment.
  public init(in folder: String, of experiment: String) {
    let parent = folder.dropLast("live/".count)
    mkdir(String(parent), 0o777)
    mkdir(folder, 0o777)
    let path = folder + Self.file(of: experiment)
    // Removed first, so that a page that reads the old one reads it to its end.
    unlink(path)
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
    write(["experiment": .string(experiment), "process": .integer(Int64(getpid()))])
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Notes a sign of life.
  public func note(_ event: Progress.Event) {
    let seconds = Clock.seconds(since: started)
    let isDue = lastWritten.withLock { last in
      defer { if seconds - last >= Self.pause { last = seconds } }
      return seconds - last >= Self.pause
    }
    guard isDue else { return }
    var line: JSON = ["seconds": .number((seconds * 1000).rounded() / 1000), "stage": .string(event.stage)]
    if let fraction = event.fraction { line["fraction"] = .number(fraction) }
    if let metric = event.metric { line["metric"] = .string(metric) }
    write(line)
  }

  /// Notes how the run ended.
  public func end(_ report: RunReport) {
    var line: JSON = ["ended": .string(report.word), "seconds": .number(report.seconds)]
    if let headline = report.headline { line["headline"] = .string(headline) }
    write(line)
  }

  private func write(_ line: JSON) {
    guard descriptor >= 0 else { return }
    let bytes = line.bytes(pretty: false) + [UInt8(ascii: "\n")]
    bytes.withUnsafeBytes { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }

  /// A name without folders.
  private static func file(of experiment: String) -> String {
    experiment.map { $0 == "/" ? "+" : String($0) }.joined() + ".jsonl"
  }

  /// Where the journals of a repository are.
  public static func folder(of workshop: Workshop) -> String { workshop.ledger.repository.commonFolder + "kanon/live/" }

  /// Every journal of a folder, line by line.
  public static func read(in folder: String) -> [[JSON]] {
    guard let files = try? FileSystem.files(below: folder) else { return [] }
    return files.filter { $0.hasSuffix(".jsonl") }.map { file in
      let bytes = (try? FileSystem.read(folder + file)) ?? nil ?? []
      // The last line may still be on its way.
      return bytes.split(separator: UInt8(ascii: "\n")).compactMap { try? JSON(parsing: Array($0)) }
    }
  }
}
