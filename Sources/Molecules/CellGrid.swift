/// Atoms sorted into cells of a grid, each about as wide as the cutoff.
///
/// Source: M. P. Allen and D. J. Tildesley, "Computer simulation of liquids" (2017), section 5.3.2.
struct CellGrid {
  /// A neighbour, the image of it, and that image as a vector.
  struct Pair {
    let neighbour: Int
    let image: SIMD3<Int>
    let shift: SIMD3<Double>
  }

  private let places: [SIMD3<Double>]
  private let box: PeriodicBox
  private let cutoff: Double
  /// How many cells there are along each vector, and how many of them the cutoff may reach over.
  private var counts = SIMD3(1, 1, 1)
  private var reach = SIMD3(1, 1, 1)
  /// The cell of each atom, and how many boxes it lies from the first.
  private var cells: [SIMD3<Int>] = []
  private var boxes: [SIMD3<Int>] = []
  /// The atoms of cell c are `members[starts[c]..<starts[c + 1]]`.
  private var starts: [Int] = []
  private var members: [Int] = []

  init(_ positions: [Double], _ box: PeriodicBox, cutoff: Double) {
    self.box = box
    self.cutoff = cutoff
    places = (0..<(positions.count / 3)).map { SIMD3(positions[3 * $0], positions[3 * $0 + 1], positions[3 * $0 + 2]) }
    let fractions = places.map { place in
      SIMD3(dot(place, box.reciprocal[0]), dot(place, box.reciprocal[1]), dot(place, box.reciprocal[2]))
    }
    var (lowest, width) = (SIMD3<Double>.zero, SIMD3(1.0, 1, 1))
    // More cells than atoms would only be empty ones.
    var most = 1
    while most * most * most < places.count { most += 1 }
    for k in 0..<3 {
      if !box.repeats[k] {
        let least = fractions.reduce(Double.infinity) { min($0, $1[k]) }
        let largest = fractions.reduce(-Double.infinity) { max($0, $1[k]) }
        if least <= largest { (lowest[k], width[k]) = (least, max(largest - least, 1e-9)) }
      }
      // A hair more than the cutoff, so that rounding at a cell's edge loses no pair.
      let slack = cutoff * (1 + 1e-6)
      let length = width[k] * box.height(k)
      counts[k] = max(1, min(most, Int(min(length / slack, 1e6))))
      reach[k] = Int((slack * Double(counts[k]) / length).rounded(.up))
      if !box.repeats[k] { reach[k] = min(reach[k], counts[k] - 1) }
    }
    for fraction in fractions {
      var (cell, own) = (SIMD3<Int>.zero, SIMD3<Int>.zero)
      for k in 0..<3 {
        let along = (fraction[k] - lowest[k]) / width[k]
        let whole = box.repeats[k] ? along.rounded(.down) : 0
        own[k] = Int(whole)
        cell[k] = min(max(Int((along - whole) * Double(counts[k])), 0), counts[k] - 1)
      }
      cells.append(cell)
      boxes.append(own)
    }
    sort()
  }

  private mutating func sort() {
    starts = Array(repeating: 0, count: counts.x * counts.y * counts.z + 1)
    for cell in cells { starts[number(cell) + 1] += 1 }
    for cell in 1..<starts.count { starts[cell] += starts[cell - 1] }
    var next = starts
    members = Array(repeating: 0, count: cells.count)
    for (atom, cell) in cells.enumerated() {
      members[next[number(cell)]] = atom
      next[number(cell)] += 1
    }
  }

  private func number(_ cell: SIMD3<Int>) -> Int { (cell.x * counts.y + cell.y) * counts.z + cell.z }

  /// The neighbours of an atom, ordered by number and image.
  func neighbours(of centre: Int) -> [Pair] {
    let home = cells[centre]
    var found: [Pair] = []
    for x in -reach.x...reach.x {
      for y in -reach.y...reach.y {
        for z in -reach.z...reach.z {
          guard let (cell, wraps) = wrapped(home &+ SIMD3(x, y, z)) else { continue }
          for place in starts[number(cell)]..<starts[number(cell) + 1] {
            add(members[place], wraps, to: &found, from: centre)
          }
        }
      }
    }
    return found.sorted { a, b in
      (a.neighbour, a.image.x, a.image.y, a.image.z) < (b.neighbour, b.image.x, b.image.y, b.image.z)
    }
  }

  private func add(_ neighbour: Int, _ wraps: SIMD3<Int>, to found: inout [Pair], from centre: Int) {
    let image = wraps &+ boxes[centre] &- boxes[neighbour]
    guard neighbour != centre || image != .zero else { return }
    let shift = image == .zero ? .zero : box.lattice.vector(image)
    let away = (places[neighbour] - places[centre]) + shift
    if dot(away, away) < cutoff * cutoff { found.append(Pair(neighbour: neighbour, image: image, shift: shift)) }
  }

  /// A cell within the grid and how many boxes it was moved by; nil outside, where nothing repeats.
  private func wrapped(_ cell: SIMD3<Int>) -> (SIMD3<Int>, SIMD3<Int>)? {
    var (cell, wraps) = (cell, SIMD3<Int>.zero)
    for k in 0..<3 where !(0..<counts[k]).contains(cell[k]) {
      guard box.repeats[k] else { return nil }
      let rest = cell[k] % counts[k]
      let inside = rest < 0 ? rest + counts[k] : rest
      wraps[k] = (cell[k] - inside) / counts[k]
      cell[k] = inside
    }
    return (cell, wraps)
  }
}
