public import Documents
import Determinism

/// What became of one law.
public struct LawReport: Sendable {
  public enum Verdict: String, Sendable {
    /// No case broke it, and it killed a planted fault.
    case kept
    /// A case broke it.
    case broken
    /// It could not show anything: no case, or no planted fault that it killed.
    case inconclusive
    /// The subject gave no outputs.
    case failed
  }

  public internal(set) var law: String
  public let statement: String
  public let cost: CaseCost
  /// The field of the manifest that the law is about.
  public let field: String?
  /// Cases that were measured, stored ones included.
  public internal(set) var cases = 0
  /// Stored counterexamples that were measured again.
  public internal(set) var replayed = 0
  /// The largest defect seen, in the law's unit, and what was allowed there.
  public internal(set) var defect = 0.0
  public internal(set) var allowed = 0.0
  /// No defect larger than this could have gone unseen; 0 for an exact law.
  public internal(set) var visible = 0.0
  /// The worst case in a sentence.
  public internal(set) var sentence = ""
  public internal(set) var counterexample: Counterexample?
  public internal(set) var failure: SubjectFailure?
  /// Planted faults that the law was tried on, with the number of the case that killed each.
  public internal(set) var trials: [(fault: String, killedAfter: Int?)] = []
  /// The line that replays the violation; nil without one.
  public internal(set) var replay: String?

  /// The planted faults that it killed.
  public var kills: [String] { trials.compactMap { $0.killedAfter == nil ? nil : $0.fault } }

  public var verdict: Verdict {
    // A defect beyond what is allowed is a violation, whether or not its case could be told.
    if counterexample != nil || !(defect <= allowed) { return .broken }
    if failure != nil { return failure?.kind == .prerequisite ? .inconclusive : .failed }
    return cases > 0 && !kills.isEmpty ? .kept : .inconclusive
  }

  /// Why the verdict is what it is, in one sentence.
  public var reason: String {
    switch verdict {
    case .broken: counterexample?.found ?? sentence
    case .failed: "the subject gave no answer: \(failure?.description ?? "")"
    case .inconclusive:
      if let failure {
        failure.description
      } else if cases == 0 {
        "no case says anything about it"
      } else {
        "no planted fault was killed by it, so its green proves nothing"
      }
    case .kept:
      allowed == 0 && visible == 0
        ? "exact in \(cases) cases"
        : "worst \(Numeral.brief(defect, digits: 2)) of \(Numeral.brief(allowed, digits: 2)) allowed"
          + "; sees \(Numeral.brief(visible, digits: 2))"
    }
  }

  public var document: JSON {
    var document: JSON = [
      "statement": .string(statement), "verdict": .string(verdict.rawValue), "cases": .integer(Int64(cases)),
      "replayed": .integer(Int64(replayed)), "defect": .number(defect), "allowed": .number(allowed),
      "visible": .number(visible), "worst": .string(sentence), "kills": JSON(kills),
    ]
    if let counterexample { document["counterexample"] = .string(counterexample.fileName) }
    if let failure { document["failure"] = .string(failure.description) }
    return document
  }
}

extension LawReport {
  /// The report of a law that is one of several suites'.
  func below(_ prefix: String) -> LawReport {
    var report = self
    report.law = prefix + law
    report.trials = trials.map { (prefix + $0.fault, $0.killedAfter) }
    report.counterexample = counterexample?.named(prefix + law)
    report.replay = replay?.replacing("--law \(law)", with: "--law \(prefix + law)")
    return report
  }
}
