public import Git
public import Records
import Synchronization

/// What a running program of the user's may have beside its experiment: the pinned tree, and a place for what it said.
///
/// Only kinds that run programs look at it. It is a task-local value around `Experiment.run`, so that no other kind
/// carries it along.
public final class Workbench: Sendable {
  /// The repository's working tree, with a closing `/`; nil outside of any.
  public let root: String
  /// The tree of the source that the run is pinned to.
  public let tree: ObjectID
  private let kept = Mutex<(files: [StoredFile], warnings: [String])>(([], []))

  init(root: String, tree: ObjectID) { (self.root, self.tree) = (root, tree) }

  /// The bench of the run that is going on; nil where no workshop runs it.
  @TaskLocal public static var current: Workbench?

  /// Keeps files beside the outcome, in the record's `presentation/`: streams, whatever need not reproduce.
  public func keep(_ files: [StoredFile]) { kept.withLock { $0.files += files } }

  /// Tells something that the user should know though nothing failed; recorded with the circumstances.
  public func warn(_ sentence: String) {
    kept.withLock { if !$0.warnings.contains(sentence) { $0.warnings.append(sentence) } }
  }

  var files: [StoredFile] { kept.withLock { $0.files } }
  var warnings: [String] { kept.withLock { $0.warnings } }
}
