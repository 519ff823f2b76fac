import Git
import Manifests
import Records

extension Workshop {
  /// Whether the programs that a manifest names may run.
  public enum Permission: Sendable {
    /// The user said so for this command.
    case granted
    /// As the repository's own settings say: `git config kanon.allowCommand true`, and then only for a manifest that
    /// the commit at HEAD holds as it stands. Settings are no part of a commit, so nobody can send them.
    case asConfigured
  }

  /// Why the programs of a plan may not run; nil when they may, or there are none.
  /// - Throws: `RecordError` when the repository can't be read.
  func refusal(of plan: Plan, _ permission: Permission) throws(RecordError) -> Judgement? {
    guard plan.runsPrograms, permission == .asConfigured else { return nil }
    let remedy = "kanon run \(plan.experiment) --allow-command"
    guard ledger.repository.setting("kanon.allowcommand") == "true" else {
      return .inconclusive(
        plan.experiment, "it runs a program, and that was not allowed here",
        remedy: "\(remedy)    # or, for all committed manifests: git config kanon.allowCommand true")
    }
    guard try isCommitted(plan) else {
      return .inconclusive(
        plan.experiment, "it runs a program, and the commit at HEAD does not hold this manifest", remedy: remedy)
    }
    return nil
  }

  private func isCommitted(_ plan: Plan) throws(RecordError) -> Bool {
    do throws(GitError) {
      guard let head = try ledger.repository.head() else { return false }
      let tree = try ledger.repository.commit(head).tree
      return try ledger.repository.entry(plan.file, in: tree)?.id == .of(.blob, plan.text)
    } catch {
      throw RecordError(.git(error), at: plan.file, found: "\(error)")
    }
  }
}
