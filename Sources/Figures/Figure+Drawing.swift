extension Figure {
  /// Draws the figure as `NAME.svg` and `NAME.pdf`.
  ///
  /// gnuplot runs in a private folder, without settings, environment or network, and is killed after
  /// `timeout` seconds or when the task is cancelled; the folder is removed in every case. The SVG depends on the
  /// figure, the provenance and the version of gnuplot alone; the PDF also on the installed fonts. Neither holds
  /// a clock: the PDF is dated by the provenance. Costs about 30 ms.
  ///
  /// - Parameters:
  ///   - gnuplot: from `Gnuplot.find()`; `nil` gives `.inconclusive`.
  ///   - provenance: written into the files' metadata.
  ///   - timeout: seconds.
  public func draw(
    with gnuplot: Gnuplot?, provenance: Provenance = Provenance(), timeout: Double = 60
  ) throws(FigureError) -> Rendering {
    let files = try presentation()
    guard let gnuplot else { return .gnuplotMissing }
    let folder = try PrivateFolder()
    for (path, bytes) in files { try folder.write(path, bytes) }
    try gnuplot.run(script: name + ".gp", in: folder, figure: name, timeout: timeout)
    let svg = SVGDocument(bytes: try folder.read(name + ".svg"), file: name + ".svg")
    let pdf = try PDFDocument(bytes: folder.read(name + ".pdf"), file: name + ".pdf")
    return .drawn(
      files: [
        (name + ".svg", try svg.described(self, provenance)),
        (name + ".pdf", try pdf.described(self, provenance)),
      ], tool: gnuplot.version)
  }
}
