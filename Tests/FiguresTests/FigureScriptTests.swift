import Figures
import Testing

@Suite struct FigureScriptTests {
  @Test func theWholeScriptOfASmallFigure() throws {
    #expect(try Gallery.small.text(of: "small.gp") == Self.small)
  }

  @Test func dataStandBesideTheScriptWithNamedColumns() throws {
    let files = try Gallery.small.presentation()
    #expect(files.map(\.path) == ["small.caption.txt", "small.gp", "small.data-points.csv", "small.model-curve.csv"])
    #expect(
      try Gallery.small.text(of: "small.data-points.csv")
        == "t,counts,counts_error\n0.0,1.0,0.5\n1.0,3.0,0.5\n2.0,5.0,1.0\n")
    #expect(try Gallery.small.text(of: "small.caption.txt") == "A line\n\nThree points on a line.\n")
  }

  @Test func layersOfOneNameHaveFilesOfTheirOwn() throws {
    let figure = Figure.plain(.line(x: [0], y: [0], label: "a"), .line(x: [1], y: [1], label: "a"))
    #expect(try figure.presentation().map(\.path).suffix(2) == ["plain.a-curve.csv", "plain.a-curve-2.csv"])
    #expect(try figure.scriptLines().contains { $0.contains("\"plain.a-curve-2.csv\"") })
  }

  @Test func axesOfOneNameHaveColumnsOfTheirOwn() throws {
    let figure = Figure.plain(x: Axis("v"), y: Axis("v"), .line(x: [0], y: [1]))
    #expect(try figure.text(of: "plain.curve.csv") == "v,v_2\n0.0,1.0\n")
  }

  @Test func errorBarsStayAboveZeroOnALogarithmicAxis() throws {
    let figure = Figure.plain(
      y: Axis("y", scale: .logarithmic, lower: 1, upper: 10),
      .points(x: [1], y: [2], xError: .asymmetric(below: [1], above: [2]), yError: .symmetric([3])))
    let plot = try figure.scriptLines().filter { $0.contains("with vectors") }
    #expect(plot.count == 2)
    #expect(plot[0].contains("using ($1-$3):2:($1+$4-($1-$3)):(0)"))
    #expect(plot[1].contains("using 1:($2-$5 > 0.001 ? $2-$5 : 0.001):(0):($2+$5-"))
  }

  @Test func residualsShareTheFrameAboveThem() throws {
    let lines = try Gallery.decay(datasets: 2).scriptLines()
    for margin in ["set lmargin", "set rmargin", "set xrange"] {
      let found = lines.filter { $0.hasPrefix(margin) }
      #expect(found.count == 2)
      #expect(found.first == found.last)
    }
  }

  @Test func manyDatasetsAreThinnedAndTheCaptionSaysSo() throws {
    let figure = Gallery.decay(datasets: 40)
    #expect(figure.panels.count == 12)
    #expect(figure.panels.map(\.title).first == "source 1")
    #expect(figure.panels.map(\.title).last == "source 40")
    #expect(figure.caption.contains("12 of 40 datasets"))
    #expect(!Gallery.decay(datasets: 12).caption.contains("evenly"))
  }

  @Test func theLegendAvoidsTheData() throws {
    func corner(_ x: [Double], _ y: [Double]) throws -> String {
      try Figure.plain(.line(x: x, y: y, label: "a")).scriptLine("set key")
    }
    #expect(try corner([0, 1], [1, 0]).hasPrefix("set key inside right top"))
    #expect(try corner([0, 1], [0, 1]).hasPrefix("set key inside left top"))
    #expect(try corner([0, 0.5, 1], [1, 0, 1]).hasPrefix("set key inside right bottom"))
    #expect(try corner([0, 0, 0.5, 1, 1], [0, 1, 0.4, 1, 0]).hasPrefix("set key at screen"))
    #expect(try Figure.plain(.line(x: [0], y: [0])).scriptLine("unset key") == "unset key")
  }

  /// What a reader of the record sees.
  private static let small = #"""
    # small: A line
    # Written by Kanon. To draw small.svg and small.pdf: gnuplot small.gp
    if (!exists("format")) { format = "svg" }
    if (format eq "svg") { set terminal svg size 241,189 font "Helvetica,8" enhanced background "#ffffff"; set \#
    output "small.svg"; lift = 0.35; leading = 0.86 }
    if (format eq "pdf") { set terminal pdfcairo size 241/72.0,189/72.0 font "Helvetica,8" enhanced fontscale \#
    0.75 linewidth 2; set output "small.pdf"; lift = 0; leading = 1.3 }
    set multiplot

    # Panel 1
    reset
    set encoding utf8
    set datafile separator comma
    set border 15 linewidth 0.6 linecolor rgb "#262626"
    set lmargin at screen 0.1157
    set rmargin at screen 0.9591
    set bmargin at screen 0.1487
    set tmargin at screen 0.9015
    set xrange [-0.1:2.1] noextend
    set xtics scale 0.6,0.3 ("0" 0, "0.5" 0.5, "1.0" 1, "1.5" 1.5, "2.0" 2, "" -0.1 1, "" 0.1 1, "" 0.2 1, "" \#
    0.3 1, "" 0.4 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1.1 1, "" 1.2 1, "" 1.3 1, "" 1.4 1, "" 1.6 1, \#
    "" 1.7 1, "" 1.8 1, "" 1.9 1, "" 2.1 1) offset 0,lift enhanced font ",7"
    set yrange [0.0:6.275] noextend
    set ytics scale 0.6,0.3 ("0" 0, "1" 1, "2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "" 0.2 1, "" 0.4 1, "" 0.6 1, "" \#
    0.8 1, "" 1.2 1, "" 1.4 1, "" 1.6 1, "" 1.8 1, "" 2.2 1, "" 2.4 1, "" 2.6 1, "" 2.8 1, "" 3.2 1, "" 3.4 1, \#
    "" 3.6 1, "" 3.8 1, "" 4.2 1, "" 4.4 1, "" 4.6 1, "" 4.8 1, "" 5.2 1, "" 5.4 1, "" 5.6 1, "" 5.8 1, "" 6.2 \#
    1) enhanced font ",7"
    set label 1 "A line" at screen 0.5,0.9571 center noenhanced front font ",8.5" textcolor rgb "#000000"
    set label 2 "counts" at screen 0.0456,0.5251 center rotate by 90 noenhanced front font ",8" textcolor rgb \#
    "#000000"
    set label 3 "t (s)" at screen 0.5374,0.058 center noenhanced front font ",8" textcolor rgb "#000000"
    set key inside left top vertical Left reverse noenhanced samplen 1.6 spacing leading font ",7"
    plot "small.data-points.csv" skip 1 using 1:($2-$3):(0):($2+$3-($2-$3)) with vectors nohead linecolor rgb \#
    "#0072b2" linewidth 0.7 notitle, \
         "small.data-points.csv" skip 1 using 1:2 with points pointtype 7 pointsize 0.5 linecolor rgb "#0072b2" \#
    linewidth 0.7 title "data", \
         "small.model-curve.csv" skip 1 using 1:2 with lines linecolor rgb "#d55e00" linewidth 1 dashtype (8,4) \#
    title "model"

    unset multiplot
    unset output
    if (format eq "svg") { format = "pdf"; load "small.gp" }

    """#
}
