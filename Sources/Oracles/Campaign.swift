import Determinism
import Synchronization

/// Runs one law over its cases: stored ones first, then random ones, then those that a search climbs to.
///
/// Case i depends on the seed, the law's name and i alone, so that the cases are the same on any number of threads. Of
/// several violations the one of the lowest number counts.
struct Campaign<System: Sendable>: Sendable {
  let law: Law<System>
  let system: System
  let seed: UInt64
  let count: Int
  let deadline: Deadline
  /// Whether the system may be called from several threads at once.
  let isConcurrent: Bool

  /// What the cases gave, as far as they ran.
  struct Tally: Sendable {
    var cases = 0
    var discarded = 0
    /// The worst case so far, by its severity; the first of equals.
    var worst: (number: Int, measurement: Measurement)?
    /// The largest of the smallest defects that would have been seen.
    var visible = 0.0
    var violation: (number: Int, measurement: Measurement)?
    var failure: SubjectFailure?
    /// The first case that the subject refused.
    var refusal: SubjectFailure?
  }

  fileprivate enum Outcome: Sendable {
    case discarded
    case measured(Measurement)
    /// The subject says that it can't answer this case: neither kept nor broken.
    case refused(SubjectFailure)
    case failed(SubjectFailure)
  }

  /// Runs cases until one breaks the law, the subject fails, or the budget is spent.
  func run() throws(CampaignEnd) -> Tally {
    var tally = Tally()
    let most = !isConcurrent ? 1 : law.cost == .light ? 256 : 16
    // Most planted faults fall to the first case: waves begin small.
    var wave = min(2, most)
    var next = 0
    while next < count, tally.violation == nil, tally.failure == nil, next == 0 || !deadline.isOver {
      if Cancellation.isRequested { throw .interrupted }
      let numbers = next..<min(count, next + wave)
      for (number, outcome) in Swift.zip(numbers, outcomes(numbers, chunk: max(1, wave / 16))) {
        tally.add(outcome, number)
        if tally.violation != nil || tally.failure != nil { break }
      }
      (next, wave) = (numbers.upperBound, min(most, 4 * wave))
    }
    return tally
  }

  private func outcomes(_ numbers: Range<Int>, chunk: Int) -> [Outcome] {
    guard isConcurrent else { return numbers.map { outcome($0) } }
    let chunks = (numbers.count + chunk - 1) / chunk
    let results = Mutex<[Outcome?]>(Array(repeating: nil, count: numbers.count))
    WorkerPool.shared.forEach(chunks: chunks) { index in
      for place in (index * chunk)..<min(numbers.count, (index + 1) * chunk) {
        let outcome = outcome(numbers.lowerBound + place)
        results.withLock { $0[place] = outcome }
      }
    }
    return results.withLock { $0.map { $0 ?? .discarded } }
  }

  private func outcome(_ number: Int) -> Outcome {
    guard let (_, values) = self.case(number) else { return .discarded }
    do throws(SubjectFailure) {
      return try law.measure(system, values).map { .measured($0) } ?? .discarded
    } catch {
      return error.kind == .refused ? .refused(error) : .failed(error)
    }
  }

  /// The case of a number; nil when its choices make none.
  func `case`(_ number: Int) -> (Choices, Arrays)? {
    let stream = RandomStream(seed: seed, name: "oracles").child(law.name).child("case \(number)")
    var choices = Choices(from: stream)
    guard let values = try? choices.draw(law.cases) else { return nil }
    return (choices, values)
  }

  /// Makes the case of a violation as simple as it gets. It is not measured anew: a system that answers otherwise the
  /// second time has broken the law all the same.
  /// - Parameter limit: the most cases that may be measured on the way.
  /// - Returns: nil when the number makes no case.
  func shrunk(
    _ number: Int, _ found: Measurement, limit: Int
  ) throws(CampaignEnd) -> (values: Arrays, found: Measurement, choices: [UInt64])? {
    guard let (choices, values) = self.case(number) else { return nil }
    var simplest = (values: values, found: found, choices: choices.made)
    var shrinker = Shrinker(Shrinker.Attempt(choices), limit: limit) { candidate throws(CampaignEnd) in
      if Cancellation.isRequested { throw .interrupted }
      var choices = Choices(replaying: candidate)
      guard let values = try? choices.draw(law.cases), let found = (try? law.measure(system, values)) ?? nil,
        found.isViolation
      else { return nil }
      if Shrinker.isSimpler(choices.made, than: simplest.choices) { simplest = (values, found, choices.made) }
      return Shrinker.Attempt(choices)
    }
    try shrinker.run()
    return simplest
  }
}

/// Why a campaign came to no end.
enum CampaignEnd: Error { case interrupted }

extension Campaign.Tally {
  fileprivate mutating func add(_ outcome: Campaign.Outcome, _ number: Int) {
    switch outcome {
    case .discarded: discarded += 1
    case .refused(let refusal):
      discarded += 1
      self.refusal = self.refusal ?? refusal
    case .failed(let failure): self.failure = failure
    case .measured(let measurement):
      cases += 1
      add(measurement, number)
    }
  }

  mutating func add(_ measurement: Measurement, _ number: Int) {
    visible = max(visible, measurement.visible)
    if worst.map({ measurement.severity > $0.measurement.severity }) ?? true { worst = (number, measurement) }
    if measurement.isViolation, violation == nil { violation = (number, measurement) }
  }
}
