import Determinism
import Documents
import Layers
import Manifests
import Molecules

/// The frames of an experiment, ready for programs.
struct MolecularData: Sendable {
  let frames: [Frame]
  /// The elements that occur, by number: the rows of the embedding.
  let elements: [Molecules.Element]
  let systems: [MolecularSystem]

  /// - Throws: what is wrong with the file, at its place in the manifest.
  init(_ parameters: Molecule.Parameters) throws(ManifestErrors) {
    let file = parameters.data
    let bytes = try file.bytes()
    do throws(DocumentError) {
      frames = try ExtendedXYZ.frames(bytes, file: file.path)
    } catch { throw ManifestErrors([file.place.problem("\(error)")]) }
    if let bare = frames.firstIndex(where: { $0.energy == nil || $0.forces == nil || $0.atomCount == 0 }) {
      throw ManifestErrors([
        file.place.problem(
          "frame \(bare) of \(file.path) has no energy, no forces or no atoms; a model is trained on them")
      ])
    }
    if parameters.loss.dipole.value > 0, let bare = frames.firstIndex(where: { $0.dipole == nil }) {
      throw ManifestErrors([
        parameters.loss.dipole.place.problem("frame \(bare) of \(file.path) has no dipole; write `dipole: 0` here")
      ])
    }
    elements = Set(frames.flatMap(\.numbers)).sorted().compactMap { Molecules.Element(number: $0) }
    var systems: [MolecularSystem] = []
    for (i, frame) in frames.enumerated() {
      do throws(MoleculesError) {
        systems.append(try MolecularSystem(frame, elements, cutoff: parameters.model.cutoff))
      } catch { throw ManifestErrors([file.place.problem("frame \(i) of \(file.path): \(error)")]) }
    }
    self.systems = systems
  }

  /// An energy for each element, in eV, such that their sums come as close as can be to the energies of some frames:
  /// what is left is small enough for single precision.
  ///
  /// Least squares, held at the smallest energies by a part of 1e-9 where compositions do not tell elements apart.
  func referenceEnergies(_ chosen: Range<Int>) -> [Double] {
    let n = elements.count
    var (matrix, right) = (
      [[Double]](repeating: [Double](repeating: 0, count: n), count: n), [Double](repeating: 0, count: n)
    )
    for i in chosen {
      let counts = composition(i)
      for a in 0..<n {
        right[a] += counts[a] * (frames[i].energy ?? 0)
        for b in 0..<n { matrix[a][b] += counts[a] * counts[b] }
      }
    }
    let largest = matrix.indices.reduce(0) { max($0, matrix[$1][$1]) }
    for a in 0..<n { matrix[a][a] += 1e-9 * largest }
    return solved(matrix, right)
  }

  /// How many atoms of each element a frame has.
  private func composition(_ i: Int) -> [Double] {
    systems[i].species.reduce(into: [Double](repeating: 0, count: elements.count)) { $0[$1] += 1 }
  }

  /// The solution of positive definite equations, by Cholesky's decomposition.
  private func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var (l, y) = (matrix, right)
    let n = right.count
    for j in 0..<n {
      for k in 0..<j { l[j][j] -= l[j][k] * l[j][k] }
      l[j][j] = l[j][j].squareRoot()
      for i in j + 1..<max(n, j + 1) {
        for k in 0..<j { l[i][j] -= l[i][k] * l[j][k] }
        l[i][j] /= l[j][j]
      }
      for k in 0..<j { y[j] -= l[j][k] * y[k] }
      y[j] /= l[j][j]
    }
    for j in (0..<n).reversed() {
      for k in j + 1..<max(n, j + 1) { y[j] -= l[k][j] * y[k] }
      y[j] /= l[j][j]
    }
    return y
  }
}

extension MolecularSystem {
  /// A frame as programs take it, its pairs found.
  /// - Throws: `MoleculesError` for an element that is not among those given, or a box that is none.
  init(_ frame: Frame, _ elements: [Molecules.Element], cutoff: Double) throws(MoleculesError) {
    let species = try elements.rows(of: frame.species)
    let list = try NeighbourList(frame, cutoff: cutoff)
    self.init(species: species, positions: frame.positions, list)
  }

  /// - Parameter list: every pair from both sides; each is kept once.
  init(species: [Int], positions: [Double], _ list: NeighbourList) {
    let kept = (0..<list.count).filter { pair in
      let (i, j, n) = (list.centres[pair], list.neighbours[pair], list.images[pair])
      return i < j || (i == j && (n.x, n.y, n.z) > (0, 0, 0))
    }
    self.init(
      species: species, positions: positions, first: kept.map { list.centres[$0] },
      second: kept.map { list.neighbours[$0] }, shifts: kept.flatMap { list.shifts[3 * $0..<3 * $0 + 3] })
  }
}

extension [Molecules.Element] {
  /// The rows of the embedding that atoms have.
  /// - Throws: `MoleculesError` for an element that is not among these.
  func rows(of species: [Molecules.Element]) throws(MoleculesError) -> [Int] {
    var rows: [Int] = []
    for (atom, element) in species.enumerated() {
      guard let row = firstIndex(of: element) else {
        let known = map(\.symbol).joined(separator: ", ")
        throw MoleculesError("atom \(atom)", "is \(element.symbol), which the model has not seen; it knows \(known)")
      }
      rows.append(row)
    }
    return rows
  }
}
