import Figures
import Glibc
import Testing

@Suite struct GalleryTests {
  /// Draws all figures; with `KANON_GALLERY` set to a folder also leaves them there to be looked at.
  @Test(.enabled(if: hasGnuplot), arguments: Gallery.figures.map(\.name))
  func everyFigureIsDrawn(name: String) throws {
    let figure = try #require(Gallery.figures.first { $0.name == name })
    let rendering = try figure.draw(with: Gnuplot.find())
    guard case .drawn(let files, _) = rendering else {
      Issue.record("not drawn")
      return
    }
    #expect(files.map(\.path) == [name + ".svg", name + ".pdf"])
    if let folder = getenv("KANON_GALLERY").map({ String(cString: $0) }) {
      for (path, bytes) in try figure.presentation() + files { try save(bytes, folder + "/" + path) }
    }
  }

  private func save(_ bytes: [UInt8], _ path: String) throws {
    let file = try #require(fopen(path, "w"))
    defer { fclose(file) }
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
  }
}

/// Whether figures can be drawn here.
let hasGnuplot = (try? Gnuplot.find()) != nil
