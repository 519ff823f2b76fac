/// What came of drawing a figure.
public enum Rendering: Sendable {
  /// The files drawn, SVG and PDF, and the program that drew them (`gnuplot 5.4 patchlevel 4`).
  case drawn(files: [(path: String, bytes: [UInt8])], tool: String)
  /// The figure could not be drawn here; `how` installs the missing package.
  case inconclusive(package: String, how: String)

  /// What drawing gives where gnuplot is missing.
  package static let gnuplotMissing = Rendering.inconclusive(
    package: "gnuplot-nox", how: "apt-get install gnuplot-nox")
}
