import Determinism

/// A crystal structure as numbers that a fit may move, with what symmetry demands of them built in.
///
/// Parameters are named `a`, `beta`, `x(O1)`, `Uiso(O1)`, `occ(O1)`. Atoms that share a site share its coordinates and
/// its displacement, which go by the first one's label.
public struct StructureModel: Sendable {
  public let crystal: Crystal
  let sites: [Site]
  let cellFreedom: CellFreedom
  /// Every parameter, in the order of `start`.
  public let parameters: [StructureParameter]
  /// The structure's own values.
  public let start: [Double]
  /// For each atom: the first parameter of its position, its displacement, its occupancy.
  let places: [AtomPlaces]

  struct AtomPlaces: Sendable {
    let position: Int
    let displacement: Int
    let occupancy: Int
  }

  /// - Throws: a cell that is not of its group's symmetry.
  public init(_ crystal: Crystal) throws(DiffractionError) {
    let freedom = try CellFreedom(crystal.spaceGroup)
    var start = try freedom.values(of: crystal.cell)
    var parameters = freedom.free.map { k in
      StructureParameter(name: CellFreedom.names[k], role: .cell, unit: k < 3 ? "Å" : "°")
    }
    var sites: [Site] = []
    var places: [AtomPlaces] = []
    var moved = crystal
    for (k, atom) in crystal.atoms.enumerated() {
      let twin = crystal.atoms[..<k].firstIndex { Self.coincide($0, atom, crystal.cell) }
      let site = twin.map { sites[$0] } ?? Site(atom.position, in: crystal)
      sites.append(site)
      moved.atoms[k].position = site.position
      var (position, displacement) = (start.count, start.count)
      if let twin {
        (position, displacement) = (places[twin].position, places[twin].displacement)
      } else {
        for pivot in site.pivots {
          parameters.append(StructureParameter(name: "\("xyz".axis(pivot))(\(atom.label))", role: .position))
          start.append(site.position[pivot])
        }
        displacement = start.count
        parameters.append(StructureParameter(name: "Uiso(\(atom.label))", role: .displacement, unit: "Å²"))
        start.append(atom.displacement)
      }
      parameters.append(StructureParameter(name: "occ(\(atom.label))", role: .occupancy))
      places.append(AtomPlaces(position: position, displacement: displacement, occupancy: start.count))
      start.append(atom.occupancy)
    }
    (self.crystal, self.sites, cellFreedom, self.parameters) = (moved, sites, freedom, parameters)
    (self.start, self.places) = (start, places)
  }

  /// The cell at a point of the parameters.
  func cell(_ point: UnsafeBufferPointer<Double>) -> Cell { cellFreedom.cell(point[..<cellFreedom.free.count]) }

  /// The atoms at a point of the parameters.
  func atoms(_ point: UnsafeBufferPointer<Double>) -> [AtomState] {
    zip(sites, places).map { site, place in
      AtomState(
        position: site.position(point[place.position..<(place.position + site.pivots.count)]),
        occupancy: point[place.occupancy], displacement: point[place.displacement])
    }
  }

  /// The crystal at a point of the parameters.
  public func crystal(at point: [Double]) -> Crystal {
    var result = crystal
    point.withUnsafeBufferPointer { point in
      result.cell = cell(point)
      for (k, atom) in atoms(point).enumerated() {
        result.atoms[k].position = atom.position
        result.atoms[k].occupancy = atom.occupancy
        result.atoms[k].displacement = atom.displacement
      }
    }
    return result
  }

  private static func coincide(_ a: Atom, _ b: Atom, _ cell: Cell) -> Bool {
    let apart = a.position - b.position
    return cell.metric.form(apart, apart) < 1e-6
  }
}

/// One number of a structure.
public struct StructureParameter: Sendable, Equatable {
  /// What it says of the structure.
  public enum Role: Sendable {
    case cell, position, displacement, occupancy
  }

  public let name: String
  public let role: Role
  public let unit: String?

  init(name: String, role: Role, unit: String? = nil) { (self.name, self.role, self.unit) = (name, role, unit) }
}

extension String {
  fileprivate func axis(_ k: Int) -> Character { self[index(startIndex, offsetBy: k)] }
}
