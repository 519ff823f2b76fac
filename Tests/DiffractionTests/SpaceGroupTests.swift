import Diffraction
import Testing

@Suite struct SpaceGroupTests {
  /// Every tabulated setting, from its Hall symbol and from its name, has the operations that another program has.
  @Test func everySettingAgrees() throws {
    let rows = try String(decoding: Fixture.bytes("space-groups.tsv"), as: UTF8.self).split(separator: "\n").dropFirst()
    #expect(rows.count == 564)
    for row in rows {
      let fields = row.split(separator: "\t").map(String.init)
      for group in [try SpaceGroup(hall: fields[0]), try SpaceGroup(named: fields[1])] {
        #expect(group.operations.count == Int(fields[2]), "\(fields[1])")
        #expect(checksum(group) == Int(fields[3]), "\(fields[1])")
      }
    }
  }

  private func checksum(_ group: SpaceGroup) -> Int {
    var sum = 0
    for operation in group.operations {
      var (key, power) = (0, 1)
      for row in operation.rows {
        for k in 0..<3 { (key, power) = (key + (row[k] + 1) * power, power * 3) }
      }
      let t = operation.translation
      key += 19683 * (t.x + 24 * t.y + 576 * t.z)
      sum = (sum + key % 1_000_003 * (key % 1_000_003)) % 1_000_003
    }
    return sum
  }

  @Test(arguments: [
    ("Pnma", "P n m a"), ("P21/c", "P 1 21/c 1"), ("P2(1)/c", "P 1 21/c 1"), ("Fd-3m", "F d -3 m:2"),
    ("F d -3 m :1", "F d -3 m:1"), ("Fd-3mS", "F d -3 m:1"), ("R-3c", "R -3 c:H"), ("R_-3_c", "R -3 c:H"),
    ("Fm3m", "F m -3 m"), ("P 63/m", "P 63/m"), ("I4(1)/amd", "I 41/a m d:2"), ("Ia-3d", "I a -3 d"),
  ]) func usualSpellings(_ spelling: String, _ symbol: String) throws {
    let group = try SpaceGroup(named: spelling)
    #expect(group.symbol == symbol)
  }

  @Test func rhombohedralAxesFollowTheCell() throws {
    let cell = Cell(edges: SIMD3(repeating: 5.128), angles: SIMD3(repeating: 55.28))
    #expect(try SpaceGroup(named: "R -3 c", cell: cell).symbol == "R -3 c:R")
    #expect(try SpaceGroup(number: 167).symbol == "R -3 c:H")
  }

  @Test func unknownSymbolsAreRefused() {
    #expect(throws: DiffractionError.self) { try SpaceGroup(named: "P 5 2") }
    #expect(throws: DiffractionError.self) { try SpaceGroup(hall: "Q 2") }
    #expect(throws: DiffractionError.self) { try SpaceGroup(number: 231) }
    for text in ["x,y", "x,y,w", "x,y,z+1/7", "x,x,z", "", "2x,y,z,", "x,,z"] {
      #expect(throws: DiffractionError.self, "\(text)") { try SymmetryOperation(triplet: text) }
    }
  }

  @Test func tripletsAreRead() throws {
    let operation = try SymmetryOperation(triplet: " 1/2+X , x-Y, -z+0.33333")
    #expect(operation.translation == SIMD3(12, 0, 8))
    #expect(operation.rows == [SIMD3(1, 0, 0), SIMD3(1, -1, 0), SIMD3(0, 0, -1)])
  }

  @Test func generatorsThatFormNoGroupAreRefused() throws {
    let turn = try SymmetryOperation(triplet: "x+y,y,z")
    #expect(throws: DiffractionError.self) { try SpaceGroup("shear", generators: [turn]) }
  }
}
