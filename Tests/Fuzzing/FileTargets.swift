import Audio
import Checkpoints
import Commands
import Foundation
import FoundationXML
import Hub
import Kits
import Reports

nonisolated(unsafe) private let file = MemoryFile()

func readPickle(_ bytes: [UInt8]) { _ = try? PickleMachine.run(bytes) }

/// Zip archives of PyTorch's, its older files, and safetensors: the first bytes tell.
func readCheckpoint(_ bytes: [UInt8]) {
  file.hold(bytes)
  guard let checkpoint = try? Checkpoint.open(file.path) else { return }
  for name in checkpoint.stateDict.names.prefix(50) where checkpoint.stateDict.storedByteCount(of: [name]) < 1 << 20 {
    _ = try? checkpoint.stateDict.tensor(name)
  }
}

func readConfig(_ bytes: [UInt8]) { _ = try? ModelConfig.parse(String(decoding: bytes, as: UTF8.self)) }

/// Sound files of every kind that is told by its content, the sound and the comment that a recipe stands in.
func readSound(_ bytes: [UInt8]) {
  file.hold(bytes)
  _ = try? AudioFile.readBeginning(of: file.path) { _ in 1 << 16 }
  _ = try? AudioFile.comment(of: file.path)
}

/// A recipe's text, which is then written and read again: the same recipe.
func readRecipe(_ bytes: [UInt8]) {
  guard let recipe = Recipe(String(decoding: bytes, as: UTF8.self)) else { return }
  let again = Recipe(recipe.text)
  precondition(again?.text == recipe.text, "a recipe that is written is read as another")
}

/// The head of an answer, line by line, and as a body the list of a repository's files.
func readAnswer(_ bytes: [UInt8]) {
  var head = HTTPHead()
  let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  for line in parts[0].split(separator: UInt8(ascii: "\n")) { head.take(String(decoding: line, as: UTF8.self)) }
  _ = (head.retryAfter, head.contentLength, HTTPHead.printable(String(decoding: bytes, as: UTF8.self)))
  if parts.count > 1 { _ = try? HubRequests.listing(Data(parts[1]), host: "hub") }
  for value in head.headers.values { _ = HTTPClient.origin(of: value) }
}

/// A kit's text, whose names are then those of another kit, which is read as it was written; and a line of a pattern.
func readKit(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  let voices = SFZReader(text).voices
  guard let sound = try? Sound(sampleRate: 44_100, channels: [[0.5]]) else { return }
  let kit = Kit(
    name: text,
    voices: voices.map { voice in
      let samples = voice.samples.prefix(3).map { _ in Kit.Sample(sound, pitch: nil) }
      return Kit.Voice(voice.label ?? text, key: voice.key, isChoked: false, samples: Array(samples))
    })
  let again = SFZReader(kit.sfz(comments: [text])).voices
  precondition(again.map(\.key) == voices.map(\.key), "a kit that is written is read as another")
  if let pattern = try? DrumPattern([(text, text)]) { _ = try? pattern.hits(steps: 100) }
}

/// A script's comments and whatever else a page tells of, which stay text: the page is well-formed, and holds no
/// element that runs or fetches.
func readPage(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  var cell = Page.Cell(prose: Prose(comments: text), code: text)
  cell.outputs = [.text(text), .failure(text)]
  if let (title, rest) = cell.prose.title { (cell.code, cell.prose) = (title, rest) }
  let node = Branch.Node(title: text, marks: [text], sound: nil)
  let page = Page(title: text, facts: [text], cells: [cell], runs: [Branch(title: text, nodes: [node])])
  let source = String(decoding: page.bytes(), as: UTF8.self).split(separator: "\n", maxSplits: 1)[1]
  let parser = XMLParser(data: Data(source.utf8))
  let elements = PageElements()
  parser.delegate = elements
  precondition(parser.parse(), "a page is not well-formed")
  precondition(elements.areHarmless, "a page runs or fetches something")
}

private final class PageElements: NSObject, XMLParserDelegate {
  private(set) var areHarmless = true

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let isScript = attributes["href"].map { $0.lowercased().hasPrefix("javascript:") } ?? false
    let isAddress = attributes["src"] != nil || isScript
    let isHandler = attributes.keys.contains { $0.hasPrefix("on") }
    if ["script", "iframe", "img", "object", "form"].contains(name) || isAddress || isHandler { areHarmless = false }
  }
}
