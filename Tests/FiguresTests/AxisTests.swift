import Figures
import Testing

@Suite struct AxisTests {
  private func labels(_ axis: Axis, _ values: [Double]) throws -> [String] {
    try Figure.plain(x: axis, .line(x: values, y: values.map { _ in 0 })).tickLabels("x")
  }

  @Test func linearMarksAreRound() throws {
    #expect(try labels(Axis("x"), [0, 10]) == ["0", "2", "4", "6", "8", "10"])
    #expect(try labels(Axis("x"), [-1, 1]) == ["−1.0", "−0.5", "0", "0.5", "1.0"])
    #expect(try labels(Axis("x"), [0.301, 0.302]) == ["0.3010", "0.3012", "0.3014", "0.3016", "0.3018", "0.3020"])
  }

  @Test func longNumbersLeaveOutAPowerOfTen() throws {
    #expect(try labels(Axis("x"), [1e9, 5e9]) == ["1", "2", "3", "4", "5"])
    let figure = Figure.plain(x: Axis("x"), .line(x: [1e-9, 5e-9], y: [0, 0]))
    #expect(try figure.scriptLines().contains { $0.contains("\"×10^{−9}\"") })
  }

  @Test func logarithmicMarksArePowers() throws {
    let axis = Axis("x", scale: .logarithmic)
    #expect(try labels(axis, [1e-2, 1e2]) == ["10^{−2}", "10^{−1}", "10^{0}", "10^{1}", "10^{2}"])
    #expect(try labels(axis, [12, 60]).contains("20"))
    let wide = try labels(axis, [1e-300, 1e300])
    #expect(wide.count >= 3 && wide.count < 10)
  }

  @Test func rangesHoldAllDataAndGivenBoundsAreKept() throws {
    func range(_ axis: Axis, _ values: [Double]) throws -> String {
      try Figure.plain(x: axis, .line(x: values, y: values.map { _ in 0 })).scriptLine("set xrange")
    }
    #expect(try range(Axis("x"), [0, 100]) == "set xrange [-5.0:105.0] noextend")
    #expect(try range(Axis("x"), [1, 101]) == "set xrange [0.0:106.0] noextend")
    #expect(try range(Axis("x", lower: 2, upper: 3), [0, 100]) == "set xrange [2.0:3.0] noextend")
    #expect(try range(Axis("x", lower: 200), [0, 100]) == "set xrange [200.0:220.0] noextend")
    #expect(try range(Axis("x", upper: -10), [0, 100]) == "set xrange [-11.0:-10.0] noextend")
    #expect(try range(Axis("x"), [.nan, .infinity]) == "set xrange [-0.05:1.05] noextend")
    #expect(try range(Axis("x"), [7, 7]) == "set xrange [6.3:7.7] noextend")
  }

  @Test func extremeValuesDoNotTrap() throws {
    let extremes: [Double] = [
      0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1e-300, 1e300, -1e300, .greatestFiniteMagnitude,
      -.greatestFiniteMagnitude, .nan, .infinity, -.infinity, 1, 1 + .ulpOfOne, 9.007e15,
    ]
    for scale in [Axis.Scale.linear, .logarithmic] {
      for a in extremes {
        for b in extremes {
          let axis = Axis("x", scale: scale)
          _ = try Figure.plain(
            x: axis, y: axis, .points(x: [a, b], y: [b, a], yError: .symmetric([a, b]), label: "p")
          )
          .presentation()
          _ = try Figure.plain(x: Axis("x", scale: scale, lower: a, upper: b), .bars(x: [a], heights: [b], width: a))
            .presentation()
        }
      }
    }
  }

  @Test func unitsStandInBrackets() {
    #expect(Axis("t", unit: "s").text == "t (s)")
    #expect(Axis("n").text == "n")
    #expect(Axis("", unit: "s").text == "s")
  }
}
