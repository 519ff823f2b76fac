import Documents
import YAML

extension ManifestText {
  /// The kind that the manifest names.
  /// - Throws: every problem of the fields that all kinds have, where the kind is not among `kinds`.
  public func kind(among kinds: [String]) throws(ManifestErrors) -> String {
    if let name = document.root["kind"]?.scalar?.text, kinds.contains(name) { return name }
    let reading = startReading()
    var fields = Fields(reading: document.root, reading)
    let manifest = Manifest(&fields, name: name, kinds: kinds, budget: .headline)
    try reading.check()
    return manifest.kind
  }

  /// The manifest as one of a kind, with the changes of a budget applied.
  ///
  /// All budgets and all combinations of the matrix are read too, so that none fails later.
  /// - Throws: every problem of the file.  Cost: about 2 µs a field, times the combinations of the matrix.
  public func plan<Kind: ManifestKind>(
    as kind: Kind.Type, budget: Budget = .headline
  ) throws(ManifestErrors) -> ManifestPlan<Kind.Parameters> {
    let reading = startReading()
    let base = read(document.root, as: kind, budget: budget, reading)
    // A budget or a matrix that is itself unsound has been reported by now.
    for other in Budget.allCases {
      guard let changes = document.root["budgets"]?[other.rawValue], changes.entries != nil else { continue }
      _ = read(document.root.merging(changes.allowed), as: kind, budget: other, reading)
    }
    let changes = document.root["budgets"]?[budget.rawValue]?.allowed
    let root = changes.map { $0.entries == nil ? document.root : document.root.merging($0) } ?? document.root
    let chosen = changes == nil ? base : read(root, as: kind, budget: budget, reading)
    let variants = self.variants(of: root, as: kind, budget: budget, reading)
    if reading.count > 0, inputs != nil {
      for problem in kind.inspect(chosen.parameters, of: chosen.manifest) { reading.add(problem) }
    }
    try reading.check()
    return ManifestPlan(manifest: chosen.manifest, parameters: chosen.parameters, variants: variants)
  }

  private func startReading() -> Reading {
    let reading = Reading(source: document.source, inputs: inputs)
    for objection in document.objections { reading.add(Problem(objection)) }
    return reading
  }

  /// One reading of a whole tree.
  private func read<Kind: ManifestKind>(
    _ root: YAMLNode, as kind: Kind.Type, budget: Budget, _ reading: Reading
  ) -> (manifest: Manifest, parameters: Kind.Parameters) {
    let before = reading.count
    reading.files = []
    var fields = Fields(reading: root, reading)
    var manifest = Manifest(&fields, name: name, kinds: [Kind.name], budget: budget)
    let parameters = Kind.declare(&fields)
    fields.close()
    if reading.count == before {
      var review = Review(place: reading.place(of: root))
      Kind.review(parameters, &review)
      for problem in review.problems { reading.add(problem) }
    }
    manifest.inputs = reading.files
    manifest.document = .object(fields.members)
    return (manifest, parameters)
  }

  /// The combinations of the matrix that stands in `root`.
  private func variants<Kind: ManifestKind>(
    of root: YAMLNode, as kind: Kind.Type, budget: Budget, _ reading: Reading
  ) -> [ManifestVariant<Kind.Parameters>] {
    guard let node = root["matrix"] else { return [] }
    // Its problems were told by the first reading; here it only counts whether there are any.
    let own = Reading(source: document.source, inputs: nil)
    guard let matrix = own.descend(.key("matrix"), { Schema.matrix.read(node, own) })?.value else { return [] }
    guard matrix.count <= 1000 else {
      reading.descend(.key("matrix")) {
        reading.add("the matrix has \(matrix.count) combinations; at most 1000 are run", at: node.mark)
      }
      return []
    }
    let rest = root.removing(["matrix"])
    var variants: [ManifestVariant<Kind.Parameters>] = []
    for number in 0..<matrix.count {
      guard !reading.descend(.key("matrix"), { reading.isExhausted(at: node) }) else { break }
      let combination = matrix.combination(number)
      var changed = rest
      for (axis, value) in combination {
        guard let next = changed.setting(axis.path.steps[...], to: value, mark: axis.place.mark) else {
          reading.add(axis.place.problem("there is no field \(axis.path) to be set"))
          return variants
        }
        changed = next
      }
      var result = read(changed, as: kind, budget: budget, reading)
      // They speak of the outcome of the whole matrix.
      result.manifest.expectations = nil
      let settings = combination.map { axis, value in
        ManifestVariant<Kind.Parameters>.Setting(field: axis.path.description, value: value.scalar?.text ?? "")
      }
      variants.append(
        ManifestVariant(settings: settings, manifest: result.manifest, parameters: result.parameters))
    }
    return variants
  }
}

extension YAMLNode {
  /// A budget's changes without those that it may not make.
  fileprivate var allowed: YAMLNode { removing(Manifest.fixedFields) }
}
