import Foundation
import Notebook
import Records
import TemporaryRepositories
import Testing

/// Pages as a reader's browser shows them.
@Suite(.enabled(if: Browser.path != nil, "inconclusive: chromium is missing"), .serialized) struct BrowserTests {
  /// A site on disk with a red record, a green one and a failed one.
  private func withSite(_ body: (String) throws -> Void) throws {
    let spring = try SpringRepository()
    try spring.run()
    try spring.bless()
    try spring.run()
    try spring.write(3)
    try spring.run()
    let folder = spring.repository.folder + "/notebook"
    let site = try SiteFolder(folder)
    try Notebook(of: spring.workshop()) { try site.write($0) }.writePages()
    try site.settle()
    try body(folder)
  }

  @Test func pagesRenderInSilence() throws {
    try withSite { folder in
      for page in ["index.html", "hooke/index.html", "hooke/history.html"] {
        let look = try Browser.evaluate(
          "`${document.querySelectorAll('h1').length} ${document.body.innerText.length > 200} ${innerWidth}`",
          at: "\(folder)/\(page)")
        #expect(look.result.hasPrefix("1 true"), "\(page): \(look.result)")
        #expect(look.complaints.isEmpty, "\(page): \(look.complaints)")
      }
    }
  }

  /// Narrow and wide, nothing is cut off: only tables and listings scroll, within themselves.
  @Test(arguments: [400, 1400]) func nothingOverflows(_ width: Int) throws {
    try withSite { folder in
      for page in ["index.html", "hooke/index.html"] {
        let look = try Browser.evaluate(
          "String(document.documentElement.scrollWidth <= document.documentElement.clientWidth)",
          at: "\(folder)/\(page)",
          width: width)
        #expect(look.result == "true", "\(page) at \(width)")
      }
    }
  }

  /// Text against its background, by the contrast of WCAG 2: 4.5 at least, in light and in dark.
  @Test(arguments: [false, true]) func contrastIsEnough(_ isDark: Bool) throws {
    let script = """
      (() => {
        const channel = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        const light = rgb => { const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number);
          return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
        const paper = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
          if (!/, 0\\)$/.test(c)) return c; } return "rgb(255,255,255)"; };
        let worst = 99;
        for (const e of document.querySelectorAll("main *, nav *, footer *")) {
          if (e.closest("svg, math") || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
          const pair = [light(getComputedStyle(e).color), light(paper(e))];
          worst = Math.min(worst, (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05));
        }
        return worst.toFixed(2) + " " + (light(paper(document.querySelector("main"))) > 0.5 ? "light" : "dark");
      })()
      """
    try withSite { folder in
      let parts = try Browser.evaluate(script, at: folder + "/hooke/index.html", isDark: isDark).result
        .split(separator: " ")
      #expect(parts.count == 2)
      #expect(parts.first.flatMap { Double($0) } ?? 0 >= 4.5, "\(parts)")
      #expect(parts.last == (isDark ? "dark" : "light"))
    }
  }

  /// Headings descend by one, pictures have names, controls have labels, scrolled parts can be reached by keys.
  @Test func aScreenReaderFindsItsWay() throws {
    let script = """
      (() => {
        const faults = [];
        let level = 0;
        for (const h of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
          const own = Number(h.tagName[1]);
          if (own > level + 1) faults.push("heading " + h.textContent);
          level = own;
        }
        for (const e of document.querySelectorAll("svg[role=img]")) if (!e.getAttribute("aria-label")) faults.push("svg");
        for (const e of document.querySelectorAll("main svg:not([role=img])")) faults.push("svg without a role");
        for (const e of document.querySelectorAll("img")) if (!e.hasAttribute("alt")) faults.push("img");
        for (const e of document.querySelectorAll("input, select")) if (!e.closest("label")) faults.push("control");
        for (const e of document.querySelectorAll(".wide, pre")) if (!e.closest("details") && e.tabIndex < 0) faults.push("scroll");
        for (const e of document.querySelectorAll("table")) if (!e.querySelector("th")) faults.push("table");
        if (!document.documentElement.lang || !document.querySelector("main")) faults.push("document");
        return faults.join("; ") || "none";
      })()
      """
    try withSite { folder in
      for page in ["index.html", "hooke/index.html", "hooke/history.html"] {
        let faults = try Browser.evaluate(script, at: "\(folder)/\(page)").result
        #expect(faults == "none", "\(page)")
      }
    }
  }

  /// A picture of a page in 24 × 24 fields of grey, beside the one that was looked at: fonts may differ, layout may not.
  @Test func theLayoutIsTheOneThatWasLookedAt() throws {
    try withSite { folder in
      let picture = folder + "/page.png"
      _ = try Browser.picture(of: folder + "/hooke/index.html", to: picture)
      let data = try Data(contentsOf: URL(fileURLWithPath: picture)).base64EncodedString()
      let page = "<!doctype html><html><body><img id=\"i\" src=\"data:image/png;base64,\(data)\"></body></html>"
      try page.write(toFile: folder + "/grey.html", atomically: true, encoding: .utf8)
      let script = """
        (() => {
          const c = document.createElement("canvas"); c.width = c.height = 24;
          const g = c.getContext("2d"); g.imageSmoothingQuality = "high"; g.drawImage(document.getElementById("i"), 0, 0, 24, 24);
          return [...g.getImageData(0, 0, 24, 24).data].filter((_, i) => i % 4 === 1).join(" ");
        })()
        """
      let found = try Browser.evaluate(script, at: folder + "/grey.html").result.split(separator: " ").compactMap {
        Int($0)
      }
      #expect(found.count == 576)
      let fixture = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/page.txt")
      let known = try String(contentsOf: fixture, encoding: .utf8).split(whereSeparator: \.isWhitespace).compactMap {
        Int($0)
      }
      guard known.count == found.count else {
        Issue.record("no picture to compare with; this one is\n\(found.map(String.init).joined(separator: " "))")
        return
      }
      // Ink by fields of 3 × 3, and how much of it lies elsewhere: 1 for a blank page.
      func ink(_ grey: [Int]) -> [Double] {
        var fields = [Double](repeating: 0, count: 64)
        for (place, value) in grey.enumerated() {
          let field = place / 24 / 3 * 8 + place % 24 / 3
          fields[field] += Double(254 - value)
        }
        return fields
      }
      let (new, old) = (ink(found), ink(known))
      let moved = zip(new, old).map { abs($0 - $1) }.reduce(0, +) / old.reduce(0, +)
      #expect(moved < 0.5, "\(moved) of the ink is elsewhere")
    }
  }
}
