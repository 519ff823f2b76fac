/// The operations of a space group in one setting, those of centring included, the identity first.
public struct SpaceGroup: Sendable, Equatable {
  /// The symbol that it was made from, or its order where there was none.
  public let symbol: String
  /// All operations modulo the lattice: at most 192.
  public let operations: [SymmetryOperation]
  /// Translations of the lattice's centring, zero first, in 24ths.
  public let centring: [SIMD3<Int>]
  /// One operation for each rotation: the group modulo centring.
  public let representatives: [SymmetryOperation]

  /// The group that some operations generate.
  /// - Throws: when they generate more than 192, the largest order of any space group modulo its lattice.
  public init(_ symbol: String, generators: [SymmetryOperation]) throws(DiffractionError) {
    var known: Set<SymmetryOperation> = [.identity]
    var list = [SymmetryOperation.identity]
    var next = 0
    let generators = generators.filter { $0 != .identity }
    while next < list.count {
      for generator in generators {
        let product = generator.after(list[next])
        guard known.insert(product).inserted else { continue }
        list.append(product)
        guard list.count <= 192 else {
          throw DiffractionError(symbol, "its operations do not form a space group: they generate more than 192")
        }
      }
      next += 1
    }
    self.symbol = symbol
    operations = list.sorted(by: SymmetryOperation.precedes)
    centring = operations.filter { $0.rows == SymmetryOperation.identity.rows }.map(\.translation)
    var seen: Set<[SIMD3<Int>]> = []
    representatives = operations.filter { seen.insert($0.rows).inserted }
  }

  /// Whether −x is among the rotations: F(hkl) and F(−h−k−l) then have one magnitude.
  public var isCentrosymmetric: Bool { representatives.contains { $0.rows == SymmetryOperation.identity.negated.rows } }

  /// The rotations of the Laue group: those of the group, and the same with −x.
  var laueRotations: [SymmetryOperation] {
    var rotations: [SymmetryOperation] = []
    for operation in representatives {
      for rotation in [operation, operation.negated] {
        let pure = SymmetryOperation(rows: rotation.rows)
        if !rotations.contains(pure) { rotations.append(pure) }
      }
    }
    return rotations
  }

  /// Whether the lattice's centring alone extinguishes a reflection.
  func isDarkByCentring(_ h: SIMD3<Int>) -> Bool {
    centring.contains { (h &* $0).wrappedSum() % SymmetryOperation.denominator != 0 }
  }

  /// Whether the group's translations extinguish a reflection: some operation leaves h and turns its phase.
  public func extinguishes(_ h: SIMD3<Int>) -> Bool {
    let n = SymmetryOperation.denominator
    return operations.contains { operation in
      operation.transposed(h) == h && (h &* operation.translation).wrappedSum() % n != 0
    }
  }
}
