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

  @Test func aLinkStandsInNoOther() {
    #expect(
      html("# [![badge](http://e/b.svg) here](http://e/x)") == "<p><a href=\"http://e/x\">badge here</a></p>")
    #expect(html("# ![a [b](http://e/b) c](http://e/a)") == "<p>a <a href=\"http://e/b\">b</a> c</p>")
    #expect(html("# ![a ![b](http://e/b) c](http://e/a)") == "<p><a href=\"http://e/a\">a b c</a></p>")
    #expect(html("# [a *b ![c](http://e/c)*](http://e/a)") == "<p><a href=\"http://e/a\">a <em>b c</em></a></p>")
  }

  @Test func whatLeadsNowhereIsNoLink() {
    for address in ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "file:///etc", "vbscript:x", ""] {
      #expect(html("# [*x*](\(address))") == "<p><em>x</em></p>")
      #expect(html("# ![*x*](\(address))") == "<p><em>x</em></p>")
    }
  }

  /// References to characters are read after the text was looked through.
  @Test func referencesToControlsAreNoControls() {
    let names = ["&#x202e;", "&#x1b;", "&#1;", "&#127;", "&#x9b;", "&#xFFFE;", "&#x2028;"]
    for name in names {
      let text = html("# a \(name) `x` [l\(name)](http://x/\(name) \"t\(name)\")\n# ``` \(name)\n# x\n# ```")
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\u{FFFD}" || 0x20..<0x7F ~= $0.value }, "\(name)")
      #expect(text.contains("\u{FFFD}"))
    }
    #expect(html("# &#233; &#x1F941; &amp;") == "<p>é 🥁 &amp;</p>")
  }

  @Test func whatStandsBetweenFencesStaysAsItIs() {
    #expect(
      html("# Type:\n# ```\n# # -- x --\n# -- y --\n#\n#\n#   z\n# ```\n# -- End --")
        == "<p>Type:</p>\n<pre><code># -- x --\n-- y --\n\n\n  z\n</code></pre>\n<h2>End</h2>")
    #expect(
      html("# ~~~~ sh\n# ~~~\n# -- y --\n# ~~~~\n#\n# -- z --")
        == "<pre><code class=\"language-sh\">~~~\n-- y --\n</code></pre>\n<h2>z</h2>")
    #expect(html("# ```x``` is code.\n# -- y --") == "<p><code>x</code> is code.</p>\n<h2>y</h2>")
  }

  @Test func theFirstLineIsATitle() throws {
    let (title, rest) = try #require(Prose(comments: "# 01 · First sounds\n#\n# The rest.").title)
    #expect(title == "01 · First sounds")
    #expect(!rest.isEmpty)
    #expect(Prose(comments: "# Two lines of\n# prose.\n#\n# x").title == nil)
    #expect(Prose(comments: "#   code").title == nil)
    #expect(try #require(Prose(comments: "## Heading").title).title == "Heading")
    #expect(Prose(comments: "").title == nil)
    #expect(Prose(comments: "# **Bold** `code` [link](http://e) &amp; 1 < 2").title?.title == "Bold code link & 1 < 2")
    #expect(Prose(comments: "# -- Kicks --\n# Then prose.").title?.title == "Kicks")
    #expect(Prose(comments: "# -- Kicks --\n# Then prose.").title?.rest.markdown == "Then prose.")
    for text in ["# - an item", "# 1. an item", "# > said", "# ```\n# x\n# ```", "# ---", "# &nbsp;"] {
      #expect(Prose(comments: text).title == nil, "\(text)")
    }
  }
}
