public import Autodiff

/// A representation of atoms by their surroundings: numbers that no rotation changes, and vectors that turn with the
/// molecule. Energy, forces and dipole are read from this one representation.
///
/// Message passing with scalar and vector features: Schütt, Unke and Gastegger, *Equivariant message passing for the
/// prediction of tensorial properties and molecular spectra* (PaiNN), 2021, arXiv:2102.03150. Two atoms that see each
/// other share one filter, which depends on their distance alone. Only differences of positions enter.
public struct EquivariantModel: Sendable, Hashable {
  /// How many elements it knows.
  public var species: Int
  /// How many scalars, and how many vectors, describe an atom.
  public var features: Int
  /// How often atoms look at their neighbours.
  public var interactions: Int
  /// How many functions of the distance there are.
  public var functions: Int
  /// Atoms farther apart do not see each other, in Å.
  public var cutoff: Double
  public var envelope: Envelope

  /// How the cutoff is reached.
  public enum Envelope: String, Sendable, Hashable, CaseIterable {
    /// 1 − 28 x⁶ + 48 x⁷ − 21 x⁸, twice continuously differentiable: forces and their slopes end at 0.
    /// Source: Gasteiger, Groß and Günnemann, 2020, arXiv:2003.03123.
    case polynomial
    /// (1 + cos πx)/2, whose second derivative jumps at the cutoff.
    case cosine
  }

  public init(
    species: Int, features: Int, interactions: Int, functions: Int, cutoff: Double, envelope: Envelope = .polynomial
  ) {
    (self.species, self.features, self.interactions) = (species, features, interactions)
    (self.functions, self.cutoff, self.envelope) = (functions, cutoff, envelope)
  }

  /// The name of the array of data nπ/cutoff that programs take, and its elements.
  public static let frequencyName = "radial.frequencies"
  public var frequencies: [Double] { (1...max(1, functions)).map { Double($0) * .pi / cutoff } }

  /// The atoms of a chunk, described.
  public struct Atoms {
    /// `[atoms, features]`.
    public let scalars: Tensor
    /// `[atoms, 3, features]`.
    public let vectors: Tensor
  }

  /// Records the representation.
  public func callAsFunction(_ inputs: MolecularInputs, in scope: Scope) -> Atoms {
    let geometry = PairGeometry(
      inputs, cutoff: cutoff, envelope: envelope, frequencies: scope.trace.data(Self.frequencyName, shape: [functions]))
    let embedding = scope.parameter("embedding", shape: [species, features], .normal(deviation: 1))
    var scalars = embedding.gathered(inputs.species)
    var vectors: Tensor?
    for k in 0..<interactions {
      let part = scope.part("\(k + 1)")
      // Before any message an atom is its element: what it sends is computed once for each element.
      let sent = k == 0 ? embedding : scalars
      let hidden = silu(part.dense("message.hidden", sent, features))
      func sender(_ name: String) -> Tensor {
        let x = part.dense("message.\(name)", hidden, features)
        return k == 0 ? x.gathered(inputs.species) : x
      }
      func filter(_ name: String) -> Tensor { part.dense("filter.\(name)", geometry.functions, features) }
      let neighbours = inputs.neighbourhood
      var received = neighbours.sum(
        sender("directed"), filter: filter("directed"), direction: geometry.direction)
      if let vectors {
        let x = sender("vectors").spreadOverVectors * vectors
        received = received + neighbours.sum(x, filter: filter("vectors"), scale: geometry.envelope)
      }
      scalars = scalars + neighbours.sum(sender("scalars"), filter: filter("scalars"), scale: geometry.envelope)
      vectors = vectors.map { $0 + received } ?? received
      (scalars, vectors) = update(scalars, vectors ?? received, part)
    }
    return Atoms(
      scalars: scalars,
      vectors: vectors ?? Tensor(0).expanded(to: [inputs.molecules * inputs.places, 3, features]))
  }

  /// Scalars and vectors of one atom meet.
  private func update(_ scalars: Tensor, _ vectors: Tensor, _ part: Scope) -> (Tensor, Tensor?) {
    let left = part.dense("update.left", vectors, features, bias: false)
    let right = part.dense("update.right", vectors, features, bias: false)
    // The small term keeps the root differentiable where vectors vanish.
    let norms = sqrt(square(right).sum(over: [1]) + 1e-8)
    let hidden = silu(
      part.dense("update.hidden", scalars, features) + part.dense("update.norms", norms, features, bias: false))
    let mixed = part.dense("update.products", hidden, features) * (left * right).sum(over: [1])
    let moved = scalars + part.dense("update.scalars", hidden, features) + mixed
    return (moved, vectors + part.dense("update.vectors", hidden, features).spreadOverVectors * left)
  }
}

extension Scope {
  /// `x w + b` over the last axis; weights uniform within 1/√inputs, biases 0.
  func dense(_ name: String, _ x: Tensor, _ features: Int, bias hasBias: Bool = true) -> Tensor {
    let inputs = x.shape.extents.last ?? 1
    let bound = 1 / Double(max(1, inputs)).squareRoot()
    let weights = parameter("\(name).weights", shape: [inputs, features], .uniform(bound: bound))
    return affine(x, weights, bias: hasBias ? parameter("\(name).bias", shape: [features], .zeros) : nil)
  }
}

extension Tensor {
  /// A number per atom and feature, for each component of its vectors: `[n, f]` → `[n, 1, f]`.
  var spreadOverVectors: Tensor { reshaped(to: [shape.extents[0], 1, shape.extents[1]]) }
}
