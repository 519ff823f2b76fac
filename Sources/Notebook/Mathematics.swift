/// A formula in the notation of TeX as MathML, which browsers set without any script or font of ours.
///
/// What is understood: letters, numbers and operators, `^ _ '`, braces, `\frac \sqrt \binom`, accents, Greek and the
/// usual symbols, named functions, sums and integrals with limits, `\left … \right`, `\text`, the alphabets
/// (`\mathbf \mathcal \mathbb \mathrm`), spaces, and the environments `matrix`, `pmatrix`, `bmatrix`, `vmatrix`, `cases`
/// and `aligned`. Anything else is shown as it was written, marked as an error, and the rest is set. The source stays
/// in the formula as an annotation.
package struct Mathematics {
  let tex: String
  let isDisplayed: Bool

  package init(_ tex: String, isDisplayed: Bool = false) {
    self.tex = tex
    self.isDisplayed = isDisplayed
  }

  package var markup: Markup {
    var parser = MathematicsParser(tex, isDisplayed: isDisplayed)
    let row = parser.formula()
    let display = isDisplayed ? " display=\"block\"" : ""
    return Markup(
      html: "<math\(display)><semantics>\(Self.row(row))"
        + "<annotation encoding=\"application/x-tex\">\(Markup.escaped(tex))</annotation></semantics></math>")
  }

  /// Several elements as one.
  static func row(_ elements: [String]) -> String {
    elements.count == 1 ? elements[0] : "<mrow>\(elements.joined())</mrow>"
  }
}
