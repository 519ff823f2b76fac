import Determinism
import Documents
import Git
import Glibc
import Manifests
import Records
import Synchronization

/// Where a long run keeps what it needs to go on after it was stopped: `.git/kanon/checkpoints/NAME/`.
///
/// A checkpoint belongs to one manifest with its inputs, its budget and its program; no other run sees it. It is a
/// task-local value around `Experiment.run`, and cannot reach an outcome: a run that goes on ends with the bits of one
/// that was never stopped.
public final class Checkpoints: Sendable {
  /// The checkpoints of the run that is going on; nil where no workshop runs it.
  @TaskLocal public static var current: Checkpoints?

  private let folder: String
  private let prefix: String
  private let isResuming: Bool
  private let pause: Double
  private let lastWritten = Mutex(Clock.now())

  /// - Parameters:
  ///   - folder: of this run's checkpoints, with a closing `/`.
  ///   - isResuming: whether those of an earlier run are read.
  ///   - pause: seconds from one checkpoint to the next.
  public init(folder: String, isResuming: Bool, pause: Double = 10) {
    (self.folder, self.isResuming, self.pause, prefix) = (folder, isResuming, pause, "")
  }

  private init(_ whole: Checkpoints, _ prefix: String) {
    (folder, isResuming, pause) = (whole.folder, whole.isResuming, whole.pause)
    self.prefix = prefix
  }

  /// Those of a part of the run: a combination of a matrix, a twin.
  public func part(_ name: String) -> Checkpoints { Checkpoints(self, prefix + name + "/") }

  /// What an earlier run kept under a name; nil where there is nothing, or this run begins anew.
  public func read(_ name: String) throws -> [UInt8]? {
    isResuming ? try FileSystem.read(path(name)) : nil
  }

  /// Whether it is time for a checkpoint again.
  public var isDue: Bool { lastWritten.withLock { Clock.seconds(since: $0) >= pause } }

  /// Whether there is something to go on from.
  var isKept: Bool { (try? FileSystem.files(below: folder).isEmpty) == false }

  /// Keeps something under a name, in place of what was there; nobody ever reads half of it.
  public func write(_ bytes: [UInt8], _ name: String) throws {
    let place = path(name)
    let aside = "\(place)-\(getpid())"
    try FileSystem.write(bytes, to: aside, synced: false)
    guard rename(aside, place) == 0 else {
      throw RecordError(.system(errno), at: place, found: "the checkpoint could not be renamed into its place")
    }
    lastWritten.withLock { $0 = Clock.now() }
  }

  private func path(_ name: String) -> String {
    // Labels of a matrix hold whatever a manifest says: their hash is a file's name on every system.
    folder + ObjectID.of(.blob, Array((prefix + name).utf8)).hex.prefix(16)
  }
}

extension Workshop {
  /// The checkpoints of a plan's run.
  /// - Throws: `RecordError` when a run is to go on from what another manifest, input, budget or program left.
  func checkpoints(of plan: Plan, isResuming: Bool) throws(RecordError) -> Checkpoints {
    let parent =
      ledger.repository.commonFolder + "kanon/checkpoints/"
      + plan.recordName.map { $0 == "/" ? "+" : String($0) }.joined() + "/"
    var identity = plan.text + Array("\n\(plan.manifest.budget.rawValue) \(try engine().executable)\n".utf8)
    for input in plan.inputs { identity += Array("\(input.path) \(input.blob.hex)\n".utf8) }
    let own = ObjectID.of(.blob, identity).hex.prefix(16) + "/"
    guard isResuming else {
      try FileSystem.removeAll(parent)
      return Checkpoints(folder: parent + own, isResuming: false)
    }
    let kept = try FileSystem.files(below: parent)
    if !kept.isEmpty, !kept.contains(where: { $0.hasPrefix(own) }) {
      throw RecordError(
        .refused, at: plan.experiment,
        found: "its checkpoint is of another manifest, input, budget or build of kanon",
        remedy: "run it without --resume to begin anew")
    }
    return Checkpoints(folder: parent + own, isResuming: true)
  }

  /// Forgets the checkpoints of a run that came to its end.
  func forgetCheckpoints(of plan: Plan) throws(RecordError) {
    _ = try checkpoints(of: plan, isResuming: false)
  }
}
