import Documents
import Synchronization

/// A slow subject whose answers are kept, so that planted faults cost nothing on cases that were asked before.
///
/// The sound subject itself is asked anew every time; only what `recalled` gives may be an earlier answer.
final class RecallingSubject: Subject {
  private let base: any Subject
  private let answers = Mutex<[String: Arrays]>([:])
  /// Beyond so many answers the store begins anew.
  private static let limit = 100_000

  init(_ base: any Subject) { self.base = base }

  func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays {
    let answer = try base(inputs)
    answers.withLock { answers in
      if answers.count >= Self.limit { answers.removeAll() }
      answers[Self.key(inputs)] = answer
    }
    return answer
  }

  /// The same subject, which answers from memory where it can.
  var recalled: any Subject {
    FunctionSubject { inputs throws(SubjectFailure) in
      if let answer = self.answers.withLock({ $0[Self.key(inputs)] }) { return answer }
      return try self(inputs)
    }
  }

  private static func key(_ inputs: Arrays) -> String { inputs.document.render(pretty: false) }
}

extension Fault where System == any Subject {
  /// The same fault, planted in earlier answers where the subject keeps them.
  var onRecalled: Fault {
    Fault(name, statement, laws: laws) { subject in plant((subject as? RecallingSubject)?.recalled ?? subject) }
  }
}
