import Determinism

/// The laws of a system and the faults that prove them, ready to be examined.
public struct Suite: Sendable {
  /// How an examination goes.
  public struct Settings: Sendable {
    /// The experiment, or the subject's name.
    public var subject: String
    public var seed: UInt64
    public var budget: CaseBudget
    /// Only these laws; nil takes all.
    public var laws: [String]?
    /// Stored cases, measured before all others.
    public var counterexamples: [Counterexample]
    /// The command that replays a violation, before `--law`, `--seed` and `--case`.
    public var command: String
    /// Only this case of each law.
    public var number: Int?

    public init(
      subject: String, seed: UInt64, budget: CaseBudget, laws: [String]? = nil,
      counterexamples: [Counterexample] = [], command: String = "kanon check", number: Int? = nil
    ) {
      (self.subject, self.seed, self.budget, self.laws) = (subject, seed, budget, laws)
      (self.counterexamples, self.command, self.number) = (counterexamples, command, number)
    }
  }

  /// The names of the laws.
  public let laws: [String]
  /// The names of the faults.
  public let faults: [String]
  private let run: @Sendable (Settings, Hearing) throws(CampaignEnd) -> SuiteReport

  /// Hears how far an examination is: what is done, and the part that is done.
  public typealias Hearing = @Sendable (_ stage: String, _ fraction: Double) -> Void

  /// - Parameters:
  ///   - system: what the laws are tried on. Calls come from several threads at once unless it says otherwise.
  ///   - shrinkLimit: the most cases that may be measured to make one counterexample simpler.
  public init<System: Sendable>(
    of system: System, laws: [Law<System>], faults: [Fault<System>], isConcurrent: Bool = true,
    shrinkLimit: Int = 4000
  ) {
    self.laws = laws.map(\.name)
    self.faults = faults.map(\.name)
    run = { settings, hear throws(CampaignEnd) in
      let examination = Examination(
        system: system, laws: laws, faults: faults, isConcurrent: isConcurrent, shrinkLimit: shrinkLimit,
        settings: settings)
      return try examination.run(hear)
    }
  }

  /// Several suites as one: every law and fault under the label of its suite, `2/forces`.
  public init(joining parts: [(label: String, suite: Suite)]) {
    laws = parts.flatMap { part in part.suite.laws.map { "\(part.label)/\($0)" } }
    faults = parts.flatMap { part in part.suite.faults.map { "\(part.label)/\($0)" } }
    run = { settings, hear throws(CampaignEnd) in
      var joined = SuiteReport(subject: settings.subject, seed: settings.seed, laws: [], faults: [])
      for (place, part) in parts.enumerated() {
        let prefix = part.label + "/"
        var own = settings
        own.laws = settings.laws.map { $0.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) } }
        own.counterexamples = settings.counterexamples.compactMap { $0.within(prefix) }
        let report = try part.suite.run(own) { stage, fraction in
          hear(prefix + stage, (Double(place) + fraction) / Double(parts.count))
        }
        joined.laws += report.laws.map { $0.below(prefix) }
        joined.faults += report.faults.map { (prefix + $0.name, $0.statement) }
      }
      return joined
    }
  }

  /// Tries every law on the sound system, and on every planted fault.
  /// - Returns: what became of each; nil when the user asked to stop.
  public func examine(_ settings: Settings, _ hear: @escaping Hearing = { _, _ in }) -> SuiteReport? {
    do throws(CampaignEnd) { return try run(settings, hear) } catch { return nil }
  }
}
