import Audio
import Foundation
import FoundationXML
import Plots
import Reports
import Testing

/// A page as XML reads it.
private final class Reader: NSObject, XMLParserDelegate {
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var text = ""
  private(set) var isWhole = false

  init(_ page: Page) {
    super.init()
    // Without the line that XML does not know.
    let source = String(decoding: page.bytes(), as: UTF8.self).split(separator: "\n", maxSplits: 1)[1]
    let parser = XMLParser(data: Data(source.utf8))
    parser.delegate = self
    isWhole = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) { elements.append((name, attributes)) }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func count(_ name: String) -> Int { elements.count { $0.name == name } }
}

private func tone(rate: Double = 44100, channels: Int = 1, level: Float = 0.5, frames: Int = 4410) throws -> Sound {
  let plane = (0..<frames).map { level * Float(sin(Double($0) * 0.05)) }
  return try Sound(sampleRate: rate, channels: Array(repeating: plane, count: channels))
}

private func sound(_ sound: Sound, recipe: String? = "set-seed 1") -> PageSound {
  PageSound(PageSound.Number(1), of: sound, label: "kick & co", facts: "facts", recipe: recipe, hasDownload: true)
}

@Suite struct PageTests {
  private static let hostile = [
    "<script>alert(1)</script>", "</pre></main></html>", "\"' onload='x' &amp; &#60;b>", "]]>", "<!-- -->",
    "\u{0}\u{1B}[31m", "\u{FFFE}\u{202E}abc", "é日本 🥁",
    "![x](http://e/x.png) [y](javascript:z) <http://e> <b>x</b>\n\n<div>\n\n# `<`",
    "&#x1b;[31m &#1; `x` [l&#1;](http://x \"t&#1;\")", "[![a](http://b)](http://c)", "![a [l](http://b) x](http://a)",
    String(repeating: "![", count: 2000) + String(repeating: "](x)", count: 2000),
    String(repeating: "> ", count: 2000), String(repeating: "[", count: 2000),
  ]

  @Test(arguments: hostile) func aPageIsWellFormedWhateverItSays(text: String) throws {
    var cell = Page.Cell(prose: Prose(comments: "# " + text), code: text)
    cell.outputs = [
      .text(text), .failure(text), .note(text),
      .sound(
        PageSound(
          PageSound.Number(1), of: try tone(), label: text, facts: text, recipe: text, hasDownload: true)),
    ]
    let branch = Branch(title: text, nodes: [Branch.Node(title: text, marks: [text], sound: sound(try tone()))])
    let page = Page(title: text, facts: [text], cells: [cell], runs: [branch])
    let reader = Reader(page)
    #expect(reader.isWhole)
    #expect(reader.count("script") == 0 && reader.count("img") == 0)
    #expect(reader.count("audio") == 2)
    // What can be seen of the text is there: title, heading, facts, code, outputs and the rest.
    let seen = text.unicodeScalars.filter { $0.properties.generalCategory != .control && $0 != "\u{FFFE}" }
    let plain = String(String.UnicodeScalarView(seen))
    if plain == text { #expect(reader.text.components(separatedBy: text).count > 8) }
  }

  @Test func theSamePageHasTheSameBytes() throws {
    func page() throws -> [UInt8] {
      var cell = Page.Cell(prose: Prose(comments: "# Hello"), code: "generate")
      cell.outputs = [.sound(sound(try tone()))]
      return Page(title: "x", facts: [], cells: [cell]).bytes()
    }
    #expect(try page() == page())
  }

  /// What stands in a figure for a sound, by its notes.
  private func notes(_ made: Sound) -> (audio: Int, text: String) {
    var cell = Page.Cell(prose: Prose(comments: ""), code: "")
    cell.outputs = [.sound(sound(made))]
    let reader = Reader(Page(title: "x", facts: [], cells: [cell]))
    return (reader.count("audio"), reader.text)
  }

  @Test func soundsThatBrowsersDoNotPlayAreMadeSuch() throws {
    #expect(notes(try tone()).text.contains("FLAC 16 bit, "))
    #expect(notes(try tone()).text.contains("download FLAC 24 bit, "))
    let loud = notes(try tone(level: 2)).text
    #expect(loud.contains("played 6.0 dB softer"))
    #expect(loud.contains("WAV float"))
    #expect(notes(try tone(rate: 384_000)).text.contains("played at 48 kHz"))
    #expect(notes(try tone(rate: 4000)).text.contains("played at 48 kHz"))
    #expect(notes(try tone(channels: 9)).text.contains("mixed to mono"))
    // Above what FLAC counts in single hertz.
    #expect(notes(try tone(rate: 65_537)).text.contains("played at 48 kHz"))
    let broken = try Sound(sampleRate: 44100, channels: [[0, .nan, 0.5]])
    #expect(notes(broken).audio == 0)
    #expect(notes(try Sound(sampleRate: 44100, channels: [[0]])).audio == 1)
  }

  /// The player and the download are made each by itself, and each says why it is not there.
  @Test func whatCanNotBePlayedCanBeTakenAlong() throws {
    let low = notes(try tone(rate: 100))
    #expect(low.audio == 1 && low.text.contains("played at 48 kHz"))
    #expect(low.text.contains("download ") && !low.text.contains("no file to take along"))
    for rate in [1, 600e6] { #expect(notes(try tone(rate: rate, frames: 64)).text.contains("download ")) }
    let between = notes(try tone(rate: 44100.5))
    #expect(between.audio == 1 && !between.text.contains("download "))
    #expect(between.text.contains("no file to take along: "))
  }

  @Test func levelsAreToldWhereTheyChange() throws {
    #expect(!notes(try tone(level: 1.0001)).text.contains("softer"))
    #expect(notes(try tone(level: 1.0001)).text.contains("WAV float"))
    // 24 bits would make nothing of it, or steps.
    for level: Float in [1e-30, 1e-6] { #expect(notes(try tone(level: level)).text.contains("WAV float"), "\(level)") }
    #expect(notes(try tone(level: 1e-4)).text.contains("download FLAC 24 bit"))
    #expect(notes(try tone(level: 0)).text.contains("download FLAC 24 bit"))
  }

  /// HTML drops the first line feed of such an element.
  @Test func textThatBeginsWithAnEmptyLineKeepsIt() {
    var cell = Page.Cell(prose: Prose(comments: ""), code: "")
    cell.outputs = [.text("\n\none"), .failure("\ntwo"), .text("three")]
    let text = String(decoding: Page(title: "x", facts: [], cells: [cell]).bytes(), as: UTF8.self)
    for part in [">\n\n\none</pre>", ">\n\ntwo</pre>", ">three</pre>"] { #expect(text.contains(part), "\(part)") }
  }

  @Test func aPlaceWithoutItsSoundSaysSo() {
    let branch = Branch(title: "a run", nodes: [Branch.Node(title: "step 1", marks: [], sound: nil)])
    #expect(Reader(Page(title: "x", facts: [], runs: [branch])).text.contains("no room for its sound"))
  }

  @Test func aGridHasItsPictures() throws {
    let picture = try PagePicture(Figure(of: tone(), as: .waveform, title: "x"), width: 480, height: 300)
    let tile = Grid.Tile(sound: sound(try tone()), picture: picture)
    let reader = Reader(Page(title: "x", facts: [], grid: Grid(rows: [("5 steps", [tile, tile]), ("", [tile])])))
    #expect(reader.isWhole)
    #expect(reader.count("img") == 3 && reader.count("audio") == 3 && reader.count("h2") == 1)
    #expect(reader.elements.filter { $0.name == "img" }.allSatisfy { $0.attributes["src"]?.hasPrefix("data:") == true })
  }
}
