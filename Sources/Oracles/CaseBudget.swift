import Glibc

/// How much a check may spend: in cases, which is the same on every machine, or in seconds, which is not.
public struct CaseBudget: Sendable, Equatable {
  /// Cases of a light law.
  public let cases: Int
  /// Cases of a law that scans steps or fits anew.
  public let scans: Int
  /// Cases of a law that follows a trajectory.
  public let trajectories: Int
  /// When to begin no more cases; nil for no such limit. What was cut by the clock can't be recorded.
  public let seconds: Double?

  public init(cases: Int, scans: Int? = nil, trajectories: Int? = nil, seconds: Double? = nil) {
    self.cases = cases
    self.scans = scans ?? max(1, cases / 10)
    self.trajectories = trajectories ?? max(1, cases / 100)
    self.seconds = seconds
  }

  /// 20 cases, 2 scans, one trajectory.
  public static let smoke = CaseBudget(cases: 20)
  /// 200 cases, 20 scans, 2 trajectories: what `reproduce` runs.
  public static let headline = CaseBudget(cases: 200)
  /// 100,000 cases, 1,000 scans, 100 trajectories.
  public static let paper = CaseBudget(cases: 100_000, scans: 1000, trajectories: 100)

  /// The cases of a law.
  func cases(at cost: CaseCost) -> Int {
    switch cost {
    case .light: cases
    case .scan: scans
    case .dynamics: trajectories
    }
  }
}

/// A moment after which nothing new begins.
struct Deadline: Sendable {
  private let end: Double?

  init(seconds: Double?) { end = seconds.map { Self.now() + $0 } }

  var isOver: Bool { end.map { Self.now() >= $0 } ?? false }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
