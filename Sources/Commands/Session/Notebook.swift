import Audio
import Language
import Plots
import Text

/// What a session showed, statement by statement: what `report` makes a page of. It holds so much memory at most, and
/// says what there was no room for.
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
    var missing = Missing()
  }

  /// How much of what there was no room for.
  struct Missing {
    var statements = 0
    var comments = 0
    var sounds = 0
    var pictures = 0
    /// What of it is to be said; nil where nothing is missing.
    var note: String? {
      let counts = [(statements, "statement"), (comments, "comment"), (sounds, "sound"), (pictures, "picture")]
      let words = counts.filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
      return words.isEmpty ? nil : "and \(words.joined(separator: ", ")) that there was no room for"
    }
  }

  private var cells: [Cell] = []
  /// How many statements there were, also those that there was no room for.
  private(set) var statementCount = 0
  /// The statement under way.
  private var current: Cell?
  /// Whether there was no room for the statement under way.
  private var isLeftOut = false
  /// The statements that there was no room for, and the last of them that failed.
  private var missing = Missing()
  private var lastFailure: Cell?
  /// The runs that there were.
  private(set) var runs = RunTree()
  private var room = NotebookRoom()
  /// Whether anything is kept.
  var isKept = true
  /// What is said goes past it while this is above zero.
  private var silence = 0
  /// What was printed since the last other output, and how many more bytes of it the statement may have.
  private var said = ""
  private var textLeft = 0
  private var isTextCut = false
  private var pictures = 0
  /// The sounds of the statement under way that there was no room for.
  private var passed: Set<SoundPlace> = []

  /// Sounds that one statement shows.
  static let mostSounds = 64
  static let mostPictures = 500
  /// Bytes of text that one statement shows.
  static let mostText = 200_000
  static let mostStatements = 20_000

  /// Bytes that all of it takes.
  var bytes: Int { room.used }

  /// Whether a statement is under way that is kept.
  var isOpen: Bool { current != nil && !isLeftOut }

  mutating func begin(_ statement: TopLevelStatement) {
    guard isKept else { return }
    current = Cell(comment: statement.comment, code: statement.text)
    statementCount += 1
    isLeftOut = !takeCell(statement.comment, statement.text)
    (said, textLeft, isTextCut, passed) = ("", Self.mostText, false, [])
  }

  /// Takes room for a statement or a comment.
  private mutating func takeCell(_ texts: String...) -> Bool {
    cells.count < Self.mostStatements
      && room.take(texts.reduce(MemoryLayout<Cell>.stride) { $0 + $1.utf8.count })
  }

  mutating func end(_ failure: String?) {
    placeText()
    guard var cell = current else { return }
    current = nil
    let output = failure.map { Output.failure($0) }
    if isLeftOut {
      missing.statements += 1
      // Why a script ended is the last thing to leave out.
      if let output { lastFailure = Cell(comment: "", code: cell.code, outputs: [output]) }
    } else {
      if let output { cell.outputs.append(output) }
      cells.append(cell)
    }
  }

  /// Comments that no statement follows.
  mutating func add(comment: String) {
    guard isKept else { return }
    if takeCell(comment) { cells.append(Cell(comment: comment, code: "")) } else { missing.comments += 1 }
  }

  /// A line that was printed; what is too long ends in "…".
  mutating func add(text: String) {
    guard silence == 0, isOpen, !isTextCut else { return }
    let line = said.isEmpty ? text : "\n" + text
    let most = min(textLeft, room.left)
    isTextCut = line.utf8.count > most
    let kept = isTextCut ? Self.cut(line, to: most) : line[...]
    said += kept
    textLeft -= kept.utf8.count
    _ = room.take(kept.utf8.count)
    if isTextCut { said += " …" }
  }

  /// The beginning of a text in so many bytes at most.
  private static func cut(_ text: String, to bytes: Int) -> Substring {
    var end = text.utf8.index(text.startIndex, offsetBy: bytes)
    while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
    return text[..<end]
  }

  /// All cells, that of the statement under way among them as far as it has come.
  var all: [Cell] {
    var whole = self
    whole.placeText()
    let left = missing.note == nil ? nil : Cell(comment: "", code: "", missing: missing)
    return whole.cells + [left, lastFailure, isOpen ? whole.current : nil].compactMap(\.self)
  }

  /// Gives what was said since the last other output its place.
  private mutating func placeText() {
    guard !said.isEmpty else { return }
    // A copy has no room to grow left in it.
    current?.outputs.append(.text(String(decoding: said.utf8, as: UTF8.self)))
    said = ""
  }

  mutating func add(_ picture: any Picture & Sendable, width: Int, height: Int) {
    guard isOpen else { return }
    guard pictures < Self.mostPictures, room.take(picture.byteCount) else {
      current?.missing.pictures += 1
      return
    }
    pictures += 1
    placeText()
    current?.outputs.append(.picture(picture, width: width, height: height))
  }

  /// Sounds that a command made of others, which they replace where these came in the same statement: what an effect
  /// was done to is on its way only.
  mutating func add(_ sounds: [SoundValue], madeFrom sources: [SoundValue]) {
    guard isOpen else { return }
    placeText()
    guard var cell = current else { return }
    current = nil
    for source in sources {
      let place = cell.outputs.lastIndex { if case .sound(let kept) = $0 { kept.sound == source.sound } else { false } }
      if let place {
        cell.outputs.remove(at: place)
        room.giveBack(source.sound.byteCount)
      } else if passed.remove(SoundPlace(source.sound)) != nil {
        cell.missing.sounds -= 1
      }
    }
    var count = cell.outputs.count { if case .sound = $0 { true } else { false } }
    for value in sounds {
      if count < Self.mostSounds, room.take(value.sound.byteCount) {
        cell.outputs.append(.sound(value))
        count += 1
      } else {
        cell.missing.sounds += 1
        passed.insert(SoundPlace(value.sound))
      }
    }
    current = cell
  }

  /// Where the run stands, and the marks that are set.
  mutating func visit(_ value: RunValue?, marks: [Mark]) {
    guard isKept else { return }
    runs.visit(value, marks: marks, in: &room)
  }

  /// Lets what is said meanwhile go past, since it is shown in another way.
  mutating func beginSilence() { silence += 1 }
  mutating func endSilence() { silence -= 1 }
}

/// The memory that a notebook may hold.
struct NotebookRoom {
  /// Bytes.
  static let limit = 128 << 20

  private(set) var used = 0

  var left: Int { max(0, Self.limit - used) }

  /// Takes so many bytes, where they are left.
  mutating func take(_ bytes: Int) -> Bool {
    guard bytes <= left else { return false }
    used += bytes
    return true
  }

  mutating func giveBack(_ bytes: Int) { used -= bytes }
}

/// Where a sound's samples lie, which tells it from others for as long as it is there.
private struct SoundPlace: Hashable {
  let address: UInt
  let frames: Int

  init(_ sound: Sound) {
    address = sound.channels.first?.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) } ?? 0
    frames = sound.frameCount
  }
}

extension Sound {
  /// The memory that its samples take.
  var byteCount: Int { frameCount * channelCount * MemoryLayout<Float>.stride }
}
