import Determinism
import Documents
import Glibc
import YAML

/// Feeds spoiled manifests and random YAML to the readers, which must refuse or read each, soon and in little memory.
///
/// A case is a function of the seed and its number, so that one that fails can be looked at alone. Beyond surviving,
/// each case is held to laws: the same text gives the same plan or the same problems; every problem points into the
/// text and prints in bounded length; a canonical form is read back as itself.
public struct ManifestFuzz: Sendable {
  /// The seed of all cases.
  public let seed: UInt64
  /// The texts to spoil.
  public let texts: [[UInt8]]
  /// The kinds to read them as.
  public let kinds: [any ManifestKind.Type]
  /// The most processor time that one case may take; a busy machine does not count.
  public let limit: Duration

  public init(
    seed: UInt64, texts: [[UInt8]], kinds: [any ManifestKind.Type], limit: Duration = .seconds(2)
  ) {
    self.seed = seed
    self.texts = texts
    self.kinds = kinds
    self.limit = limit
  }

  /// What came of some cases.
  public struct Report: Sendable {
    public internal(set) var cases = 0
    /// How many were read as manifests.
    public internal(set) var read = 0
    /// How many were refused.
    public internal(set) var refused = 0
    /// The processor time of all cases.
    public internal(set) var elapsed = Duration.zero
    public internal(set) var slowest = (number: 0, time: Duration.zero)
    /// The most memory that the process has held, in bytes, before and after.
    public internal(set) var peakMemory = (before: 0, after: 0)
    /// The cases that broke a law or took too long, and how; the first hundred.
    public internal(set) var violations: [(number: Int, law: String)] = []
  }

  /// Runs the cases `0..<cases`.
  /// - Parameter progress: is told the number of each case before it runs, so that a crash can be traced.
  public func run(cases: Int, progress: (Int) -> Void = { _ in }) -> Report {
    var report = Report()
    report.peakMemory.before = peakMemory()
    for number in 0..<cases {
      progress(number)
      let bytes = text(case: number)
      let start = processorTime()
      var laws = broken(by: bytes, in: &report)
      let time = processorTime() - start
      report.cases += 1
      report.elapsed += time
      if time > report.slowest.time { report.slowest = (number, time) }
      if time > limit { laws.append("took \(time)") }
      for law in laws where report.violations.count < 100 { report.violations.append((number, law)) }
    }
    report.peakMemory.after = peakMemory()
    return report
  }

  /// The text of one case: in turn a spoiled manifest, or random YAML, which may be spoiled too.
  public func text(case number: Int) -> [UInt8] {
    var stream = RandomStream(seed: seed, name: "fuzz").child("\(number)")
    if texts.isEmpty || number % 4 == 3 {
      let bytes = RandomYAML.text(&stream)
      return stream.nextInteger(below: 2) == 0 ? bytes : Mutation.apply(to: bytes, others: texts, &stream)
    }
    return Mutation.apply(to: texts[Int(stream.nextInteger(below: UInt64(texts.count)))], others: texts, &stream)
  }

  /// The laws that a text breaks.
  func broken(by bytes: [UInt8], in report: inout Report) -> [String] {
    var laws: [String] = []
    for kind in kinds {
      let first = outcome(of: bytes, as: kind)
      if first != outcome(of: bytes, as: kind) { laws.append("two readings differ") }
      switch first {
      case .refused(let text):
        report.refused += 1
        if text.utf8.count > 2_000_000 { laws.append("the problems print in \(text.utf8.count) bytes") }
      case .astray(let place): laws.append("a problem points outside of the text: \(place)")
      case .read(let document):
        report.read += 1
        if !isReadBack(document, as: kind) { laws.append("the canonical form is not read back as itself") }
      }
    }
    return laws
  }

  private enum Outcome: Equatable {
    case read(JSON)
    case refused(String)
    case astray(String)
  }

  private func outcome<Kind: ManifestKind>(of bytes: [UInt8], as kind: Kind.Type) -> Outcome {
    do {
      let text = try ManifestText(bytes: bytes, file: "case.yaml")
      _ = try text.kind(among: [Kind.name])
      return .read(try text.plan(as: kind).manifest.document)
    } catch {
      for problem in error.problems {
        guard let mark = problem.mark else { continue }
        if mark.offset > bytes.count || mark.line < 1 || mark.column < 1 || mark.column > bytes.count + 1 {
          return .astray(problem.description)
        }
      }
      return .refused(error.description)
    }
  }

  private func isReadBack<Kind: ManifestKind>(_ document: JSON, as kind: Kind.Type) -> Bool {
    // YAML takes more characters for ends of lines than JSON does: all but ASCII goes as escapes.
    let text = document.render(pretty: true).unicodeScalars.reduce(into: "") { text, scalar in
      text += scalar.isASCII ? String(scalar) : "\\U" + hexadecimal(scalar.value)
    }
    switch outcome(of: Array(text.utf8), as: kind) {
    case .read(let again): return again == document
    // JSON has no infinity: such a number comes back as a text, and is refused as one.
    case .refused(let message): return message.contains("inf\"") || message.contains("nan\"")
    case .astray: return false
    }
  }

  private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }

  /// What this thread has had of a processor.
  private func processorTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  private func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
