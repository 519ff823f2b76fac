import Documents
import Figures
import Testing

/// Curves that are computed here: confidence ellipses and contours.
@Suite struct CurveTests {
  private func curve(_ layer: Layer) throws -> (x: [Double], y: [Double]) {
    let files = try Figure.plain(layer).presentation()
    let table = try Table(csv: #require(files.last).bytes, file: "curve")
    return (try table.numbers(named: "x"), try table.numbers(named: "y"))
  }

  @Test func theEllipseHasItsRadius() throws {
    let (x, y) = try curve(.ellipse(centre: (3, -1), variances: (4, 1), covariance: 1.2, radius: 1.5))
    let determinant = 4.0 * 1 - 1.2 * 1.2
    for (x, y) in zip(x, y) {
      let (u, v) = (x - 3, y + 1)
      let square = (1 * u * u - 2 * 1.2 * u * v + 4 * v * v) / determinant
      #expect(abs(square - 2.25) < 1e-12)
    }
    #expect(x.max().map { abs($0 - 6) < 1e-3 } == true)
  }

  @Test func theContourOfAConeIsOneCircle() throws {
    let places = (0...40).map { -2 + Double($0) * 0.1 }
    let values = places.flatMap { y in places.map { x in (x * x + y * y).squareRoot() } }
    let (x, y) = try curve(.contour(x: places, y: places, values: values, level: 1.23))
    #expect(x.count > 80)
    #expect(x.allSatisfy { !$0.isNaN })
    #expect(x.first == x.last && y.first == y.last)
    for (x, y) in zip(x, y) { #expect(abs((x * x + y * y).squareRoot() - 1.23) < 2e-3) }
  }

  @Test func separatePiecesAreSeparateLines() throws {
    let places = (0...40).map { -2 + Double($0) * 0.1 }
    let values = places.flatMap { y in places.map { x in x * y } }
    let (x, y) = try curve(.contour(x: places, y: places, values: values, level: 0.5))
    #expect(x.count { $0.isNaN } == 1)
    for (x, y) in zip(x, y) where !x.isNaN { #expect(abs(x * y - 0.5) < 1e-2) }
  }

  @Test func cellsWithoutAValueAreLeftOut() throws {
    let (x, _) = try curve(.contour(x: [0, 1, 2], y: [0, 1], values: [0, 1, .nan, 0, 1, 1], level: 0.5))
    #expect(x == [0.5, 0.5])
  }
}
