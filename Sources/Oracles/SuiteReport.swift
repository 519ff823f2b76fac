public import Documents

/// What became of all laws of a suite, and of the faults that were planted to prove them.
public struct SuiteReport: Sendable {
  public let subject: String
  public let seed: UInt64
  public var laws: [LawReport]
  /// Every planted fault with its statement, in the order of the suite.
  public var faults: [(name: String, statement: String)]

  public init(
    subject: String, seed: UInt64, laws: [LawReport], faults: [(name: String, statement: String)]
  ) {
    (self.subject, self.seed, self.laws, self.faults) = (subject, seed, laws, faults)
  }

  /// The faults that some law killed.
  public var killed: [String] { faults.map(\.name).filter { name in laws.contains { $0.kills.contains(name) } } }

  /// The faults that no law noticed. A suite with a survivor proves less than it says. A fault that was tried by none,
  /// because the subject gave no answer, has not survived.
  public var survivors: [String] {
    let isAnswered = laws.allSatisfy { $0.failure == nil }
    return faults.map(\.name).filter { name in
      let trials = laws.flatMap(\.trials).filter { $0.fault == name }
      return trials.allSatisfy { $0.killedAfter == nil } && (isAnswered || !trials.isEmpty)
    }
  }

  /// Every counterexample that was found.
  public var counterexamples: [Counterexample] { laws.compactMap(\.counterexample) }

  /// `report.json` of the folder `oracles/` in a record. No time, no host: the same run gives the same bytes.
  public var document: JSON {
    [
      "subject": .string(subject), "seed": .string("\(seed)"),
      "laws": .object(laws.map { JSON.Member(key: $0.law, value: $0.document) }),
      "faults": .object(
        faults.map { fault in
          [
            "statement": .string(fault.statement),
            "killed_by": JSON(laws.filter { $0.kills.contains(fault.name) }.map(\.law)),
          ]
        }.enumerated().map { JSON.Member(key: faults[$0].name, value: $1) }),
    ]
  }

  /// law × fault → killed after how many cases; empty where the law was not asked or did not see it.
  public var table: Table {
    var columns = [Table.Column("fault", texts: faults.map(\.name))]
    for law in laws {
      let after = faults.map { fault in
        law.trials.first { $0.fault == fault.name }?.killedAfter.map { "\($0)" } ?? ""
      }
      columns.append(Table.Column(law.law, texts: after))
    }
    return Table(columns)
  }
}
