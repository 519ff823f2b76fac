/// What became of a comparison with a golden.
public enum Verdict: String, Sendable, CaseIterable, Comparable {
  /// Every bit agrees.
  case identical
  /// Every difference is inside its declared tolerance.
  case within
  /// It could not be checked. **Never** green.
  case inconclusive
  /// Some difference is outside.
  case diverged

  /// From best to worst.
  public static func < (a: Verdict, b: Verdict) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .identical: 0
    case .within: 1
    case .inconclusive: 2
    case .diverged: 3
    }
  }

  public var exitCode: ExitCode {
    switch self {
    case .identical, .within: .success
    case .diverged: .diverged
    case .inconclusive: .inconclusive
    }
  }
}

/// How a command ends. Of several at once the worst counts, in the order 130, 2, 4, 1, 3, 0.
public enum ExitCode: Int32, Sendable, CaseIterable, Comparable {
  /// Everything is identical or within.
  case success = 0
  /// A number diverged or a law is broken.
  case diverged = 1
  /// A bad manifest or wrong usage.
  case usage = 2
  /// No golden yet, a missing tool, content that is not at hand.
  case inconclusive = 3
  /// A run failed: not finite, disk, git, a command.
  case failed = 4
  /// The user stopped it.
  case interrupted = 130

  /// From best to worst.
  public static func < (a: ExitCode, b: ExitCode) -> Bool { a.rank < b.rank }

  /// The worst of several; success when there are none.
  public static func worst(of codes: some Sequence<ExitCode>) -> ExitCode { codes.max() ?? .success }

  private var rank: Int {
    switch self {
    case .success: 0
    case .inconclusive: 1
    case .diverged: 2
    case .failed: 3
    case .usage: 4
    case .interrupted: 5
    }
  }
}
