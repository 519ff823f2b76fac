import Figures
import Testing

@Suite struct ScriptTextTests {
  @Test(arguments: [
    ("plain τ χ²", "\"plain τ χ²\""),
    ("a\"b", #""a\042b""#),
    ("a\\", #""a\134""#),
    ("`id`", #""\140id\140""#),
    ("@m", #""\100m""#),
    ("{x}_1^2 %s $1 # '", "\"{x}_1^2 %s $1 # '\""),
    ("a\u{0}\u{1B}[31m\u{2028}b", "\"a[31mb\""),
  ])
  func textsAreQuoted(text: String, quoted: String) throws {
    let figure = Figure.plain(.text(text, x: 0, y: 0))
    #expect(try figure.scriptLines().contains { $0.hasPrefix("set label 3 \(quoted) at first 0.0, first 0.0 ") })
  }

  @Test func linesOfATextAreKept() throws {
    let figure = Figure.plain(.text("a\nb", x: 0, y: 0))
    #expect(try figure.scriptLines().contains { $0.hasPrefix(#"set label 3 "a\nb" at"#) })
  }

  @Test func namesOnAnAxisAreNoFormats() throws {
    let figure = Figure.plain(x: Axis(categories: ["50 %", "`id`"]), .points(x: [0, 1], y: [0, 1]))
    #expect(try figure.scriptLine("set xtics").contains(#"("50 %%" 0, "\140id\140" 1)"#))
  }

  /// Every line of every script is one that this module writes: no text begins a line or runs a command.
  @Test func noTextLeavesItsQuotes() throws {
    for line in try Gallery.hostile.scriptLines() {
      #expect(!line.contains("`") && !line.contains("@"))
      let starts = ["#", "set ", "unset ", "reset", "plot ", "     ", "if (format eq ", "if (!exists("]
      #expect(line.isEmpty || starts.contains { line.hasPrefix($0) })
      if !line.hasPrefix("#") {
        #expect(line.count { $0 == "\"" }.isMultiple(of: 2))
        let outside = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
          .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
        #expect(!outside.contains("system") && !outside.contains("touch"))
      }
    }
  }

  @Test(arguments: ["", ".hidden", "a/b", "../a", "a b", "ä", "a\"b", String(repeating: "a", count: 200)])
  func namesThatAreNoFilesAreRefused(name: String) {
    let figure = Figure(name: name, caption: "", panels: Gallery.small.panels)
    #expect(throws: FigureError.badName(name)) { try figure.presentation() }
  }
}
