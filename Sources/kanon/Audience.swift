import Glibc
import Laboratory
import Synchronization

/// Who hears of a run's progress: the terminal, and the journal that the live page reads.
final class Audience: Sendable {
  private let line: ProgressLine
  private let experiment: String
  private let folder: String
  private let journal = Mutex<LiveJournal?>(nil)
  private let started = Timing.now()

  /// A shorter run needs no page.
  private static let short = 1.0

  /// - Parameter isWatched: whether a live page is open already; else the journal begins when the run turns out long.
  init(_ experiment: String, in workshop: Workshop, isWatched: Bool = false) {
    line = ProgressLine(experiment)
    self.experiment = experiment
    folder = LiveJournal.folder(of: workshop)
    if isWatched { begin() }
  }

  var progress: Progress { Progress { self.hear($0) } }

  /// Tells the end.
  func leave(_ report: RunReport) {
    Terminal.clearProgress()
    journal.withLock { $0 }?.end(report)
  }

  private func hear(_ event: Progress.Event) {
    line.hear(event)
    if Timing.now() - started >= Self.short { begin() }
    journal.withLock { $0 }?.note(event)
  }

  private func begin() {
    journal.withLock { if $0 == nil { $0 = LiveJournal(in: folder, of: experiment) } }
  }
}
