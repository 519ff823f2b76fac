import Determinism
import Documents

/// What a sound subject's outputs may differ by, when exact arithmetic would give the same.
public enum Allowance: Sendable, Equatable {
  /// Nothing: every bit counts.
  case exact
  /// Sixteen times what the outputs move by when every input is rounded anew.
  ///
  /// The inputs are moved four times by random signs of half a unit of their last place (at the array's largest number),
  /// before and after the group acts; the largest move of each output counts, plus four units of the output's own last
  /// place. It is the subject's own condition, measured at the case, and no constant.
  case reRounding
  /// The same, each input moved by half a unit of its own last place: for arrays of unlike numbers, as the parameters of
  /// a fit are.
  case reRoundingEach

  private static let draws = 4
  private static let safety = 16.0

  /// How far each output may be off, one number for each array.
  func limits(
    _ subject: any Subject, at points: [(inputs: Arrays, outputs: Arrays)], moving names: [String]
  ) throws(SubjectFailure) -> [String: Double] {
    guard self != .exact else { return [:] }
    var limits: [String: Double] = [:]
    for (inputs, outputs) in points {
      for name in outputs.names {
        guard let array = outputs[name] else { continue }
        let size = array.doubles.map(\.magnitude).max() ?? 0
        limits[name] = max(limits[name] ?? 0, 4 * array.resolution * size)
      }
      let spreads = try spread(subject, at: inputs, outputs, moving: names)
      for name in outputs.names { limits[name] = max(limits[name] ?? 0, spreads[name]?.max() ?? 0) }
    }
    return limits
  }

  /// How far each number of each output may be off at one point: sixteen times its largest move.
  func spread(
    _ subject: any Subject, at inputs: Arrays, _ outputs: Arrays, moving names: [String]
  ) throws(SubjectFailure) -> [String: [Double]] {
    var spreads: [String: [Double]] = [:]
    var stream = RandomStream(seed: 0, name: "re-rounding")
    for _ in 0..<Self.draws {
      var moved = inputs
      for name in names {
        guard let array = moved[name], array.resolution > 0 else { continue }
        let largest = array.doubles.map(\.magnitude).max() ?? 0
        moved[name] = array.with(
          array.doubles.map { number in
            let step = array.resolution * (self == .reRoundingEach ? number.magnitude : largest)
            return number + (stream.nextWord() & 1 == 0 ? step : -step)
          })
      }
      let answer = try subject.finite(moved)
      for name in outputs.names {
        guard let before = outputs[name]?.doubles, let after = answer[name]?.doubles, before.count == after.count else {
          continue
        }
        let largest = spreads[name] ?? Array(repeating: 0, count: before.count)
        spreads[name] = Swift.zip(largest, Swift.zip(before, after)).map {
          max($0, Self.safety * ($1.0 - $1.1).magnitude)
        }
      }
    }
    return spreads
  }
}
