import Foundation
import Plots
import Text

/// A session as one page: it holds all that it shows and plays, and nothing in it runs or is fetched.
package struct Page: Sendable {
  /// A statement with what stands above it, and what came of it.
  package struct Cell: Sendable {
    package var prose: Prose
    /// The statement as it was written.
    package var code: String
    package var outputs: [Output] = []

    package init(prose: Prose, code: String) { (self.prose, self.code) = (prose, code) }
  }

  /// What a statement gave.
  package enum Output: Sendable {
    case text(String)
    /// Why it failed, or what is to be said of what is not there.
    case failure(String)
    case note(String)
    case picture(PagePicture)
    case sound(PageSound)
    /// A sound that is on the page already.
    case sameSound(PageSound.Number)
  }

  package var title: String
  /// What stands below the title.
  package var facts: [String]
  package var cells: [Cell]
  package var runs: [Branch]
  /// Sounds in rows and columns; empty where the page is none of a grid.
  package var grid: Grid?

  package init(title: String, facts: [String], cells: [Cell] = [], runs: [Branch] = [], grid: Grid? = nil) {
    (self.title, self.facts, self.cells, self.runs, self.grid) = (title, facts, cells, runs, grid)
  }
}

/// A picture in a page.
package struct PagePicture: Sendable {
  let summary: String
  let width: Int
  let height: Int
  let base64: String

  /// Draws a picture, which scales without loss. Throws as `Picture.svg` does.
  package init(_ picture: any Picture, width: Int, height: Int) throws(PlotError) {
    (summary, self.width, self.height) = (picture.summary, width, height)
    base64 = Data(try picture.svg(width: width, height: height)).base64EncodedString()
  }

  /// How many bytes it takes of a page.
  package var size: Int { base64.utf8.count }
}

extension Page {
  /// The page's file.
  package func bytes() -> [UInt8] { Array(("<!DOCTYPE html>\n" + document.source + "\n").utf8) }

  private var document: HTML {
    HTML(
      "html", ["lang": "en"],
      HTML(
        "head", [:],
        HTML("meta", ["charset": "utf-8"]),
        // Nothing is fetched, and nothing runs, whatever got into it.
        HTML(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'",
          ]),
        HTML("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        HTML("meta", ["name": "color-scheme", "content": "light dark"]),
        HTML("title", text: title),
        HTML("style", [:], HTML(rendered: PageStyle.text))),
      HTML("body", [:], HTML("main", [:], header + contents)))
  }

  private var header: [HTML] {
    [
      HTML(
        "header", [:],
        HTML("h1", text: title), HTML("p", ["class": "facts"], HTML.joined(facts.map { HTML($0) }, by: HTML(" · "))))
    ]
  }

  private var contents: [HTML] {
    cells.map(\.html) + [grid?.html].compactMap(\.self)
      + (runs.isEmpty
        ? [] : [HTML("section", ["class": "runs"], [HTML("h2", text: "Runs")] + runs.map { $0.html(isForked: false) })])
  }
}

extension Page.Cell {
  fileprivate var html: HTML {
    var pieces: [HTML] = []
    if !prose.isEmpty { pieces.append(HTML("div", ["class": "prose"], prose.html)) }
    if !code.isEmpty { pieces.append(HTML("pre", ["class": "code"], HTML("code", text: code))) }
    // What a loop says and makes by turns is said first, and its sounds stand side by side.
    var (texts, sounds): ([String], [HTML]) = ([], [])
    func place() {
      if !texts.isEmpty { pieces.append(HTML(preformatted: texts.joined(separator: "\n"), class: "output")) }
      if !sounds.isEmpty { pieces.append(HTML("div", ["class": "sounds"], sounds)) }
      (texts, sounds) = ([], [])
    }
    for output in outputs {
      switch output {
      case .text(let text): texts.append(text)
      case .sound(let sound): sounds.append(sound.html())
      case .failure(let text):
        place()
        pieces.append(HTML(preformatted: text, class: "failure"))
      case .note(let text):
        place()
        pieces.append(HTML("p", ["class": "note"], text: text))
      case .picture(let picture):
        place()
        pieces.append(picture.html)
      case .sameSound(let number):
        place()
        let link = HTML("a", ["href": "#\(number.anchor)"], text: number.title)
        pieces.append(HTML("p", ["class": "note"], HTML("this is "), link))
      }
    }
    place()
    return HTML("section", ["class": "cell"], pieces)
  }
}

extension PagePicture {
  var html: HTML {
    HTML(
      "figure", ["class": "picture"],
      HTML(
        "img",
        [
          "src": "data:image/svg+xml;base64,\(base64)", "alt": summary, "width": "\(width)", "height": "\(height)",
        ]))
  }
}

extension PageSound {
  /// The number of a sound on the page, from 1.
  package struct Number: Sendable, Hashable {
    let value: Int

    package init(_ value: Int) { self.value = value }

    var title: String { "sound \(value)" }
    var anchor: String { "sound-\(value)" }
  }

  /// - Parameter picture: what is drawn of it in the place of its waveform.
  func html(picture: PagePicture? = nil) -> HTML {
    var pieces = [
      HTML("figcaption", [:], HTML("b", text: number.title), HTML(label.isEmpty ? "" : " · \(label)"))
    ]
    pieces += [picture?.html ?? waveform, audio(label: number.title)]
    pieces += troubles.map { HTML("p", ["class": "note"], text: $0) }
    var words = [HTML(facts)]
    if let player { words.append(HTML("\(player.note), \(Text.size(player.bytes))")) }
    if let download {
      let name = "\(([number.anchor] + [Self.fileName(label)]).filter { !$0.isEmpty }.joined(separator: "-"))"
      words.append(
        HTML("a", ["href": download.address, "download": "\(name).\(download.ending)"], text: "download")
          + HTML(" \(download.note), \(Text.size(download.bytes))"))
    }
    pieces.append(HTML("p", ["class": "facts"], HTML.joined(words, by: HTML(" · "))))
    if let recipe {
      pieces.append(
        HTML("details", [:], HTML("summary", text: "recipe"), HTML(preformatted: recipe, class: "recipe")))
    }
    return HTML("figure", ["class": "sound", "id": number.anchor], pieces)
  }

  /// The player, where there is one.
  func audio(label: String) -> HTML {
    guard let player else { return HTML() }
    return HTML("audio", ["controls": "", "preload": "metadata", "src": player.address, "aria-label": label])
  }

  var waveform: HTML {
    HTML(
      "svg",
      ["class": "waveform", "viewBox": "0 0 4800 720", "preserveAspectRatio": "none", "aria-hidden": "true"],
      HTML("path", ["d": outline]))
  }

  /// A label as a part of a file's name.
  private static func fileName(_ label: String) -> String {
    let words = label.split { !($0.isLetter || $0.isNumber) || !$0.isASCII }
    return String(words.joined(separator: "-").prefix(60))
  }
}
