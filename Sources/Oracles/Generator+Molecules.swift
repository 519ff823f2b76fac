import Documents

extension Generator where Value == Arrays {
  /// Clusters of atoms: `species` i64 [n], `positions` f64 [n, 3] in the units of `spacing`.
  ///
  /// Atoms sit near different sites of a cubic lattice, each coordinate off by at most a quarter of the spacing, so that
  /// none come closer than half of it. Positions are multiples of 2⁻¹⁰ of a power of two: the group of signed
  /// permutations and dyadic translations acts on them without rounding. The simplest is the smallest cluster of the
  /// first species on the first sites.
  public static func molecules(
    species: [Int], atoms: ClosedRange<Int>, spacing: Double, isSingle: Bool = false
  ) -> Generator {
    let step = Double(sign: .plus, exponent: spacing.exponent - 10, significand: 1)
    let lattice = (spacing / step).rounded() * step
    let reach = (lattice / 4 / step).rounded(.down)
    return Generator { choices throws(Rejection) in
      let count = try choices.draw(.integer(in: atoms))
      var side = 1
      while side * side * side < count + 2 { side += 1 }
      var sites = Array(0..<(side * side * side))
      var (kinds, positions): ([Int], [Double]) = ([], [])
      for _ in 0..<count {
        try choices.span { choices throws(Rejection) in
          kinds.append(try choices.draw(.element(of: species)))
          let site = sites.remove(at: Int(try choices.draw(upTo: UInt64(sites.count - 1))))
          for coordinate in [site % side, site / side % side, site / side / side] {
            let offset = Double(try choices.draw(.integer(in: -Int(reach)...Int(reach))))
            positions.append(Double(coordinate) * lattice + offset * step)
          }
        }
      }
      let place =
        isSingle
        ? NumericArray(shape: [count, 3], positions.map(Float.init)) : NumericArray(shape: [count, 3], positions)
      return Arrays(["species": NumericArray(kinds), "positions": place])
    }
  }

  /// One molecule with each coordinate moved by at most `spread`, in multiples of 2⁻²⁰; the simplest is itself.
  public static func molecules(near molecule: Arrays, spread: Double) -> Generator {
    let rest = molecule["positions"] ?? NumericArray(shape: [0, 3], [Double]())
    let moves = Generator<Double>.dyadic(in: -spread...spread, bits: 20).list(count: rest.doubles.count)
    return moves.map { moves in
      var moved = molecule
      // Rest positions on the grid too, so that sums of both are exact.
      moved["positions"] = rest.with(
        Swift.zip(rest.doubles, moves).map { ($0 * 0x1p20).rounded() * 0x1p-20 + $1 })
      return moved
    }
  }

  /// Some atoms of a molecule in a skewed periodic box a little larger than they: `species`, `positions` and `cell` [3, 3].
  ///
  /// Rows of the cell are its vectors; all numbers are multiples of 2⁻²⁰, so that moving an atom by a vector of the box
  /// rounds nothing. The simplest is one atom in a box that is nearly a cube.
  /// - Parameters:
  ///   - atoms: at most so many.
  ///   - room: how much longer an edge is than the atoms reach, at least; up to half as much again.
  public static func crystals(of molecules: Generator, atoms: Int, room: Double) -> Generator {
    let cells = zip(
      Generator<Double>.dyadic(in: 0...1, bits: 8).list(count: 3),
      Generator<Double>.dyadic(in: -1...1, bits: 8).list(count: 6))
    return zip(molecules.parts(of: 1...atoms), cells).map { molecule, cell in
      let x = molecule["positions"]?.doubles ?? []
      let extent = (0..<3).map { axis in
        let own = stride(from: axis, to: x.count, by: 3).map { x[$0] }
        return (((own.max() ?? 0) - (own.min() ?? 0)) * 256).rounded(.up) / 256
      }
      let least = (room * 256).rounded(.up) / 256
      var rows = Array(repeating: 0.0, count: 9)
      for row in 0..<3 {
        rows[4 * row] = extent[row] + least + 0.5 * least * cell.0[row]
        for (place, column) in (0..<3).filter({ $0 != row }).enumerated() {
          rows[3 * row + column] = 0.25 * cell.1[2 * row + place]
        }
      }
      return molecule.with("cell", NumericArray(shape: [3, 3], rows))
    }
  }

  /// Some atoms of each molecule, in any order.
  public func parts(of count: ClosedRange<Int>) -> Generator {
    flatMap { molecule in
      let most = Swift.max(count.lowerBound, Swift.min(count.upperBound, molecule.atomCount))
      let least = Swift.min(count.lowerBound, most)
      return zip(Generator<[Int]>.permutation(molecule.atomCount), Generator<Int>.integer(in: least...most)).map {
        order, count in
        var part = molecule
        let chosen = order.prefix(count)
        let (kinds, places) = (molecule["species"]?.integers ?? [], molecule["positions"]?.doubles ?? [])
        part["species"] = NumericArray(chosen.map { kinds[$0] })
        part["positions"] = NumericArray(
          shape: [chosen.count, 3], chosen.flatMap { atom in places[(3 * atom)..<(3 * atom + 3)] }
        ).typed(like: molecule["positions"] ?? NumericArray(0.0))
        return part
      }
    }
  }
}
