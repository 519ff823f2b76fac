public import Documents
public import Oracles
public import Records

/// What became of one experiment: the run, its record, its verdict and its figures.
public struct RunReport: Sendable {
  public var experiment: String
  public var status: RunStatus
  /// The record in the ledger; nil when none was to be made.
  public var record: Record?
  /// The metrics of the outcome; nil when there is none.
  public var metrics: JSON?
  /// The one result that a summary line shows.
  public var headline: String?
  /// The verdict on the outcome, with its reasons; nil without an outcome.
  public var judgement: Judgement?
  /// What became of the laws; nil when they were not tried.
  public var laws: LawsReport?
  /// What became of the figures; nil when none were to be drawn, or there is no outcome.
  public var drawing: DrawingReport?
  /// Seconds of wall time for the run alone.
  public var seconds: Double
  /// What the user should know though nothing failed.
  public var warnings: [String]

  /// The worst of the run, the verdicts on the outcome and on the laws, and the figures.
  public var exitCode: ExitCode {
    switch status {
    case .interrupted: return .interrupted
    case .failed: return .failed
    case .completed: break
    }
    return ExitCode.worst(of: [
      judgement?.verdict.exitCode ?? .success, laws?.judgement.verdict.exitCode ?? .success,
      drawing?.exitCode ?? .success,
    ])
  }

  /// One word for the summary line: the verdict, `broken` where the outcome is good and a law is not, or how the run
  /// ended.
  public var word: String {
    guard status == .completed else { return status.word }
    guard let laws, let judgement, laws.judgement.verdict > judgement.verdict, laws.judgement.verdict > .within else {
      return judgement?.verdict.rawValue ?? "completed"
    }
    return laws.judgement.verdict == .diverged ? "broken" : laws.judgement.verdict.rawValue
  }
}

/// What became of the laws of an experiment, tried now or recorded earlier.
public struct LawsReport: Sendable {
  /// `oracles/report.json`.
  public var document: JSON
  /// The verdict, by the laws themselves and by the rules of the golden.
  public var judgement: Judgement
  /// In full, when they were tried now.
  public var report: SuiteReport?
  /// The kind of the experiment, whose faults these are; empty where they were not tried now.
  public var kind = ""
  /// The counterexamples that were written to the working tree.
  public var written: [String]
  /// What went wrong beside the laws.
  var warnings: [String] = []
}

/// What became of the figures of an outcome.
public enum DrawingReport: Sendable {
  /// Written to these files of the working tree.
  case drawn([String])
  /// They could not be drawn here, and what to do about it.
  case inconclusive(String)
  /// The record is red, and a strict drawing was asked for.
  case refused(String)
  /// gnuplot refused; a defect of the figure, not of the outcome.
  case failed(String)

  public var exitCode: ExitCode {
    switch self {
    case .drawn: .success
    case .inconclusive: .inconclusive
    case .refused: .diverged
    case .failed: .failed
    }
  }
}
