import Figures
import Glibc
import Testing

@Suite(.enabled(if: hasGnuplot)) struct FigureDrawingTests {
  private func files(
    _ figure: Figure = Gallery.decay(datasets: 2), _ provenance: Provenance = Provenance()
  ) throws -> (svg: [UInt8], pdf: [UInt8]) {
    guard case .drawn(let files, let tool) = try figure.draw(with: Gnuplot.find(), provenance: provenance) else {
      Issue.record("not drawn")
      return ([], [])
    }
    #expect(tool.hasPrefix("gnuplot "))
    return (files[0].bytes, files[1].bytes)
  }

  @Test func twoDrawingsAreTheSameBytes() throws {
    let provenance = Provenance(commit: "abc", time: 1_700_000_000, verdict: "identical")
    let first = try files(Gallery.decay(datasets: 2), provenance)
    // The clock of a PDF counts seconds.
    sleep(1)
    let second = try files(Gallery.decay(datasets: 2), provenance)
    #expect(first.svg == second.svg)
    #expect(first.pdf == second.pdf)
    #expect(String(decoding: first.pdf, as: UTF8.self).contains("/CreationDate (D:20231114221320Z)"))
  }

  @Test func whatIsKnownTodayReplacesWhatWasKnown() throws {
    let (svg, pdf) = try files(Gallery.small, Provenance(commit: "abc123", time: 0, verdict: "identical"))
    let restated = Provenance.restated(svg: svg, verdict: "stale")
    let stale = try files(Gallery.small, Provenance(commit: "abc123", time: 0, verdict: "stale"))
    #expect(restated == stale.svg)
    let document = Provenance.restated(pdf: pdf, verdict: "stale")
    #expect(document.starts(with: pdf))
    let text = String(decoding: document, as: UTF8.self)
    let hexadecimal = "commit abc123; verdict stale".utf16.map { "00" + String($0, radix: 16, uppercase: true) }
      .joined()
    #expect(text.contains("/Keywords <FEFF\(hexadecimal)>"))
    let table = try #require(Int(text.split(separator: "\n").suffix(2).first ?? ""))
    let section = String(decoding: document[table...], as: UTF8.self).split(separator: "\n")
    #expect(section[0] == "xref")
    let offset = try #require(Int(section[2].prefix(10)))
    #expect(String(decoding: document[offset...].prefix(30), as: UTF8.self).contains(" 0 obj\n<< /Title <FEFF"))
    #expect(section.filter { $0.contains("/Prev ") }.count == 1)
    // Files of others are left alone.
    for other in [Array("<svg/>".utf8), Array("%PDF-1.4".utf8), []] {
      #expect(Provenance.restated(svg: other, verdict: "stale") == other)
      #expect(Provenance.restated(pdf: other, verdict: "stale") == other)
    }
  }

  @Test func thePDFIsWhole() throws {
    let (_, pdf) = try files()
    let text = String(decoding: pdf, as: UTF8.self)
    // The last cross-reference leads to the new dictionary.
    let table = try #require(Int(text.split(separator: "\n").suffix(2).first ?? ""))
    let section = String(decoding: pdf[table...], as: UTF8.self).split(separator: "\n")
    #expect(section[0] == "xref")
    let object = try #require(section[1].split(separator: " ").first)
    let offset = try #require(Int(section[2].prefix(10)))
    #expect(String(decoding: pdf[offset...].prefix(30), as: UTF8.self).hasPrefix("\(object) 0 obj\n<< /Title <FEFF"))
    #expect(section[2].utf8.count == 19)
  }

  @Test(.enabled(if: access("/usr/bin/pdfinfo", X_OK) == 0)) func pdfinfoReadsTheDescription() throws {
    var figure = Gallery.small
    figure.title = "τ (χ²)"
    let (_, pdf) = try files(figure, Provenance(commit: "abc123", time: 0, verdict: "stale"))
    let path = "/tmp/kanon-figure-test-\(getpid()).pdf"
    defer { unlink(path) }
    let file = try #require(fopen(path, "w"))
    fwrite(pdf, 1, pdf.count, file)
    fclose(file)
    let pipe = try #require(popen("TZ=UTC LC_ALL=C.UTF-8 /usr/bin/pdfinfo -enc UTF-8 \(path) 2>&1", "r"))
    defer { pclose(pipe) }
    var said = [UInt8](repeating: 0, count: 8192)
    let count = fread(&said, 1, said.count, pipe)
    let text = String(decoding: said[..<count], as: UTF8.self)
    #expect(text.contains("Title:           τ (χ²)\n"))
    #expect(text.contains("Keywords:        commit abc123; verdict stale\n"))
    #expect(text.contains("Thu Jan  1 00:00:00 1970"))
    #expect(!text.contains("Error") && !text.contains("Warning"))
  }

  @Test func theSVGSaysWhatItShows() throws {
    let (svg, _) = try files(Gallery.hostile, Provenance(commit: "a\"b<", verdict: "diverged"))
    let text = String(decoding: svg, as: UTF8.self)
    #expect(text.contains("role=\"img\" aria-labelledby=\"hostile-title hostile-desc\""))
    #expect(text.contains("name=\"hostile\" commit=\"a&quot;b&lt;\" verdict=\"diverged\"/></metadata>"))
    #expect(!text.contains("GNUPLOT"))
    #expect(text.contains("width=\"85mm\""))
  }
}
