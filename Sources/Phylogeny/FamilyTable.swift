/// Sizes of gene families: how many copies each species has.
public struct FamilyTable: Sendable {
  /// One family, as a row of the table.
  public struct Family: Sendable {
    public let name: String
    /// The first column, which is for people.
    public let description: String
    /// One count per species, in the order of the table.
    public let counts: [Int]
    /// Where the row starts.
    let offset: Int

    public init(_ name: String, description: String = "", counts: [Int]) {
      self.name = name
      self.description = description
      self.counts = counts
      offset = 0
    }

    init(_ name: String, description: String, counts: [Int], offset: Int) {
      self.name = name
      self.description = description
      self.counts = counts
      self.offset = offset
    }
  }

  public let species: [String]
  public let families: [Family]
  let text: FileText
  /// Where each species stands in the header.
  let places: [Int]

  /// A table of families that were made, not read. Traps when a family has another number of counts.
  public init(species: [String], families: [Family], name: String = "families") {
    for family in families {
      precondition(
        family.counts.count == species.count, "FamilyTable: \(family.name) has \(family.counts.count) counts")
    }
    self.init(
      species: species, families: families, text: FileText([], file: name),
      places: Array(repeating: 0, count: species.count))
  }

  init(species: [String], families: [Family], text: FileText, places: [Int]) {
    self.species = species
    self.families = families
    self.text = text
    self.places = places
  }

  /// The greatest count of all.
  public var largest: Int { families.reduce(0) { max($0, $1.counts.max() ?? 0) } }

  /// The same species with some of the families.
  public func keeping(_ isKept: (Family) -> Bool) -> FamilyTable {
    FamilyTable(species: species, families: families.filter(isKept), text: text, places: places)
  }

  /// The table as CAFE writes it: tabs between columns, `Desc` and `Family ID` first.
  public var tabbed: String {
    var lines = [(["Desc", "Family ID"] + species).joined(separator: "\t")]
    for family in families {
      let description = family.description.isEmpty ? "(null)" : family.description
      lines.append(([description, family.name] + family.counts.map { String($0) }).joined(separator: "\t"))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
