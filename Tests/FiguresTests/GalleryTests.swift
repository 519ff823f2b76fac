import Figures
import Foundation
import FoundationXML
import Testing

@Suite(.enabled(if: hasGnuplot)) struct GalleryTests {
  /// Draws all figures; with `KANON_GALLERY` set to a folder also leaves them there to be looked at.
  @Test(arguments: Gallery.figures.map(\.name)) func everyFigureIsDrawn(name: String) throws {
    let figure = try #require(Gallery.figures.first { $0.name == name })
    guard case .drawn(let files, _) = try figure.draw(with: Gnuplot.find()) else {
      Issue.record("not drawn")
      return
    }
    #expect(files.map(\.path) == [name + ".svg", name + ".pdf"])
    try checkDocument(files[0].bytes, of: figure)
    if let folder = ProcessInfo.processInfo.environment["KANON_GALLERY"] {
      for (path, bytes) in try figure.presentation() + files {
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + path))
      }
    }
  }

  /// Well-formed, every identifier once, every reference to something, the title in its place.
  private func checkDocument(_ svg: [UInt8], of figure: Figure) throws {
    let reader = SVGReader()
    let parser = XMLParser(data: Data(svg))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(reader.repeated.isEmpty)
    #expect(reader.missing.isEmpty)
    #expect(reader.texts.contains((figure.title.isEmpty ? figure.name : figure.title) + "\n"))
  }
}

/// Whether figures can be drawn here.
let hasGnuplot = (try? Gnuplot.find()) != nil

/// Collects identifiers, references and titles of an SVG.
private final class SVGReader: NSObject, XMLParserDelegate {
  var identifiers: Set<String> = []
  var references: Set<String> = []
  var repeated: [String] = []
  var texts: [String] = []
  var missing: Set<String> { references.subtracting(identifiers) }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    if let identifier = attributes["id"], !identifiers.insert(identifier).inserted { repeated.append(identifier) }
    if let reference = attributes["xlink:href"] { references.insert(String(reference.dropFirst())) }
    texts.append("")
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if !texts.isEmpty { texts[texts.count - 1] += string }
  }
}
