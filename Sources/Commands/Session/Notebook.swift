import Audio
import Language
import Plots
import Text

/// What a session showed, statement by statement: what `report` makes a page of.
struct Notebook {
  /// What a statement gave.
  enum Output {
    case text(String)
    case failure(String)
    case picture(any Picture & Sendable, width: Int, height: Int)
    case sound(SoundValue)
  }

  /// A statement, or the comments behind the last one of a text.
  struct Cell {
    /// The comments above it, as they were written.
    var comment: String
    var code: String
    var outputs: [Output] = []
    /// How many sounds there was no room for.
    var more = 0
  }

  /// Where a run was when a statement ended.
  struct Place {
    let step: Int
    /// "step 10 of 50, sigma 0.81".
    let title: String
    /// The run's, or the first of several.
    let sound: SoundValue
    var marks: [String] = []
  }

  /// A run, or a fork of one, with the places that it was at.
  struct Branch {
    let name: RunBranch
    var places: [Place] = []
  }

  private var cells: [Cell] = []
  /// In the order in which they were first seen.
  private(set) var runs: [Branch] = []
  /// The statement under way.
  private var current: Cell?
  /// Whether anything is kept.
  var isKept = true
  /// What is said goes past it while this is above zero.
  private var silence = 0
  /// What was printed since the last other output, and how many more bytes of it the statement may have.
  private var said = ""
  private var textLeft = 0
  /// What its sounds hold.
  private(set) var bytes = 0
  private var pictures = 0

  /// Sounds and the places of runs hold this much memory at most, in bytes.
  private static let limit = 128 << 20
  /// Sounds that one statement shows.
  private static let mostSounds = 64
  private static let mostPictures = 500
  /// Bytes of text that one statement shows.
  private static let mostText = 200_000
  private static let mostCells = 20_000

  /// Whether a statement is under way that is kept.
  var isOpen: Bool { current != nil }

  mutating func begin(_ statement: TopLevelStatement) {
    guard isKept, cells.count < Self.mostCells else { return }
    current = Cell(comment: statement.comment, code: statement.text)
    (said, textLeft) = ("", Self.mostText)
  }

  mutating func end(_ failure: String?) {
    placeText()
    guard var cell = current else { return }
    if let failure { cell.outputs.append(.failure(failure)) }
    cells.append(cell)
    current = nil
  }

  /// Comments that no statement follows.
  mutating func add(comment: String) {
    guard isKept, cells.count < Self.mostCells else { return }
    cells.append(Cell(comment: comment, code: ""))
  }

  /// A line that was printed.
  mutating func add(text: String) {
    guard silence == 0, current != nil, textLeft > 0 else { return }
    if !said.isEmpty { said += "\n" }
    if text.utf8.count < textLeft {
      said += text
      textLeft -= text.utf8.count + 1
    } else {
      said += text.prefix(textLeft) + " …"
      textLeft = 0
    }
  }

  /// All cells, that of the statement under way among them as far as it has come.
  var all: [Cell] {
    var whole = self
    whole.placeText()
    return whole.cells + [whole.current].compactMap(\.self)
  }

  /// Gives what was said since the last other output its place.
  private mutating func placeText() {
    guard !said.isEmpty else { return }
    current?.outputs.append(.text(said))
    said = ""
  }

  mutating func add(_ picture: any Picture & Sendable, width: Int, height: Int) {
    guard current != nil, pictures < Self.mostPictures else { return }
    pictures += 1
    placeText()
    current?.outputs.append(.picture(picture, width: width, height: height))
  }

  /// Sounds that a command made of others, which they replace where these came in the same statement: what an effect
  /// was done to is on its way only.
  mutating func add(_ sounds: [SoundValue], madeFrom sources: [SoundValue]) {
    placeText()
    guard var cell = current else { return }
    current = nil
    for source in sources {
      let place = cell.outputs.lastIndex { if case .sound(let kept) = $0 { kept.sound == source.sound } else { false } }
      guard let place, case .sound(let kept) = cell.outputs[place] else { continue }
      bytes -= kept.sound.byteCount
      cell.outputs.remove(at: place)
    }
    var count = cell.outputs.count { if case .sound = $0 { true } else { false } }
    for value in sounds {
      if count < Self.mostSounds, bytes + value.sound.byteCount <= Self.limit {
        cell.outputs.append(.sound(value))
        bytes += value.sound.byteCount
        count += 1
      } else {
        cell.more += 1
      }
    }
    current = cell
  }

  /// Where the run stands, and the marks that were set.
  mutating func visit(_ value: RunValue?, marks: [Mark]) {
    guard isKept else { return }
    for mark in marks { note(mark.current.value, mark: mark.name) }
    if let value { note(value, mark: nil) }
  }

  private mutating func note(_ value: RunValue, mark: String?) {
    let branch = runs.firstIndex { $0.name.number == value.branch.number } ?? runs.endIndex
    if branch == runs.endIndex { runs.append(Branch(name: value.branch)) }
    if let place = runs[branch].places.firstIndex(where: { $0.step == value.run.step }) {
      if let mark, !runs[branch].places[place].marks.contains(mark) { runs[branch].places[place].marks.append(mark) }
      return
    }
    guard let sound = try? value.sounds(predicted: false).soundValues.first,
      bytes + sound.sound.byteCount <= Self.limit
    else { return }
    bytes += sound.sound.byteCount
    let title = "step \(value.run.step) of \(value.run.steps), sigma \(decimals(Double(value.run.sigma), 3))"
    runs[branch].places.append(
      Place(step: value.run.step, title: title, sound: sound, marks: [mark].compactMap(\.self)))
  }

  /// Lets what is said meanwhile go past, since it is shown in another way.
  mutating func beginSilence() { silence += 1 }
  mutating func endSilence() { silence -= 1 }
}

/// Passes all on, and keeps what is printed in the session's notebook.
final class NotebookHost: Host {
  private let host: any Host
  private let session: Session

  init(_ host: any Host, session: Session) { (self.host, self.session) = (host, session) }

  func print(_ text: String) {
    session.notebook.add(text: text)
    host.print(text)
  }

  func write(_ text: String) {
    session.notebook.add(text: text)
    host.write(text)
  }

  func draw(_ picture: String) { host.draw(picture) }
  func film(_ play: (any Film) throws -> Void) rethrows { try host.film(play) }
  func confirm(_ question: String) -> Bool { host.confirm(question) }
  func show(_ progress: Progress?) { host.show(progress) }
  var isInterrupted: Bool { host.isInterrupted }
  var display: Display { host.display }
}

extension Sound {
  /// The memory that its samples take.
  var byteCount: Int { frameCount * channelCount * MemoryLayout<Float>.stride }
}
