extension Figure {
  /// How the datasets of a fit are laid out.
  public enum Arrangement: Sendable, Equatable {
    /// Overlaid up to four, in panels of their own beyond.
    case automatic
    /// All in one panel, told apart by colour, marker and dash.
    case overlay
    /// A panel each.
    case panels
  }

  /// More panels than these are not legible on a page.
  public static let mostPanels = 12

  /// Data with error bars, the model's curve and the residuals below, for one dataset or many.
  ///
  /// Beyond `mostPanels` datasets in panels, that many are drawn, evenly spread over the list, first and last
  /// included, and the caption says so.
  ///
  /// - Parameters:
  ///   - residual: the axis of the residuals, such as `Axis("pull", unit: "σ")`; `nil` draws none.
  ///     Residuals of normal form have lines at zero.
  public static func fit(
    name: String, title: String = "", caption: String, x: Axis, y: Axis, residual: Axis?,
    datasets: [FittedDataset], arrangement: Arrangement = .automatic
  ) -> Figure {
    let isOverlaid =
      switch arrangement {
      case .overlay: true
      case .panels: datasets.count <= 1
      case .automatic: datasets.count <= 4
      }
    if isOverlaid {
      return Figure(
        name: name, title: title, caption: caption, panels: [overlay(datasets, x: x, y: y, residual: residual)])
    }
    let shown = spread(datasets)
    let note =
      shown.count == datasets.count
      ? "" : "\n\(shown.count) of \(datasets.count) datasets are shown, evenly spread over the list."
    let panels = shown.map { dataset in
      var panel = panel(dataset, x: x, y: y, residual: residual)
      // Four rows with residuals must fit on a page.
      if shown.count > 6 { panel.aspect = 0.55 }
      return panel
    }
    return Figure(
      name: name, title: title, caption: caption + note, panels: panels, sharesX: true, size: .twoColumns)
  }

  private static func overlay(_ datasets: [FittedDataset], x: Axis, y: Axis, residual: Axis?) -> Panel {
    let layers = datasets.enumerated().map { $1.layers(series: $0, label: datasets.count > 1 ? $1.name : nil) }
    // All bands behind all points behind all curves, so that no dataset hides another.
    let depth = layers.map(\.count).max() ?? 0
    let ordered = (0..<depth).reversed().map { back in
      layers.compactMap { $0.count > back ? $0[$0.count - 1 - back] : nil }
    }
    let residuals = datasets.enumerated().flatMap { $1.residualLayers(series: $0) }
    return Panel(
      x: x, y: y, layers: ordered.flatMap(\.self),
      residuals: residual.flatMap { axis in
        residuals.isEmpty ? nil : Panel.Residuals(y: axis, layers: [.horizontal(0)] + residuals)
      })
  }

  private static func panel(_ dataset: FittedDataset, x: Axis, y: Axis, residual: Axis?) -> Panel {
    var curve = dataset.layers(series: 0, label: nil)
    curve[curve.count - 1].style = Style.series(1).solid
    let residuals = dataset.residualLayers(series: 0)
    return Panel(
      title: dataset.name, x: x, y: y, layers: curve,
      residuals: residual.flatMap { axis in
        residuals.isEmpty ? nil : Panel.Residuals(y: axis, layers: [.horizontal(0)] + residuals)
      })
  }

  /// At most `mostPanels` of a list, evenly spread, with its ends.
  private static func spread(_ datasets: [FittedDataset]) -> [FittedDataset] {
    guard datasets.count > mostPanels else { return datasets }
    return (0..<mostPanels).map { datasets[$0 * (datasets.count - 1) / (mostPanels - 1)] }
  }
}
