import Notebook
import Testing

/// Notes become pages: what is written is shown, and nothing of it is obeyed.
@Suite struct MarkdownTests {
  private func html(_ source: String) -> String { Markdown(source).markup.html }

  @Test func commonMark() {
    #expect(html("A *b* **c** `d`.") == "<p>A <em>b</em> <strong>c</strong> <code>d</code>.</p>\n")
    #expect(html("# One\n## Two") == "<h3>One</h3>\n<h4>Two</h4>\n")
    #expect(html("“a” -- 'b'...") == "<p>“a” – ‘b’…</p>\n")
    #expect(html("") == "")
  }

  @Test func htmlIsShown() {
    #expect(html("a <b onclick=x>c</b>") == "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n")
    #expect(html("<script>\nalert(1)\n</script>").contains("<pre><code>&lt;script&gt;"))
    #expect(!html("[a](javascript:alert(1))").contains("javascript:"))
    #expect(!html("<svg/onload=alert(1)>").contains("<svg"))
  }

  @Test func picturesAreLinks() {
    #expect(
      html("![the plot](https://example.org/x.png)")
        == "<p><a href=\"https://example.org/x.png\">the plot</a></p>\n")
    #expect(!html("![](x.png)").contains("<img"))
  }

  @Test func formulasAreLiftedBeforeEmphasis() {
    let text = html("Both $a_1 b_1$ and $a_2$ hold.")
    #expect(!text.contains("<em>"))
    #expect(text.components(of: "<math>") == 2)
    #expect(html("$$\nx\n$$").contains("<math display=\"block\">"))
  }

  @Test func dollarsThatAreNoFormulas() {
    #expect(html("It costs $5 or $6.") == "<p>It costs $5 or $6.</p>\n")
    #expect(html("\\$x$ and $ y$") == "<p>$x$ and $ y$</p>\n")
    #expect(html("`$x$`") == "<p><code>$x$</code></p>\n")
    #expect(html("```\n$x$ `\n```").contains("$x$ `"))
    #expect(html("a $x\n\ny$ b") == "<p>a $x</p>\n<p>y$ b</p>\n")
    #expect(!html("\u{f8ff}0\u{f8ff} $x$").contains("\u{f8ff}"))
    #expect(html("[a $x$](/u \"t $y$\")").contains("title=\"t $y$\""))
  }
}

extension String {
  /// How often a text stands in it.
  func components(of text: String) -> Int { split(separator: text, omittingEmptySubsequences: false).count - 1 }
}
