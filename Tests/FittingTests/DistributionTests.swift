import Fitting
import Testing

/// Special functions against numbers of 50 digits.
@Suite struct DistributionTests {
  struct Table: Decodable {
    let rows: [Row]
    struct Row: Decodable {
      let function: String
      let numbers: [Double]
    }
  }

  @Test func agreesWithManyDigits() throws {
    let table = try Fixture.decode(Table.self, "distributions.json")
    #expect(table.rows.count > 100)
    for row in table.rows {
      let x = row.numbers
      let found =
        switch row.function {
        case "gammaUpper": IncompleteGamma.upper(x[0], x[1])
        case "gammaLower": IncompleteGamma.lower(x[0], x[1])
        case "beta": IncompleteBeta.value(x[2], x[0], x[1])
        case "normalQuantile": Distribution.normalQuantile(tail: x[0])
        case "studentQuantile": Distribution.studentQuantile(tail: x[1], degrees: x[0])
        default: Distribution.fTail(x[0], numerator: x[1], denominator: x[2])
        }
      #expect(agree(found, x[x.count - 1], 1e-12), "\(row.function) \(x)")
    }
  }

  @Test func tailsAndQuantilesAreInverse() {
    for tail in [0.4, 0.1, 0.025, 1e-4, 1e-9] {
      #expect(agree(Distribution.normalTail(Distribution.normalQuantile(tail: tail)), tail, 1e-13))
      for degrees in [1.0, 2, 8, 1e3, 1e6] {
        let t = Distribution.studentQuantile(tail: tail, degrees: degrees)
        #expect(
          agree(Distribution.studentTail(t, degrees: degrees), tail, degrees > 1e4 ? 1e-10 : 1e-12),
          "\(degrees) degrees")
      }
    }
  }

  @Test func edgesAreExact() {
    #expect(Distribution.chiSquaredTail(0, degrees: 3) == 1)
    #expect(Distribution.studentQuantile(tail: 0.5, degrees: 4) == 0)
    #expect(Distribution.normalQuantile(tail: 0) == .infinity)
    #expect(IncompleteBeta.value(0, 2, 3) == 0)
    #expect(IncompleteBeta.value(1, 2, 3) == 1)
    #expect(Distribution.normalQuantile(tail: 0.9) == -Distribution.normalQuantile(tail: 1 - 0.9))
  }
}
