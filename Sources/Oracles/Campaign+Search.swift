import Determinism
import Documents

extension Campaign {
  /// Looks for a worse case than chance found: by the gradient of the violation where the engine knows it.
  ///
  /// Projected gradient ascent from the worst and the first few random cases, with steps that double after a success
  /// and halve after a failure, within the bounds that the law states.
  /// - Returns: a case that breaks the law, made simpler; nil when none was found.
  func climb(from tally: Tally, steps: Int = 60) throws(CampaignEnd) -> (values: Arrays, found: Measurement)? {
    guard let slope = law.slope, tally.violation == nil, tally.failure == nil else { return nil }
    var starts = tally.worst.map { [$0.number] } ?? []
    for number in 0..<min(4, count) where !starts.contains(number) { starts.append(number) }
    for number in starts {
      guard var (_, values) = self.case(number) else { continue }
      guard var here = (try? slope(system, values)) ?? nil else { return nil }
      var length = 0.25
      for _ in 0..<steps where length > 0x1p-40 {
        if Cancellation.isRequested { throw .interrupted }
        if let found = violation(values) { return simplified(values, found) }
        let candidate = here.stepped(values, by: length)
        if let there = (try? slope(system, candidate)) ?? nil, there.violation > here.violation {
          (values, here, length) = (candidate, there, length * 2)
        } else {
          length /= 4
        }
      }
      if let found = violation(values) { return simplified(values, found) }
    }
    return nil
  }

  private func violation(_ values: Arrays) -> Measurement? {
    guard let found = (try? law.measure(system, values)) ?? nil, found.isViolation else { return nil }
    return found
  }

  /// Numbers of a case that no choices made: each 0, or of as few binary places as still break the law.
  private func simplified(_ values: Arrays, _ found: Measurement) -> (values: Arrays, found: Measurement) {
    var best = (values: values, found: found)
    for name in values.names {
      guard let array = values[name], array.resolution > 0 else { continue }
      for place in array.doubles.indices {
        for bits in [-1, 0, 1, 2, 4, 8, 16, 32] {
          guard var numbers = best.values[name]?.doubles else { continue }
          let scale = Double(sign: .plus, exponent: max(0, bits), significand: 1)
          let simple = bits < 0 ? 0 : (numbers[place] * scale).rounded() / scale
          if simple == numbers[place] { break }
          numbers[place] = simple
          var candidate = best.values
          candidate[name] = array.with(numbers)
          if let found = violation(candidate) {
            best = (candidate, found)
            break
          }
        }
      }
    }
    return best
  }
}

extension Law.Slope {
  /// The case moved along the gradient, by a part of the bounds' width for the steepest number, and held in them.
  fileprivate func stepped(_ values: Arrays, by length: Double) -> Arrays {
    let steepest = gradient.names.flatMap { gradient[$0]?.doubles ?? [] }.map(\.magnitude).max() ?? 0
    guard steepest > 0, steepest.isFinite else { return values }
    let scale = length * (bounds.upperBound - bounds.lowerBound) / steepest
    var moved = values
    for name in gradient.names {
      guard let array = values[name], let own = gradient[name]?.doubles, own.count == array.doubles.count else {
        continue
      }
      moved[name] = array.with(
        Swift.zip(array.doubles, own).map { min(max($0 + scale * $1, bounds.lowerBound), bounds.upperBound) })
    }
    return moved
  }
}
