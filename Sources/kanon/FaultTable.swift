import Oracles

extension SuiteReport {
  /// Which laws killed a fault, each with the number of the case that did: `gradient 1, shared-gradient 3`.
  func fate(of fault: String) -> String {
    let kills = laws.compactMap { law in
      law.trials.first { $0.fault == fault }?.killedAfter.map { "\(law.law) \($0)" }
    }
    return kills.isEmpty ? "**survived**" : kills.joined(separator: ", ")
  }

  /// One line for each planted fault.
  var faultPage: String {
    let width = faults.map(\.name.count).max() ?? 0
    let lines = faults.map { "  \($0.name.padded(to: width))  \(fate(of: $0.name))   (\($0.statement))" }
    return (["  planted faults: the laws that killed each, and after how many cases"] + lines.map { "  " + $0 })
      .joined(separator: "\n")
  }
}

extension CheckFindings {
  /// How many different faults were planted in each kind, and whether all were killed wherever they were; nil without
  /// any.
  var faultTotal: String? {
    var kinds: [(name: String, faults: [String])] = []
    var (plantings, survivors) = (0, [String]())
    for part in parts {
      guard let report = part.report, let name = part.kind else { continue }
      plantings += report.faults.count
      survivors += report.survivors.map { "\($0) in \(part.name)" }
      // A fault of one of several suites goes by its own name.
      let own = report.faults.map { String($0.name.split(separator: "/").last ?? "") }
      let place = kinds.firstIndex { $0.name == name } ?? kinds.count
      if place == kinds.count { kinds.append((name, [])) }
      for fault in own where !kinds[place].faults.contains(fault) { kinds[place].faults.append(fault) }
    }
    let total = kinds.reduce(0) { $0 + $1.faults.count }
    guard total > 0 else { return nil }
    let list = kinds.map { "\($0.name) \($0.faults.count)" }.joined(separator: ", ")
    return "\(total) different faults (\(list)), planted \(plantings) times: "
      + (survivors.isEmpty ? "all killed" : "\(survivors.joined(separator: ", ")) survived")
  }
}
