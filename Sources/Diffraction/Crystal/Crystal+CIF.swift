import Determinism
import Documents

extension Crystal {
  /// Reads a structure from a CIF: cell, symmetry, atoms.
  ///
  /// Symmetry comes from the list of operators, else from the Hall symbol, the Hermann–Mauguin symbol or the number.
  /// Displacements may be U_iso, B_iso, or anisotropic: then their equivalent isotropic value is taken.
  /// - Parameter block: the data block; the first that has atoms where it is nil.
  /// - Throws: `DocumentError` at its place in the file; `DiffractionError` where the structure makes no sense.
  public init(cif bytes: [UInt8], file: String, block name: String? = nil) throws {
    let document = try CIFDocument(bytes, file: file)
    let candidates = document.blocks.filter { name == nil || sameUTF8($0.name, name ?? "") }
    guard let block = candidates.first(where: { $0.column("_atom_site_fract_x") != nil }) ?? candidates.first else {
      throw DiffractionError(
        file, "has no data block \(name ?? ""); it has \(document.blocks.map(\.name).joined(separator: ", "))")
    }
    var reader = CIFStructureReader(block: block, file: file)
    let cell = try reader.cell()
    let group = try reader.spaceGroup(cell)
    let atoms = try reader.atoms(cell)
    self.init(block.name, cell: cell, spaceGroup: group, atoms: atoms, remarks: reader.remarks)
  }
}

/// Takes a structure out of one data block.
private struct CIFStructureReader {
  let block: CIFDocument.Block
  let file: String
  var remarks: [String] = []

  func cell() throws -> Cell {
    func number(_ tag: String, _ standard: Double? = nil) throws -> Double {
      guard let token = block.value([tag]) else {
        if let standard { return standard }
        throw DiffractionError(file, "has no \(tag) in the block \(block.name); add it")
      }
      return try token.number()
    }
    let cell = Cell(
      edges: SIMD3(
        try number("_cell_length_a"), try number("_cell_length_b"), try number("_cell_length_c")),
      angles: SIMD3(
        try number("_cell_angle_alpha", 90), try number("_cell_angle_beta", 90), try number("_cell_angle_gamma", 90)))
    guard cell.edges.min() > 0, cell.volume > 0 else {
      throw DiffractionError(file, "has a cell without volume; its edges must be positive, its angles possible")
    }
    return cell
  }

  mutating func spaceGroup(_ cell: Cell) throws -> SpaceGroup {
    let symbol = block.value([
      "_space_group_name_h-m_alt", "_symmetry_space_group_name_h-m", "_space_group_name_h-m_ref",
    ])?.text
    let operators = block.column([
      "_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz",
    ])
    if let operators, !operators.isEmpty {
      let list = try operators.map { token in
        do { return try SymmetryOperation(triplet: token.text) } catch {
          throw token.fault("a coordinate triplet such as -x, y+1/2, -z", "correct the operator")
        }
      }
      let group = try SpaceGroup(symbol ?? "\(list.count) operators", generators: list)
      // A list that is not closed is a list of generators, or has a slip in it: then the symbol knows better.
      if group.operations.count != Set(list).count, let symbol, let named = try? SpaceGroup(named: symbol, cell: cell),
        named.operations.count != group.operations.count
      {
        throw DiffractionError(
          file,
          "lists \(list.count) operators that generate \(group.operations.count), but its symbol \(symbol) has "
            + "\(named.operations.count); correct the operators, or leave them out")
      }
      if group.operations.count != Set(list).count {
        remarks.append(
          "The \(list.count) operators of \(file) generate \(group.operations.count); all of these are used.")
      }
      return group
    }
    if let hall = block.value(["_space_group_name_hall", "_symmetry_space_group_name_hall"])?.text {
      return try SpaceGroup(hall: hall)
    }
    if let symbol {
      let group = try SpaceGroup(named: symbol, cell: cell)
      remarks.append("\(file) lists no operators: its symbol \(symbol) is read as \(group.symbol).")
      return group
    }
    if let number = block.value(["_space_group_it_number", "_symmetry_int_tables_number"]) {
      let group = try SpaceGroup(number: Int(try number.number()), cell: cell)
      remarks.append("\(file) names a space group by number alone: its standard setting \(group.symbol) is taken.")
      return group
    }
    throw DiffractionError(
      file, "says nothing of the symmetry: give _space_group_symop_operation_xyz or _space_group_name_H-M_alt")
  }

  /// A column of the loop that has so many rows.
  private func column(_ tag: String, _ rows: Int) -> [CIFToken]? {
    block.column(tag).flatMap { $0.count == rows ? $0 : nil }
  }

  mutating func atoms(_ cell: Cell) throws -> [Atom] {
    guard let x = block.column("_atom_site_fract_x"), let y = column("_atom_site_fract_y", x.count),
      let z = column("_atom_site_fract_z", x.count)
    else {
      throw DiffractionError(file, "has no atoms: _atom_site_fract_x, _y and _z are missing")
    }
    let labels = column("_atom_site_label", x.count)
    let types = column("_atom_site_type_symbol", x.count)
    let occupancies = column("_atom_site_occupancy", x.count)
    var atoms: [Atom] = []
    for k in x.indices {
      // Dummy atoms and those without a place do not scatter.
      if x[k].isMissing || y[k].isMissing || z[k].isMissing {
        remarks.append("\(labels?[k].text ?? "an atom") of \(file) has no coordinates and is left out.")
        continue
      }
      let label = labels?[k].text ?? types.map { "\($0[k].text)\(k + 1)" } ?? "atom\(k + 1)"
      let type = types.flatMap { $0[k].isMissing ? nil : $0[k].text } ?? label
      let occupancy = occupancies.map { $0[k] }
      atoms.append(
        Atom(
          label, type: type, position: SIMD3(try x[k].number(), try y[k].number(), try z[k].number()),
          occupancy: occupancy.map { $0.isMissing } ?? true ? 1 : try occupancy?.number() ?? 1,
          displacement: try displacement(k, of: x.count, label)))
    }
    guard !atoms.isEmpty else { throw DiffractionError(file, "has no atom with coordinates") }
    var told: [String] = []
    for atom in atoms where !told.contains(atom.type) {
      told.append(atom.type)
      guard let kind = try? ScattererType(atom.type), !FormFactor.hasOwn(kind) else { continue }
      remarks.append(
        "\(atom.type) of \(file) has no form factor of its own: for X-rays that of \(kind.element) is taken.")
    }
    for (k, atom) in atoms.enumerated() {
      if let twin = atoms[..<k].firstIndex(where: { sameUTF8($0.label, atom.label) }) {
        throw DiffractionError(
          file, "has two atoms called \(atom.label), rows \(twin + 1) and \(k + 1) of its loop; give each its own label"
        )
      }
    }
    return atoms
  }

  private mutating func displacement(_ k: Int, of count: Int, _ label: String) throws -> Double {
    if let u = column("_atom_site_u_iso_or_equiv", count)?[k], !u.isMissing { return try u.number() }
    let perB = 1 / (8 * Double.pi * Double.pi)
    if let b = column("_atom_site_b_iso_or_equiv", count)?[k], !b.isMissing { return try b.number() * perB }
    if let names = block.column("_atom_site_aniso_label"),
      let row = names.firstIndex(where: { sameUTF8($0.text, label) })
    {
      for (prefix, factor) in [("_atom_site_aniso_u_", 1.0), ("_atom_site_aniso_b_", perB)] {
        let columns = ["11", "22", "33"].compactMap { column(prefix + $0, names.count) }
        guard columns.count == 3, !columns.contains(where: { $0[row].isMissing }) else { continue }
        var sum = 0.0
        for column in columns { sum += try column[row].number() }
        remarks.append("\(label) of \(file) is anisotropic: the mean of its three displacements is taken.")
        return sum / 3 * factor
      }
    }
    remarks.append("\(label) of \(file) has no displacement: Uiso = 0.006 Å² is its start.")
    return 0.006
  }
}
