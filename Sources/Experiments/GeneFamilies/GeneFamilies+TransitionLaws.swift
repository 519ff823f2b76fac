import Determinism
import Documents
import Oracles
import Phylogeny

extension GeneFamilies {
  /// Rates and times with λt up to 2, some with rates that are equal, nearly equal, or none.
  private static var processes: Generator<Arrays> {
    let births = Generator<Double>.dyadic(in: 0...2, bits: 12)
    let deaths = Generator<Double>.oneOf([
      .constant(1), .constant(0), .element(of: [1 - 0x1p-30, 1 + 0x1p-30, 1 - 0x1p-14, 1 + 0x1p-14]),
      .dyadic(in: 0...2, bits: 8),
    ])
    return zip(zip(births, deaths), Generator<Int>.integer(in: -3...7)).map { rates, exponent in
      let time = Double(sign: .plus, exponent: exponent, significand: 1)
      // Without duplications losses go on.
      let death = rates.0 == 0 ? rates.1 / time : rates.0 * rates.1 / time
      return Arrays([
        "birth": NumericArray(rates.0 / time), "death": NumericArray(death), "time": NumericArray(time),
      ])
    }
  }

  /// Copies before the branch whose descendants laws look at.
  private static let copies = 8

  /// What of Σ c P(c | s) lies beyond the sizes that are followed, at most: Chernoff's bound.
  private static func tail(_ process: BirthDeath, from copies: Int) -> Double {
    let z = process.ratio > 1.0 / 15 ? (1 + 1 / process.ratio) / 2 : 8
    let one = process.extinction + process.survival * process.rest * z / (1 - process.ratio * z)
    var bound = Double(followed)
    for _ in 0..<copies { bound *= one }
    return bound * Elementary.exp(-Double(followed) * Elementary.log(z))
  }

  static func rowSums() -> Law<any Oracles.Subject> {
    Law("row-sums", "Σ P(c | s) = 1 and Σ c P(c | s) = s e^((λ−μ)t)", field: nil, cases: processes) {
      subject, values throws(SubjectFailure) in
      let found = try subject.finite(values).numbers("probabilities")
      let process = try BirthDeath(values)
      let growth = Elementary.exp((process.birth - process.death) * process.time)
      var worst = Worst()
      for s in 0...copies {
        let tail = Self.tail(process, from: s)
        // Where much lies beyond, a sum shows nothing.
        guard tail < 0x1p-50 else { continue }
        let row = found[(s * followed)..<((s + 1) * followed)]
        let (sum, mean) = (ExactSum.sum(Array(row)), ExactSum.sum(row.enumerated().map { Double($0) * $1 }))
        for (name, value, due) in [("Σ P", sum, 1), ("Σ c P", mean, Double(s) * growth)] {
          // Each entry has been rounded a few times for every row and column before it.
          let allowed = 8 * Double(s + followed) * 0x1p-53 * max(due, 0x1p-40) + tail
          worst.add((value - due).magnitude, allowed: allowed) {
            "\(name) from \(s) copies is \(Numeral.render(value)), \(due) is due"
          }
        }
      }
      return worst.measurement
    }
  }

  static func branchSplitting() -> Law<any Oracles.Subject> {
    let cases = zip(processes, Generator<Double>.dyadic(in: 0.125...1, bits: 6)).map { values, part in
      values.merging(Arrays(["part": NumericArray(part)]))
    }
    return Law(
      "branch-splitting", "P(t₁ + t₂) = P(t₁) P(t₂) (Chapman–Kolmogorov)", field: nil, cases: cases
    ) { subject, values throws(SubjectFailure) in
      let whole = try values.numbers("time")[0]
      let first = whole * (try values.numbers("part")[0]) / 2
      func matrix(_ time: Double) throws(SubjectFailure) -> [Double] {
        try subject.finite(values.merging(Arrays(["time": NumericArray(time)]))).numbers("probabilities")
      }
      let (p, q, due) = (try matrix(first), try matrix(whole - first), try matrix(whole))
      let process = try BirthDeath(values.merging(Arrays(["time": NumericArray(first)])))
      let n = followed
      var worst = Worst()
      for s in 0...copies {
        let tail = Self.tail(process, from: s)
        guard tail < 0x1p-50 else { continue }
        for c in 0..<(3 * copies) {
          var sum = 0.0
          for k in 0..<n { sum += p[s * n + k] * q[k * n + c] }
          let found = due[s * n + c]
          worst.add((sum - found).magnitude, allowed: 16 * Double(s + c + n) * 0x1p-53 * found + tail) {
            "P(\(c) | \(s)) is \(Numeral.render(found)), by two branches \(Numeral.render(sum))"
          }
        }
      }
      return worst.measurement
    }
  }
}

extension BirthDeath {
  /// The process of a case.
  fileprivate init(_ values: Arrays) throws(SubjectFailure) {
    self.init(
      birth: try values.numbers("birth")[0], death: try values.numbers("death")[0],
      time: try values.numbers("time")[0])
  }
}
