import Notebook
import Testing

/// Pictures from anywhere draw in a page, and do nothing else.
@Suite struct InlineSVGTests {
  private func html(_ svg: String) -> String? { InlineSVG(Array(svg.utf8)).markup()?.html }

  @Test func drawingIsKept() {
    let svg = "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0L1 1\" fill=\"url(#g)\"/><text x='1'>a &amp; b</text></svg>"
    #expect(html("<?xml version=\"1.0\"?>\n<!-- x -->\n" + svg) == svg.replacing("'", with: "\""))
  }

  @Test(arguments: [
    "<svg><script>alert(1)</script></svg>", "<svg onload=\"alert(1)\"></svg>",
    "<svg><a href=\"javascript:alert(1)\"><path d=\"M0 0\"/></a></svg>",
    "<svg><image href=\"http://example.org/x.png\"/></svg>", "<svg><use xlink:href=\"http://example.org/x#y\"/></svg>",
    "<svg><foreignObject><body/></foreignObject></svg>", "<svg><style>@import url(http://example.org)</style></svg>",
    "<svg><rect fill=\"url(http://example.org)\"/></svg>",
    "<svg><rect style=\"background:URL(http://example.org)\"/></svg>",
    "<svg><animate attributeName=\"href\" values=\"javascript:alert(1)\"/></svg>",
    "<svg><set attributeName=\"onmouseover\" to=\"alert(1)\"/></svg>",
  ]) func doingIsNot(_ svg: String) throws {
    let html = try #require(self.html(svg))
    for word in ["alert", "example.org", "onload", "foreignObject", "style", "image", "<a"] {
      #expect(!html.contains(word), "\(html)")
    }
  }

  @Test(arguments: [
    "", "<html></html>", "<svg>", "<svg></g></svg>", "<svg a></svg>", "<svg>&nbsp;</svg>", "<svg/><svg/>",
    "<!DOCTYPE svg [<!ENTITY x \"y\">]><svg>&x;</svg>", "<svg a=\"b></svg>", "<g/>",
  ]) func whatIsNoPictureIsRefused(_ svg: String) { #expect(html(svg) == nil) }

  @Test func aLabelReplacesWhatIsRead() {
    let svg = InlineSVG(Array("<svg aria-label=\"old\" role=\"x\"><g/></svg>".utf8))
    #expect(svg.markup(label: "\"new\"")?.html == "<svg role=\"img\" aria-label=\"&quot;new&quot;\"><g/></svg>")
  }
}
