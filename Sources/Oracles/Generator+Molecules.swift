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
}
