public import Documents
import Determinism

/// A case that broke a law: its value, so that it can be measured again on any machine and by any later version.
public struct Counterexample: Sendable, Equatable {
  /// The experiment, or the name that a subject gave itself.
  public let subject: String
  public let law: String
  /// The law in words, for who reads the file.
  public let statement: String
  /// What was found: `scores[2] is 0.5, 0.25 is due`.
  public let found: String
  /// The case.
  public let values: Arrays
  /// The choices that make it, by the generator of the version that found it; none when a search moved it.
  public let choices: [UInt64]

  /// `cyclic-translation-1f0c….json`: named by its content, so that one case is stored once.
  public var fileName: String { "\(law.replacing("/", with: "-"))-\(digest).json" }

  /// 16 hexadecimal digits of the case's value.
  public var digest: String {
    let hash = StreamName(values.document.render(pretty: false)).hash
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// What the file holds.
  public var document: JSON {
    [
      "subject": .string(subject), "law": .string(law), "statement": .string(statement), "found": .string(found),
      "case": values.document, "choices": .array(choices.map { .string("\($0)") }),
    ]
  }

  /// What a file holds; nil when it is no counterexample.
  public init?(document: JSON) {
    guard let subject = document["subject"]?.asString, let law = document["law"]?.asString,
      let values = document["case"].flatMap({ Arrays(document: $0) })
    else { return nil }
    self.init(
      subject: subject, law: law, statement: document["statement"]?.asString ?? "",
      found: document["found"]?.asString ?? "", values: values,
      choices: (document["choices"]?.asArray ?? []).compactMap { $0.asString.flatMap { UInt64($0) } })
  }

  init(subject: String, law: String, statement: String, found: String, values: Arrays, choices: [UInt64]) {
    (self.subject, self.law, self.statement, self.found) = (subject, law, statement, found)
    (self.values, self.choices) = (values, choices)
  }
}

extension Counterexample {
  /// The same case of a law under another name.
  func named(_ law: String) -> Counterexample {
    Counterexample(
      subject: subject, law: law, statement: statement, found: found, values: values, choices: choices)
  }

  /// The case as one of several suites sees it; nil when it belongs to another.
  func within(_ prefix: String) -> Counterexample? {
    law.hasPrefix(prefix) ? named(String(law.dropFirst(prefix.count))) : nil
  }
}
