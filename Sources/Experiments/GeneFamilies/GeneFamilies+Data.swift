import Determinism
import Documents
import Manifests
import Phylogeny

extension GeneFamilies {
  /// The tree and the families that are fitted, read and checked.
  struct Data: Sendable {
    let tree: Tree
    /// Counts in the order of the tree's species; the families that are fitted.
    let table: FamilyTable
    /// All that were simulated, where they were.
    let simulated: FamilyTable?
    /// How many the table had.
    let read: Int
    /// How many were left out because they cannot have been at the root.
    let unrooted: Int
    /// Names of those left out as too large.
    let tooLarge: [String]
    /// Whether only families that can have been at the root are fitted.
    let isFiltered: Bool
    /// The classes by name, and the families of each, as places in the table.
    let classes: [(name: String, families: [Int])]

    init(_ parameters: Parameters, seed: UInt64) throws(ManifestErrors) {
      let tree = try Self.located(parameters.tree) { (bytes, path) throws(DocumentError) in
        try Tree(newick: bytes, file: path)
      }
      do throws(DocumentError) { try tree.checkTime(tolerance: parameters.tolerance) } catch {
        throw ManifestErrors([parameters.tree.place.problem("\(error)")])
      }
      self.tree = tree
      let table: FamilyTable
      switch parameters.families {
      case .table(let file):
        table = try Self.located(file) { (bytes, path) throws(DocumentError) in
          try FamilyTable(tabbed: bytes, file: path).matched(to: tree)
        }
        simulated = nil
      case .simulated(let stated):
        table = try stated.table(tree, parameters.model.clades, seed: seed)
        simulated = table
      }
      read = table.families.count
      isFiltered = parameters.keep == .rooted
      let place = parameters.families.place ?? parameters.tree.place
      let limit = parameters.largest ?? .max
      tooLarge = table.families.filter { ($0.counts.max() ?? 0) > limit }.map(\.name)
      let isAtRoot = RootPresence(tree)
      let small = table.keeping { ($0.counts.max() ?? 0) <= limit }
      let kept = parameters.keep == .all ? small : small.keeping { isAtRoot($0.counts) }
      unrooted = small.families.count - kept.families.count
      guard !kept.families.isEmpty else {
        throw ManifestErrors([
          place.problem(
            "none of the \(read) families is left to fit: \(unrooted) have no copies in two of the root's clades, "
              + "\(tooLarge.count) are larger than allowed")
        ])
      }
      if parameters.largest == nil, kept.largest > Self.mostCopies {
        let names = kept.families.filter { ($0.counts.max() ?? 0) > Self.mostCopies }.map(\.name)
        throw ManifestErrors([
          place.problem(
            "\(names.prefix(5).joined(separator: ", ")) have more than \(Self.mostCopies) copies in a species; "
              + "say largest: to leave such families out")
        ])
      }
      self.table = kept
      classes = try Self.classes(of: kept, parameters.classes)
    }

    /// Matrices have the square of so many elements, for every branch.
    private static let mostCopies = 3000

    /// The greatest count that is fitted.
    var largest: Int { table.largest }

    private static func located<Value>(
      _ file: InputFile, _ read: ([UInt8], String) throws(DocumentError) -> Value
    ) throws(ManifestErrors) -> Value {
      let bytes = try file.bytes()
      do throws(DocumentError) { return try read(bytes, file.path) } catch {
        throw ManifestErrors([file.place.problem("\(error)")])
      }
    }

    private static func classes(
      of table: FamilyTable, _ source: ClassSource?
    ) throws(ManifestErrors) -> [(name: String, families: [Int])] {
      guard let source else { return [("families", Array(table.families.indices))] }
      let (file, rows) = try source.rows()
      var classes: [(name: String, families: [Int])] = []
      var places: [[UInt8]: Int] = [:]
      for (name, family) in rows { places[Array(family.utf8)] = name }
      // A class of that name takes in those that the file lacks.
      let other = file.names.firstIndex { sameUTF8($0, "other") } ?? file.names.count
      classes = (file.names + (other == file.names.count ? ["other"] : [])).map { ($0, []) }
      for (k, family) in table.families.enumerated() {
        classes[places[Array(family.name.utf8)] ?? other].families.append(k)
      }
      return classes.filter { !$0.families.isEmpty }
    }
  }
}

extension GeneFamilies.FamilySource {
  /// Where the manifest names the table.
  fileprivate var place: Place? {
    if case .table(let file) = self { file.place } else { nil }
  }
}

extension GeneFamilies.ClassSource {
  /// The names of the classes in the order of their first row, and for each family the place of its class.
  fileprivate func rows() throws(ManifestErrors) -> (file: (names: [String], path: String), rows: [(Int, String)]) {
    guard case .file(let file) = self else { return (([], ""), []) }
    let bytes = try file.bytes()
    do throws(DocumentError) {
      let table = try Table(csv: bytes, file: file.path)
      let (families, classes) = (try table.texts(named: "family"), try table.texts(named: "class"))
      var names: [String] = []
      var places: [[UInt8]: Int] = [:]
      let rows = zip(families, classes).map { family, name -> (Int, String) in
        let place = places[Array(name.utf8)] ?? names.count
        if place == names.count {
          names.append(name)
          places[Array(name.utf8)] = place
        }
        return (place, family)
      }
      return ((names, file.path), rows)
    } catch {
      throw ManifestErrors([file.place.problem("\(error)")])
    }
  }
}

extension GeneFamilies.Simulated {
  /// Families by the stated rates; the seed's stream `families`.
  fileprivate func table(
    _ tree: Tree, _ clades: GeneFamilies.Clades, seed: UInt64
  ) throws(ManifestErrors) -> FamilyTable {
    let groups = try clades.groups(of: tree)
    let (births, birth) = try lambda.places(groups, first: 0)
    var (rates, death) = (births, birth)
    if let mu {
      let (deaths, places) = try mu.places(groups, first: births.count)
      (rates, death) = (births + deaths, places)
    }
    let model = PruningModel(
      tree: tree, birth: birth, death: death, categories: alpha == nil ? 1 : 20, error: epsilon > 0 ? .oneOff : .none,
      root: .poisson)
    var point = rates
    if let alpha { point.append(alpha) }
    if epsilon > 0 { point.append(epsilon) }
    point.append(rootMean)
    let limit = Int(rootMean + 20 * rootMean.squareRoot()) + 30
    let drawn = model.draw(count, at: point, rootLimit: limit, RandomStream(seed: seed, name: "families"))
    let width = String(count).utf8.count
    let families = drawn.enumerated().map { k, counts in
      let number = String(k + 1)
      return FamilyTable.Family(
        "F" + String(repeating: "0", count: width - number.utf8.count) + number, description: "simulated",
        counts: counts)
    }
    return FamilyTable(species: tree.species, families: families)
  }
}
