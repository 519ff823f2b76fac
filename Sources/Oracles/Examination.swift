/// One examination of a system: each law on the sound system, then on each planted fault.
struct Examination<System: Sendable> {
  let system: System
  let laws: [Law<System>]
  let faults: [Fault<System>]
  let isConcurrent: Bool
  let shrinkLimit: Int
  let settings: Suite.Settings

  /// A fault that lives through this many cases of a law has survived it.
  private static var mostFaultCases: Int { 200 }

  func run(_ hear: Suite.Hearing) throws(CampaignEnd) -> SuiteReport {
    let deadline = Deadline(seconds: settings.budget.seconds)
    let chosen = laws.filter { settings.laws?.contains($0.name) ?? true }
    var reports: [LawReport] = []
    for (place, law) in chosen.enumerated() {
      hear(law.name, Double(place) / Double(chosen.count))
      // Each law has its share of the time that is left.
      let seconds = settings.budget.seconds.map { $0 / Double(chosen.count) }
      var report = try examine(law, Deadline(seconds: seconds))
      if report.failure == nil, settings.number == nil {
        for fault in faults where fault.laws?.contains(law.name) ?? true {
          report.trials.append((fault.name, try kill(fault, law, deadline)))
        }
      }
      reports.append(report)
    }
    let asked = faults.filter { fault in
      settings.number == nil && chosen.contains { law in fault.laws?.contains(law.name) ?? true }
    }
    return SuiteReport(
      subject: settings.subject, seed: settings.seed, laws: reports, faults: asked.map { ($0.name, $0.statement) })
  }

  private func examine(_ law: Law<System>, _ deadline: Deadline) throws(CampaignEnd) -> LawReport {
    var report = LawReport(law: law.name, statement: law.statement, cost: law.cost, field: law.field)
    guard replay(law, &report) else { return report }
    let campaign = campaign(law, system, count: settings.budget.cases(at: law.cost), deadline)
    if let number = settings.number {
      try measure(number, campaign, &report)
      return report
    }
    let tally = try campaign.run()
    report.take(tally)
    if let violation = tally.violation {
      report.break(
        with: try campaign.shrunk(violation.number, violation.measurement, limit: shrinkLimit / law.cost.rawValue),
        settings, violation.number)
    } else if let (values, found) = try campaign.climb(from: tally) {
      report.break(with: (values, found, []), settings, nil)
    }
    return report
  }

  /// Measures the stored cases of a law; false when one breaks it, or the subject fails.
  private func replay(_ law: Law<System>, _ report: inout LawReport) -> Bool {
    for stored in settings.counterexamples where stored.law == law.name {
      do throws(SubjectFailure) {
        guard let measurement = try law.measure(system, stored.values) else { continue }
        report.replayed += 1
        report.take(measurement)
        guard measurement.isViolation else { continue }
        report.counterexample = Counterexample(
          subject: settings.subject, law: law.name, statement: law.statement, found: measurement.sentence,
          values: stored.values, choices: stored.choices)
        report.replay = "\(settings.command) --law \(law.name)    # replays the stored case \(stored.fileName)"
      } catch {
        report.failure = error
      }
      return false
    }
    return true
  }

  private func measure(_ number: Int, _ campaign: Campaign<System>, _ report: inout LawReport) throws(CampaignEnd) {
    guard let (choices, values) = campaign.case(number) else { return }
    do throws(SubjectFailure) {
      guard let measurement = try campaign.law.measure(system, values) else { return }
      report.take(measurement)
      if measurement.isViolation {
        let shrunk = try? campaign.shrunk(
          number, measurement, limit: shrinkLimit / campaign.law.cost.rawValue)
        report.break(with: shrunk ?? (values, measurement, choices.made), settings, number)
      }
    } catch {
      report.failure = error
    }
  }

  /// The number of cases after which the law noticed the fault; nil when it did not.
  private func kill(_ fault: Fault<System>, _ law: Law<System>, _ deadline: Deadline) throws(CampaignEnd) -> Int? {
    let planted = fault.plant(system)
    let count = min(settings.budget.cases(at: law.cost), max(1, Self.mostFaultCases / law.cost.rawValue))
    let campaign = campaign(law, planted, count: count, deadline)
    let tally = try campaign.run()
    if let violation = tally.violation { return violation.number + 1 }
    return try campaign.climb(from: tally) == nil ? nil : count
  }

  private func campaign(
    _ law: Law<System>, _ system: System, count: Int, _ deadline: Deadline
  ) -> Campaign<System> {
    Campaign(
      law: law, system: system, seed: settings.seed, count: count, deadline: deadline, isConcurrent: isConcurrent)
  }
}

extension LawReport {
  mutating func take<System>(_ tally: Campaign<System>.Tally) {
    cases += tally.cases
    failure = tally.failure
    if cases == 0, failure == nil { failure = tally.refusal }
    visible = max(visible, tally.visible)
    guard let worst = tally.worst?.measurement else { return }
    let before = allowed > 0 ? defect / allowed : defect
    if sentence.isEmpty || worst.severity >= before {
      (defect, allowed, sentence) = (worst.defect, worst.allowed, worst.sentence)
    }
  }

  mutating func take(_ measurement: Measurement) {
    cases += 1
    visible = max(visible, measurement.visible)
    if sentence.isEmpty || measurement.severity >= (allowed > 0 ? defect / allowed : defect) {
      (defect, allowed, sentence) = (measurement.defect, measurement.allowed, measurement.sentence)
    }
  }

  mutating func `break`(
    with case: (values: Arrays, found: Measurement, choices: [UInt64])?, _ settings: Suite.Settings, _ number: Int?
  ) {
    guard let (values, found, choices) = `case` else { return }
    counterexample = Counterexample(
      subject: settings.subject, law: law, statement: statement, found: found.sentence, values: values,
      choices: choices)
    (defect, allowed, sentence) = (found.defect, found.allowed, found.sentence)
    replay = "\(settings.command) --law \(law) --seed \(settings.seed)" + (number.map { " --case \($0)" } ?? "")
  }
}
