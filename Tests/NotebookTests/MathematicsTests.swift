import Foundation
import Notebook
import Testing

/// Formulas of TeX as MathML.
@Suite struct MathematicsTests {
  /// The presentation alone, without the annotation.
  private func mathML(_ tex: String, isDisplayed: Bool = false) -> String {
    let html = Mathematics(tex, isDisplayed: isDisplayed).markup.html
    let start = html.range(of: "<semantics>")?.upperBound ?? html.startIndex
    let end = html.range(of: "<annotation")?.lowerBound ?? html.endIndex
    return String(html[start..<end])
  }

  @Test(arguments: [
    ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
    ("x_{ij}", "<msub><mi>x</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub>"),
    ("x_1^2", "<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>"),
    ("f'", "<msup><mi>f</mi><mo>′</mo></msup>"), ("1.25", "<mn>1.25</mn>"), ("\\tau", "<mi>τ</mi>"),
    ("\\Delta", "<mi mathvariant=\"normal\">Δ</mi>"), ("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
    ("\\frac{a}{b}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>"),
    ("\\sqrt[3]{x}", "<mroot><mrow><mi>x</mi></mrow><mn>3</mn></mroot>"),
    ("\\text{if } x", "<mrow><mtext>if </mtext><mi>x</mi></mrow>"), ("\\mathbb{R}", "<mi>ℝ</mi>"),
    ("\\mathbf{x}", "<mi>𝐱</mi>"), ("a-b", "<mrow><mi>a</mi><mo>−</mo><mi>b</mi></mrow>"),
    ("\\hat x", "<mover accent=\"true\"><mi>x</mi><mo>^</mo></mover>"),
    ("a<b", "<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>"),
  ]) func sets(_ tex: String, _ expected: String) { #expect(mathML(tex) == expected) }

  @Test func sumsStackWhenDisplayed() {
    #expect(mathML("\\sum_i x", isDisplayed: true).hasPrefix("<mrow><munder><mo>∑</mo><mi>i</mi></munder>"))
    #expect(mathML("\\sum_i x").hasPrefix("<mrow><msub><mo>∑</mo><mi>i</mi></msub>"))
  }

  @Test func environments() {
    #expect(
      mathML("\\begin{pmatrix}a & b \\\\ c & d\\end{pmatrix}")
        == "<mrow><mo>(</mo><mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr>"
        + "<mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable><mo>)</mo></mrow>")
    #expect(mathML("\\left(\\frac ab\\right)").hasPrefix("<mrow><mo stretchy=\"true\">(</mo><mfrac>"))
  }

  @Test func whatIsNotUnderstoodIsShown() {
    #expect(mathML("\\nonsense x") == "<mrow><merror><mtext>\\nonsense</mtext></merror><mi>x</mi></mrow>")
    for tex in ["}", "\\right)", "\\begin{evil}", "^", "_^", "\\frac", "{", "\\left", "\\end{x}", "&", "\\", "\\sqrt["]
    {
      let html = Mathematics(tex).markup.html
      #expect(html.hasPrefix("<math><semantics>") && html.hasSuffix("</semantics></math>"), "\(tex)")
    }
  }

  @Test func nothingEscapes() {
    for tex in ["<script>", "\\text{<b>\"'&}", "\\mathrm{</math>}", "\\<img>", "<\u{301}script>", "\\mathbf{<x>}"] {
      let html = Mathematics(tex).markup.html
      #expect(!html.contains("<script") && !html.contains("<b>") && !html.contains("<img") && !html.contains("<x>"))
      #expect(html.components(of: "</math>") == 1)
    }
  }

  @Test func deepNestingEnds() {
    for tex in [
      String(repeating: "{", count: 20_000), String(repeating: "x^{", count: 20_000),
      String(repeating: "\\sqrt", count: 20_000), String(repeating: "\\left(", count: 20_000),
    ] {
      #expect(!Mathematics(tex).markup.html.isEmpty)
    }
  }
}
