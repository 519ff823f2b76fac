import Autodiff
import Determinism
import Documents
import Foundation
import Layers
import Testing

/// Cox's partial likelihood against statsmodels (Fixtures/survival.py), and its exact symmetries.
@Suite struct PartialLikelihoodTests {
  struct Case {
    let times: [Double]
    let events: [Bool]
    let risks: [Double]
    let document: JSON
  }

  static func cases() throws -> [Case] {
    let url = try #require(
      Bundle.module.url(forResource: "survival", withExtension: "json", subdirectory: "Fixtures"))
    let document = try JSON(parsing: Array(try Data(contentsOf: url)))
    let cases = try #require(document["cases"]?.asArray)
    return cases.map { one in
      func numbers(_ key: String) -> [Double] { one[key]?.asArray?.compactMap(\.asNumber) ?? [] }
      return Case(
        times: numbers("times"), events: numbers("events").map { $0 == 1 }, risks: numbers("risks"), document: one)
    }
  }

  static func evaluate<Element: TensorElement & BinaryFloatingPoint>(
    _ risks: [Double], _ sets: RiskSets, as: Element.Type
  ) throws -> (value: Element, gradient: [Element]) {
    let count = risks.count
    let program = try Program.model { trace in
      [
        (
          "loss",
          negativeLogPartialLikelihood(
            trace.parameter("risks", shape: [count]), weights: trace.data("weights", shape: [count, count]),
            events: trace.data("events", shape: [count]))
        )
      ]
    }
    let session = try program.gradient(of: "loss").compiled(as: Element.self).makeSession()
    session.load("risks", risks.map { Element($0) })
    session.load("weights", sets.weights.map { Element($0) })
    session.load("events", sets.events.map { Element($0) })
    session.run()
    return (session.output("loss")[0], session.output("∂loss/∂risks"))
  }

  @Test(arguments: RiskSets.Ties.allCases)
  func valuesAndGradientsAreThoseOfStatsmodels(_ ties: RiskSets.Ties) throws {
    for one in try Self.cases() {
      let expected = try #require(one.document[ties.rawValue])
      let (value, gradient) = try Self.evaluate(
        one.risks, RiskSets(times: one.times, events: one.events, ties: ties), as: Double.self)
      let due = try #require(expected["value"]?.asNumber)
      #expect(abs(value - due) <= 1e-10 * max(1, abs(due)), "\(one.times.count) subjects: \(value), \(due) is due")
      let slopes = try #require(expected["gradient"]?.asArray).compactMap(\.asNumber)
      #expect(slopes.count == gradient.count)
      for (found, due) in zip(gradient, slopes) { #expect(abs(found - due) <= 1e-10 * max(1, abs(due))) }
    }
  }

  @Test(arguments: RiskSets.Ties.allCases)
  func noOrderOfSubjectsMovesABit(_ ties: RiskSets.Ties) throws {
    var stream = RandomStream(seed: 1, name: "orders")
    for one in try Self.cases() {
      let plain = try Self.evaluate(
        one.risks, RiskSets(times: one.times, events: one.events, ties: ties), as: Float.self)
      for _ in 0..<5 {
        let order = stream.permutation(one.times.count)
        let (value, gradient) = try Self.evaluate(
          order.map { one.risks[$0] },
          RiskSets(times: order.map { one.times[$0] }, events: order.map { one.events[$0] }, ties: ties), as: Float.self
        )
        #expect(value == plain.value)
        #expect(gradient == order.map { plain.gradient[$0] })
      }
    }
  }

  @Test func hazardsFarApartNeitherOverflowNorVanish() throws {
    let sets = RiskSets(times: [1, 2, 3], events: [true, true, false], ties: .efron)
    let (value, gradient) = try Self.evaluate([-300, 200, -200], sets, as: Float.self)
    #expect(value == 500)
    #expect(gradient == [-1, 1, 0])
    let (late, _) = try Self.evaluate([300, -200, -300], sets, as: Float.self)
    #expect(late.isFinite && late >= 0)
  }

  @Test func whoIsNotKnownIsInNobodysRiskSet() throws {
    let sets = RiskSets(times: [1, .nan, 2, 2], events: [true, true, true, false], ties: .breslow)
    #expect(sets.events == [1, 0, 1, 0])
    #expect(sets.weights == [1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1])
    #expect(sets.eventCount == 2)
  }

  @Test func copiesAreAddedExactly() throws {
    // In single precision 1 + 2⁻²⁴ + 2⁻²⁴ depends on the order; the exact sum does not.
    let program = try Program.model { trace in
      let x = trace.parameter("x", shape: [1])
      let copies = x.copies(3)
      return [("y", (copies * trace.data("w", shape: [3, 1])).sum())]
    }
    let session = try program.gradient(of: "y").compiled(as: Float.self).makeSession()
    for order in [[0, 1, 2], [1, 0, 2], [1, 2, 0]] {
      let weights: [Float] = [1, 0x1p-24, 0x1p-24]
      session.load("x", [1])
      session.load("w", order.map { weights[$0] })
      session.run()
      #expect(session.output("∂y/∂x") == [1 + 0x1p-23])
    }
  }
}
