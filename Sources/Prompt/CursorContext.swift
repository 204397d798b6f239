/// Where the cursor stands in a statement that may not be finished: what completion goes by.
struct CursorContext: Equatable {
  /// The words of the command so far, without quotation marks; the one at the cursor is not among them.
  var words: [String] = []
  /// The part of the word before the cursor, without quotation marks.
  var word = ""
  /// The byte offset where that word begins, with its quotation mark.
  var start = 0
  /// Whether the word stands in a string that is still open.
  var isQuoted = false
  /// Whether a command can stand here at all: not in lists and interpolations.
  var allowsCommands = true
  /// The `--option` that the word is the value of, when `=` stands between them.
  var attachedOption: String?
  /// Whether a pipe hands the command a value.
  var isAfterPipe = false

  /// Reads the text before the cursor as the language would.
  init(_ text: some StringProtocol) {
    var scanner = Scanner(bytes: Array(text.utf8))
    self = scanner.scan()
  }

  private init() {}

  /// Goes through the bytes once, with a stack of what is open.
  private struct Scanner {
    enum Kind { case block, parenthesis, list, interpolation }

    struct Frame {
      var kind: Kind
      var words: [String] = []
      /// The word under way and where it began; nothing between words.
      var word: [UInt8]?
      var start = 0
      var isQuoted = false
      var isAfterPipe = false
    }

    let bytes: [UInt8]
    var index = 0
    var frames: [Frame] = []
    var frame = Frame(kind: .block)

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func scan() -> CursorContext {
      while index < bytes.count {
        let byte = bytes[index]
        if frame.isQuoted { scanString(byte) } else { scanCode(byte) }
        index += 1
      }
      var context = CursorContext()
      context.words = frame.words
      // What stands behind time or return is a statement of its own.
      while let first = context.words.first, Completion.prefixes.contains(first) { context.words.removeFirst() }
      context.isAfterPipe = frame.isAfterPipe
      context.word = String(decoding: frame.word ?? [], as: UTF8.self)
      context.start = frame.word == nil ? bytes.count : frame.start
      context.isQuoted = frame.isQuoted
      context.allowsCommands = frame.kind == .block || frame.kind == .parenthesis
      return context
    }

    private mutating func scanString(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: "\\"):
        index += 1
        guard index < bytes.count else { return }
        switch bytes[index] {
        case UInt8(ascii: "n"): frame.word?.append(0x0A)
        case UInt8(ascii: "t"): frame.word?.append(0x09)
        default: frame.word?.append(bytes[index])
        }
      case UInt8(ascii: "\""):
        frame.isQuoted = false
        endWord()
      case UInt8(ascii: "{"): push(.interpolation)
      default: frame.word?.append(byte)
      }
    }

    private mutating func scanCode(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): endWord()
      case 0x0A, 0x0D, UInt8(ascii: ";"), UInt8(ascii: "|"):
        endWord()
        // Inside brackets a line end is a space.
        if frame.kind == .block || byte == UInt8(ascii: "|") {
          // A line may end behind a pipe.
          frame.isAfterPipe = byte == UInt8(ascii: "|") || frame.isAfterPipe && frame.words.isEmpty
          frame.words = []
        }
      case UInt8(ascii: "#") where frame.word == nil:
        while index + 1 < bytes.count, bytes[index + 1] != 0x0A { index += 1 }
        // At a comment's end the cursor is in it: there is nothing to complete.
        if index + 1 == bytes.count { frame.words = ["#"] }
      case UInt8(ascii: "\""):
        endWord()
        begin()
        frame.isQuoted = true
      case UInt8(ascii: "$"):
        endWord()
        begin()
        frame.word = [byte]
      case UInt8(ascii: "{"):
        endWord()
        push(.block)
      case UInt8(ascii: "("):
        endWord()
        push(.parenthesis)
      case UInt8(ascii: "["):
        endWord()
        push(.list)
      case UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "]"): pop()
      case UInt8(ascii: "=") where frame.word == nil && isAssignment:
        frame.words = []
        frame.isAfterPipe = false
      default:
        if frame.word == nil { begin() }
        frame.word?.append(byte)
      }
    }

    /// Whether the `=` here stands alone, as in `let $x = …`.
    private var isAssignment: Bool {
      index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: " ") || bytes[index + 1] == UInt8(ascii: "\t")
    }

    private mutating func begin() {
      frame.word = []
      frame.start = index
    }

    private mutating func endWord() {
      if let word = frame.word { frame.words.append(String(decoding: word, as: UTF8.self)) }
      frame.word = nil
    }

    private mutating func push(_ kind: Kind) {
      frames.append(frame)
      frame = Frame(kind: kind)
    }

    private mutating func pop() {
      guard var outer = frames.popLast() else { return }
      switch frame.kind {
      case .block:
        outer.words = []
        outer.isAfterPipe = false
      // What stood in brackets is one argument.
      case .parenthesis, .list: outer.words.append("()")
      case .interpolation: break
      }
      frame = outer
    }
  }
}
