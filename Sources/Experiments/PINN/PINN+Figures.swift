import Documents
public import Figures
public import Manifests
public import Records

extension PINN {
  public static func figures(
    of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest
  ) throws -> [Figure] {
    [solution(outcome, parameters, manifest), edges(outcome, parameters, manifest), curves(outcome, manifest)]
      .compactMap { $0 }
  }

  /// Heat maps of each field and of its error, over the first two coordinates.
  private static func solution(_ outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest) -> Figure? {
    let coordinates = parameters.coordinates
    guard coordinates.count == 2 else { return nil }
    func array(_ name: String) -> NumericArray? { outcome.arrays.first { $0.name == name }?.array }
    var panels: [Panel] = []
    for field in parameters.fields.map(\.value) {
      for (name, label, colours) in [
        (field, field, Grid.ColourScale.sequential), (field + "-error", "error of \(field)", .diverging),
      ] {
        guard let own = array(name), own.shape.count == 2, case .f32(let values) = own.scalars else { continue }
        // The second coordinate runs across where it is time, so that both axes read as usual.
        let axes = zip(coordinates, own.shape).map { coordinate, count -> [Double] in
          let isPeriodic = coordinate.name == parameters.periodic.along.value
          let (lower, length) = (coordinate.value.lower, coordinate.value.upper - coordinate.value.lower)
          return (0..<count).map { lower + length * Double($0) / Double(isPeriodic ? count : count - 1) }
        }
        let grid = Grid(
          x: axes[1], y: axes[0], values: values.map(Double.init), colours: colours, meaning: Axis(label))
        panels.append(
          Panel(x: Axis(coordinates[1].name), y: Axis(coordinates[0].name), layers: [.heatMap(grid)], aspect: 0.8))
      }
    }
    guard !panels.isEmpty else { return nil }
    return Figure(
      name: "solution", title: manifest.title ?? "",
      caption: "The network's solution"
        + (panels.count > parameters.fields.count ? ", and by how much it differs from the reference." : "."),
      panels: panels, columns: 2, size: .twoColumns)
  }

  /// The gaps between the ends along the other coordinate, and what each scheme costs and reaches.
  private static func edges(_ outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("edges") else { return nil }
    let schemes = Scheme.allCases.map(\.rawValue).filter { !table.rows(where: "scheme", is: $0).isEmpty }
    let gaps = table.columns.map(\.name).filter { $0.hasPrefix("gap of ") }
    guard let across = table.columns.dropFirst().first?.name, !schemes.isEmpty else { return nil }
    var panels = gaps.map { gap in
      Panel(
        x: Axis(across), y: Axis(gap),
        layers: schemes.enumerated().map { k, scheme in
          let rows = table.rows(where: "scheme", is: scheme)
          let values = table.numbers(gap, rows)
          let isExact = values.allSatisfy { $0 == 0 }
          return .line(
            x: table.numbers(across, rows), y: values, label: scheme + (isExact ? ": exactly 0" : ""), style: .series(k)
          )
        }, legend: .above)
    }
    if let contrast = outcome.metrics["contrast"] {
      func bars(_ label: String, _ path: [String]) -> Panel {
        let values = schemes.map { contrast.path([$0] + path)?.asNumber ?? .nan }
        return Panel(
          x: Axis(categories: schemes), y: Axis(label, lower: 0),
          layers: [.bars(x: schemes.indices.map(Double.init), heights: values, width: 0.6)])
      }
      panels.append(bars("parameters", ["parameters_count"]))
      if let field = parameters.fields.first?.value {
        panels.append(bars("relative L2 error of \(field)", ["error", field, "relative_l2"]))
      }
    }
    let along = parameters.periodic.along.value
    return Figure(
      name: "edges", title: manifest.title ?? "",
      caption: "Upper minus lower end of \(along), for the fields and derivatives that are to meet there."
        + (panels.count > gaps.count ? " Below: the parameters and the error of each scheme." : ""),
      panels: panels, columns: 2, size: .twoColumns)
  }

  private static func curves(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("curve") else { return nil }
    let schemes = Scheme.allCases.map(\.rawValue).filter { !table.rows(where: "scheme", is: $0).isEmpty }
    let panels = [("loss", "loss"), ("error", "relative L2 error")].compactMap { column, label -> Panel? in
      let layers = schemes.enumerated().compactMap { k, scheme -> Figures.Layer? in
        let rows = table.rows(where: "scheme", is: scheme)
        let values = table.numbers(column, rows)
        guard values.contains(where: { $0 > 0 }) else { return nil }
        return .line(x: table.numbers("evaluations", rows), y: values, label: scheme, style: .series(k))
      }
      guard !layers.isEmpty else { return nil }
      return Panel(
        x: Axis("gradients computed"), y: Axis(label, scale: .logarithmic), layers: layers,
        legend: layers.count > 1 ? .automatic : .none)
    }
    return Figure(
      name: "training", title: manifest.title ?? "",
      caption: "The loss as each scheme defines it, and the largest relative L2 error of a field on the grid.",
      panels: panels, columns: 2, size: .twoColumns)
  }
}
