import Figures
import Testing

@Suite struct FigureFaultTests {
  @Test func columnsOfUnequalLength() {
    let figure = Figure.plain(.points(x: [1, 2], y: [1], yError: .symmetric([1, 2, 3]), label: "data"))
    let error = FigureError.unequalLengths(figure: "plain", layer: "data-points", lengths: [2, 1, 3])
    #expect(throws: error) { try figure.presentation() }
    #expect(
      error.description
        == "figure plain, layer data-points: columns of equal length expected, found lengths 2, 1, 3")
  }

  @Test func figuresWithoutPanelsOrRoom() {
    #expect(throws: FigureError.noPanels(figure: "a")) { try Figure(name: "a", caption: "", panels: []).presentation() }
    for size in [
      Figure.Size(width: 20), .init(width: 85, height: 12), .init(width: .nan), .init(width: 85, height: -1),
    ] {
      #expect(throws: FigureError.self) {
        try Figure(name: "a", caption: "", panels: Gallery.small.panels, size: size).presentation()
      }
    }
  }

  @Test func gridsThatAreNone() {
    func reason(_ x: [Double], _ y: [Double], _ count: Int) -> String? {
      let grid = Grid(x: x, y: y, values: [Double](repeating: 0, count: count), meaning: Axis("v"))
      do {
        _ = try Figure.plain(.heatMap(grid)).presentation()
        return nil
      } catch {
        return error.description
      }
    }
    #expect(reason([0, 1], [0, 1], 4) == nil)
    #expect(reason([0, 1], [0, 1], 3) == "figure plain: a grid of 2 × 2 cells expected as many values, found 3")
    #expect(
      reason([0, 1, 3], [0], 3) == "figure plain: centres of cells along x must increase evenly; number 1 is 1.0")
    #expect(reason([1, 0], [0], 2) != nil)
    #expect(reason([.nan, 0], [0], 2) != nil)
    #expect(reason([], [], 0) == "figure plain: the grid of a heat map has no cell")
  }
}
