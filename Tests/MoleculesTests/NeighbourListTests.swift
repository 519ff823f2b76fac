import Determinism
import Molecules
import Testing

/// Neighbours found by cells are those that a search over all images finds.
@Suite struct NeighbourListTests {
  private struct Pair: Hashable { let centre, neighbour: Int; let image: SIMD3<Int> }

  /// Every image within a wide range, no cells.
  private func bruteForce(_ x: [Double], _ lattice: Lattice?, _ repeats: [Bool], _ cutoff: Double, range: Int) -> [Pair]
  {
    var found: [Pair] = []
    let reach = repeats.map { $0 ? range : 0 }
    for i in 0..<(x.count / 3) {
      for j in 0..<(x.count / 3) {
        for a in -reach[0]...reach[0] {
          for b in -reach[1]...reach[1] {
            for c in -reach[2]...reach[2] where i != j || a != 0 || b != 0 || c != 0 {
              var distance = 0.0
              for k in 0..<3 {
                var d = x[3 * j + k] - x[3 * i + k]
                if let rows = lattice?.rows {
                  d += Double(a) * rows[k] + Double(b) * rows[3 + k] + Double(c) * rows[6 + k]
                }
                distance += d * d
              }
              if distance < cutoff * cutoff { found.append(Pair(centre: i, neighbour: j, image: SIMD3(a, b, c))) }
            }
          }
        }
      }
    }
    return found
  }

  private func pairs(_ list: NeighbourList) -> [Pair] {
    list.centres.indices.map { Pair(centre: list.centres[$0], neighbour: list.neighbours[$0], image: list.images[$0]) }
  }

  @Test(arguments: 0..<40) func cellsFindWhatAllImagesHold(_ number: Int) throws {
    var stream = RandomStream(seed: 20_261_128, name: "neighbours").child("case \(number)")
    let count = 1 + Int(stream.nextWord() % 24)
    let edge = 2.0 + 6 * stream.nextUniform()
    // Skewed boxes, some smaller than the cutoff; atoms inside and far outside.
    let rows = (0..<9).map {
      ($0 % 4 == 0 ? edge * (0.7 + 0.6 * stream.nextUniform()) : 0) + 1.5 * (stream.nextUniform() - 0.5)
    }
    let repeats = (0..<3).map { _ in stream.nextWord() & 1 == 0 }
    let spread = repeats.contains(true) ? 20.0 : 12.0
    let x = (0..<(3 * count)).map { _ in spread * (stream.nextUniform() - 0.5) }
    let cutoff = 1.5 + 3 * stream.nextUniform()
    let lattice = repeats.contains(true) ? Lattice(rows: rows) : nil
    let list = try NeighbourList(positions: x, lattice: lattice, isPeriodic: repeats, cutoff: cutoff)
    let due = bruteForce(x, lattice, repeats, cutoff, range: 16)
    #expect(pairs(list) == due)
    #expect(!due.isEmpty || count < 20)
  }

  @Test func everyPairHasItsNegative() throws {
    var stream = RandomStream(seed: 1, name: "symmetry")
    let x = (0..<30).map { _ in 9 * stream.nextUniform() }
    let lattice = Lattice(rows: [3.1, 0.2, 0, -0.4, 4.3, 0.1, 0.3, 0, 5.7])
    let list = try NeighbourList(positions: x, lattice: lattice, cutoff: 4)
    let all = Set(pairs(list))
    #expect(all.count == list.count)
    for pair in all {
      #expect(all.contains(Pair(centre: pair.neighbour, neighbour: pair.centre, image: 0 &- pair.image)))
    }
    let once = Set(list.once.map { pairs(list)[$0] })
    #expect(2 * once.count == list.count)
    #expect(once.allSatisfy { !once.contains(Pair(centre: $0.neighbour, neighbour: $0.centre, image: 0 &- $0.image)) })
    // The image's vector is exactly what its numbers say.
    for k in 0..<list.count {
      let n = list.images[k]
      let vector = Double(n.x) * lattice[0] + Double(n.y) * lattice[1] + Double(n.z) * lattice[2]
      #expect(SIMD3(list.shifts[3 * k], list.shifts[3 * k + 1], list.shifts[3 * k + 2]) == vector)
    }
  }

  @Test func theCutoffItselfIsOutside() throws {
    let list = try NeighbourList(positions: [0, 0, 0, 2, 0, 0, 0, 1.75, 0], cutoff: 2)
    #expect(list.centres == [0, 2] && list.neighbours == [2, 0])
  }

  @Test func paddingIsOutOfReach() throws {
    let list = try NeighbourList(positions: [0, 0, 0, 1, 0, 0], cutoff: 2)
    let padded = list.padded(to: NeighbourList.capacity(for: list.count))
    #expect(padded.count == 2 && padded.centres.count == 16 && padded.shifts.count == 48)
    #expect(padded.shifts[6] == 4)
    #expect(NeighbourList.capacity(for: 1000) >= 1000 && NeighbourList.capacity(for: 1000) < 1200)
  }

  @Test func impossibleBoxesAreRefused() {
    #expect(throws: MoleculesError.self) { try NeighbourList(positions: [0, 0, .nan], cutoff: 1) }
    #expect(throws: MoleculesError.self) {
      try NeighbourList(positions: [0, 0, 0], lattice: Lattice(rows: [1, 0, 0, 2, 0, 0, 0, 0, 1]), cutoff: 1)
    }
    #expect(throws: MoleculesError.self) {
      try NeighbourList(positions: [0, 0, 0], isPeriodic: [true, false, false], cutoff: 1)
    }
    #expect(throws: MoleculesError.self) { try NeighbourList(positions: [0, 0, 0], cutoff: 0) }
  }
}
