import Documents
import Foundation
import Phylogeny
import Testing

@Suite struct TransitionTests {
  /// P(c | s) at 220 digits, by three routes that agree.
  @Test func agreesWithManyDigits() throws {
    let rows = try oracle("birth_death_transition")["rows"]?.asArray ?? []
    #expect(rows.count == 784)
    var matrices: [BirthDeath: TransitionMatrix] = [:]
    for row in rows {
      let process = BirthDeath(
        birth: number(row["lam"]), death: number(row["mu"]), time: number(row["t"]))
      let matrix = matrices[process] ?? TransitionMatrix(process, sizes: 101)
      matrices[process] = matrix
      let (s, c) = (Int(row["s"]?.asInteger ?? -1), Int(row["c"]?.asInteger ?? -1))
      let (found, truth) = (matrix[from: s, to: c], number(row["p"]))
      #expect(abs(found - truth) <= 1e-12 * truth, "\(process) \(s) \(c): \(found), not \(truth)")
    }
  }

  @Test(arguments: [(0.002, 0.0035), (1.5, 1.5), (2, 1.9), (0.4, 0), (0, 0.4), (0.3, 0.3 + 1e-12)])
  func rowsSumToOne(_ birth: Double, _ death: Double) {
    let matrix = TransitionMatrix(BirthDeath(birth: birth, death: death, time: 1), sizes: 400)
    for s in 0...5 {
      let sum = (0..<400).reduce(0.0) { $0 + matrix[from: s, to: $1] }
      #expect(abs(sum - 1) < 1e-12, "\(birth) \(death) from \(s): \(sum)")
    }
  }

  /// A branch is as good as its two halves.
  @Test func branchesMayBeSplit() {
    let whole = TransitionMatrix(BirthDeath(birth: 0.02, death: 0.03, time: 10), sizes: 200)
    let half = TransitionMatrix(BirthDeath(birth: 0.02, death: 0.03, time: 5), sizes: 200)
    for s in [1, 3, 20] {
      for c in [0, 1, 5, 30] {
        let sum = (0..<200).reduce(0.0) { $0 + half[from: s, to: $1] * half[from: $1, to: c] }
        #expect(abs(sum - whole[from: s, to: c]) <= 1e-13 * whole[from: s, to: c] + 1e-300)
      }
    }
  }

  @Test func lambdaNearMuIsNoSpecialCase() {
    let equal = BirthDeath(birth: 0.3, death: 0.3, time: 7)
    for gap in [1e-15, 1e-12, 1e-9] {
      let near = BirthDeath(birth: 0.3, death: 0.3 * (1 + gap), time: 7)
      #expect(abs(near.extinction - equal.extinction) < 2 * gap + 1e-16)
      #expect(abs(near.extinction + near.survival - 1) < 3e-16 && abs(near.ratio + near.rest - 1) < 3e-16)
    }
  }

  /// ∂a/∂λ … against differences, on both sides of λ = μ and at it.
  @Test(arguments: [(0.002, 0.0035, 93), (1.5, 1.5, 1.0), (3, 0.5, 4), (0.5, 3, 4), (0.01, 0.011, 500)])
  func slopesOfTheParameters(_ birth: Double, _ death: Double, _ time: Double) {
    let slopes = BirthDeath(birth: birth, death: death, time: time).slopes
    func difference(_ value: (BirthDeath) -> Double, byBirth: Bool) -> Double {
      func at(_ step: Double) -> Double {
        value(
          BirthDeath(birth: byBirth ? birth + step : birth, death: byBirth ? death : death + step, time: time))
      }
      let h = (byBirth ? birth : death) * 1e-3
      return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
    }
    let pairs = [
      (slopes.aBirth, difference(\.extinction, byBirth: true)),
      (slopes.aDeath, difference(\.extinction, byBirth: false)),
      (slopes.bBirth, difference(\.ratio, byBirth: true)), (slopes.bDeath, difference(\.ratio, byBirth: false)),
    ]
    for (exact, measured) in pairs { #expect(abs(exact - measured) <= 1e-8 * abs(exact) + 1e-12) }
  }
}

/// A fixture.
func oracle(_ name: String) throws -> JSON {
  let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "json"))
  return try JSON(parsing: Array(Data(contentsOf: url)), file: name)
}

/// A number that the fixtures write as a text.
func number(_ json: JSON?) -> Double { json?.asNumber ?? json?.asString.flatMap(Double.init) ?? .nan }
