extension Figure {
  /// The correlations of parameters as a heat map from −1 to 1, with the values written in up to ten.
  ///
  /// - Parameter correlations: row by row, `correlations[row * names.count + column]`.
  public static func correlation(
    name: String, title: String = "", caption: String, names: [String], correlations: [Double]
  ) -> Figure {
    let places = names.indices.map(Double.init)
    let grid = Grid(
      x: places, y: places, values: correlations, colours: .diverging, range: -1...1,
      meaning: Axis("correlation"), digits: names.count <= 10 ? 2 : nil)
    let panel = Panel(
      x: Axis(categories: names), y: Axis(categories: names, reversed: true), layers: [.heatMap(grid)], aspect: 1)
    let isWide = names.count > 6
    return Figure(
      name: name, title: title, caption: caption, panels: [panel],
      size: Size(width: isWide ? 120 : Size.oneColumn.width))
  }
}
