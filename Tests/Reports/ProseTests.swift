import Foundation
import Reports
import Testing

@Suite struct ProseTests {
  /// The HTML that a comment becomes.
  private func html(_ comments: String) -> String {
    let page = Page(title: "", facts: [], cells: [Page.Cell(prose: Prose(comments: comments), code: "")])
    let text = String(decoding: page.bytes(), as: UTF8.self)
    guard let start = text.range(of: "<div class=\"prose\">")?.upperBound,
      let end = text.range(of: "</div></section>", range: start..<text.endIndex)?.lowerBound
    else { return "" }
    return text[start..<end].trimmingCharacters(in: .newlines)
  }

  @Test func commentsAreMarkdown() {
    #expect(html("# Some *prose*,\n# in two lines.") == "<p>Some <em>prose</em>,\nin two lines.</p>")
    #expect(html("# one\n#\n# two\n\n# three") == "<p>one</p>\n<p>two</p>\n<p>three</p>")
    #expect(html("# - a\n# - b") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>")
    #expect(html("#no space") == "<p>no space</p>")
    #expect(html("") == "")
  }

  @Test func headingsBeginBelowTheTitle() {
    #expect(html("# -- Load the model ------") == "<h2>Load the model</h2>")
    #expect(html("# -- Two -- parts --\n# Then prose.") == "<h2>Two -- parts</h2>\n<p>Then prose.</p>")
    #expect(html("## Heading") == "<h2>Heading</h2>")
    #expect(html("### Smaller") == "<h3>Smaller</h3>")
  }

  @Test func indentedLinesAreCode() {
    #expect(
      html("# Type:\n#\n#   drumlin a.drum\n#     --more")
        == "<p>Type:</p>\n<pre><code>drumlin a.drum\n  --more\n</code></pre>")
  }

  @Test func whatLooksLikeHTMLReadsAsItStands() {
    #expect(html("# \"<All keys matched>\"") == "<p>&quot;&lt;All keys matched&gt;&quot;</p>")
    #expect(!html("# <div>\n# x\n# </div>").contains("<div>"))
  }

  @Test func picturesAreLinksAndScriptsNone() {
    #expect(html("# ![a kick](kick.png)") == "<p><a href=\"kick.png\">a kick</a></p>")
    #expect(!html("# [x](javascript:alert(1))").contains("javascript"))
  }

  @Test func theFirstLineIsATitle() throws {
    let (title, rest) = try #require(Prose(comments: "# 01 · First sounds\n#\n# The rest.").title)
    #expect(title == "01 · First sounds")
    #expect(!rest.isEmpty)
    #expect(Prose(comments: "# Two lines of\n# prose.\n#\n# x").title == nil)
    #expect(Prose(comments: "#   code").title == nil)
    #expect(try #require(Prose(comments: "## Heading").title).title == "Heading")
    #expect(Prose(comments: "").title == nil)
  }
}
