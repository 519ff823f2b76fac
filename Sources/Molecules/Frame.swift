import Determinism

/// A molecule or a box of atoms at one moment, with what is known of it. In eV, Å, e and u.
public struct Frame: Sendable, Equatable {
  /// One for each atom.
  public var species: [Element]
  /// [atoms, 3], row after row, in Å.
  public var positions: [Double]
  public var lattice: Lattice?
  /// Along which lattice vectors the box repeats.
  public var isPeriodic: [Bool]
  /// In eV.
  public var energy: Double?
  /// [atoms, 3], in eV/Å.
  public var forces: [Double]?
  /// [3], in e·Å.
  public var dipole: [Double]?
  /// [3, 3], in eV/Å³, positive under tension: σ = (1/V) ∂E/∂ε.
  public var stress: [Double]?
  /// [atoms, 3], in √(u eV), as ASE has them.
  public var momenta: [Double]?
  /// What else the file says of the frame, in its order.
  public var remarks: [Remark]
  /// What else the file says of each atom, in its order.
  public var columns: [Column]

  /// A key with its value as written; nil where the key stands alone.
  public struct Remark: Sendable, Equatable {
    public var key: String
    public var text: String?

    public init(_ key: String, _ text: String?) { (self.key, self.text) = (key, text) }
  }

  /// Words of each atom's line that mean nothing here, kept as written.
  public struct Column: Sendable, Equatable {
    public var name: String
    public var type: Kind
    public var width: Int
    /// [atoms, width], row after row.
    public var words: [String]

    /// The letters of `Properties`.
    public enum Kind: String, Sendable {
      case text = "S"
      case real = "R"
      case integer = "I"
      case logical = "L"
    }

    public init(_ name: String, _ type: Kind, width: Int, words: [String]) {
      (self.name, self.type, self.width, self.words) = (name, type, width, words)
    }
  }

  public init(species: [Element], positions: [Double], lattice: Lattice? = nil, isPeriodic: [Bool]? = nil) {
    precondition(
      positions.count == 3 * species.count, "Frame: \(positions.count) coordinates of \(species.count) atoms")
    (self.species, self.positions, self.lattice) = (species, positions, lattice)
    self.isPeriodic = isPeriodic ?? Array(repeating: lattice != nil, count: 3)
    (remarks, columns) = ([], [])
  }

  public var atomCount: Int { species.count }

  /// The numbers of the elements.
  public var numbers: [Int] { species.map(\.number) }

  /// The standard atomic weights, or the column `masses` where the file has one; in u.
  public var masses: [Double] {
    guard let own = columns.first(where: { $0.name == "masses" && $0.type == .real && $0.width == 1 }) else {
      return species.map(\.mass)
    }
    return own.words.map { Numeral.parse($0) ?? .nan }
  }

  /// The text of a remark.
  public func remark(_ key: String) -> String? { remarks.first { sameUTF8($0.key, key) }?.text }
}
