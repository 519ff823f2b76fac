import Documents

/// What an experiment measured of each of its variants, side by side: shared, locally connected, dense.
///
/// Read from `metrics.contrast` where each of its members is an object of quantities.
struct VariantTable {
  struct Row {
    let quantity: String
    let values: [String]
  }

  let columns: [String]
  let rows: [Row]

  /// Nil where there are no such variants.
  init?(_ contrast: JSON?) {
    guard let variants = contrast?.asObject, variants.count > 1, variants.allSatisfy({ $0.value.asObject != nil })
    else { return nil }
    columns = variants.map { $0.key.replacing("_", with: " ").replacing("-", with: " ").capitalizedFirst }
    let leaves = variants.map { Leaf.all(of: $0.value) }
    var names: [String] = []
    for name in leaves.flatMap({ $0.map(\.name) }) where !names.contains(name) { names.append(name) }
    rows = names.prefix(40).map { name in
      Row(
        quantity: name.replacing("_", with: " ").replacing(".", with: ", "),
        values: leaves.map { own in own.first { $0.name == name }.map { Typeset.leaf($0.value, digits: 4) } ?? "–" })
    }
  }
}
