import Documents
import Records
import Testing

@Suite struct DifferenceTests {
  @Test func theFirstDivergentElementIsNamed() throws {
    var earlier = outcome()
    var later = outcome()
    let numbers = (0..<24).map(Double.init)
    var moved = numbers
    moved[17] += 1
    moved[20] = -moved[20]
    earlier.arrays = [("state", NumericArray(shape: [2, 3, 4], numbers))]
    later.arrays = [("state", NumericArray(shape: [2, 3, 4], moved))]
    let differences = try later.differences(from: earlier)
    #expect(
      differences.map(\.sentence)
        == ["arrays/state[1, 1, 1]: 17.0 became 18.0 (281474976710656 ulps, +5.88 %); 2 of 24 values differ"])
    guard case .values(let values) = differences[0].content else { return #expect(Bool(false)) }
    #expect(values.divergences.map(\.place) == ["[1, 1, 1]", "[1, 2, 0]"])
    #expect(values.divergences[1].percent == -200)
  }

  @Test func singlePrecisionCountsItsOwnUlps() throws {
    var (earlier, later) = (outcome(), outcome())
    earlier.arrays = [("w", NumericArray(shape: [2], [1, -1] as [Float]))]
    later.arrays = [("w", NumericArray(shape: [2], [(1 as Float).nextUp, -1] as [Float]))]
    guard case .values(let values)? = try later.differences(from: earlier).first?.content else {
      return #expect(Bool(false))
    }
    #expect(values.divergences.map(\.ulps) == [1])
  }

  @Test func documentsAreComparedLeafByLeaf() throws {
    var (earlier, later) = (outcome(), outcome())
    earlier.metrics = ["a": 1, "b": [1.5, 2.5], "gone": "x", "kind": 1, "deep": ["x": .null]]
    later.metrics = ["a": 2, "b": [1.5, 3.5], "kind": 1.0, "deep": ["x": true], "new": ["y": 1]]
    let sentences = try later.differences(from: earlier).map(\.sentence)
    #expect(
      sentences == [
        "metrics/a: 1 became 2 (+100 %)",
        "metrics/b.1: 2.5 became 3.5 (2251799813685248 ulps, +40 %)",
        "metrics/gone: it is gone; it was \"x\"",
        "metrics/kind: 1 became 1.0 (0 ulps, 0.0 %)",
        "metrics/deep.x: null became true",
        "metrics/new: it is new: {\"y\":1}",
      ])
  }

  @Test func tablesAreComparedCellByCell() throws {
    var (earlier, later) = (outcome(), outcome())
    earlier.tables = [
      (
        "t",
        Table([.init("name", texts: ["p", "q"]), .init("y", numbers: [1.5, 2.5]), .init("z", integers: [1, 2])])
      )
    ]
    later.tables = [
      (
        "t",
        Table([.init("name", texts: ["p", "r"]), .init("y", numbers: [1.5, 2.25]), .init("w", integers: [1, 2])])
      )
    ]
    #expect(
      try later.differences(from: earlier).map(\.sentence) == [
        "tables/t/name, row 2: \"q\" became \"r\"; 1 of 2 values differ",
        "tables/t/y, row 2: 2.5 became 2.25 (562949953421312 ulps, -10 %); 1 of 2 values differ",
        "tables/t/z: the column is gone",
        "tables/t/w: the column is new",
      ])
  }

  @Test func weightsAreComparedArrayByArray() throws {
    func weights(_ numbers: [Float]) -> StoredFile {
      StoredFile(
        "weights.safetensors", Safetensors([.init(name: "conv.0", array: NumericArray(shape: [2], numbers))]).bytes())
    }
    var (earlier, later) = (outcome(), outcome())
    earlier.blobs = [weights([1, 2])]
    later.blobs = [weights([1, 3])]
    #expect(
      try later.differences(from: earlier).map(\.sentence)
        == ["weights/conv.0[1]: 2.0 became 3.0 (4194304 ulps, +50 %); 1 of 2 values differ"])
  }

  @Test func equalOutcomesHaveNone() throws {
    #expect(try outcome(tau: .nan).differences(from: outcome(tau: .nan)) == [])
  }
}
