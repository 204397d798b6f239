import Language

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
  /// Whether a command can stand here at all: not in lists, records and interpolations.
  var allowsCommands = true
  /// The `--option` that the word is the value of, when `=` stands between them.
  var attachedOption: String?
  /// Whether a pipe hands the command a value.
  var isAfterPipe = false

  /// Reads the text before the cursor as the language would.
  init(_ text: String) {
    var reader = Reader(bytes: Array(text.utf8))
    for lexeme in Lexemes(text) { reader.read(lexeme) }
    self = reader.context()
  }

  private init() {}

  /// Goes through a text's lexemes, and says of each whether the first word of a statement can begin with it.
  static func walk(_ text: String, visit: (_ lexeme: Lexeme, _ beginsStatement: Bool) -> Void) {
    var reader = Reader(bytes: Array(text.utf8))
    for lexeme in Lexemes(text) {
      visit(lexeme, reader.awaitsStatement(at: lexeme.span.start))
      reader.read(lexeme)
    }
  }

  /// Goes through the lexemes once, with a stack of what is open.
  private struct Reader {
    enum Kind { case block, parenthesis, list, record, interpolation }

    /// A statement under way, or what stands in a bracket.
    struct Frame {
      var kind: Kind
      var words: [String] = []
      /// The word under way, where it began and where it ends so far; `nil` between words.
      var word: String?
      var start = 0
      var end = 0
      var isQuoted = false
      var isAfterPipe = false
      var isAfterAssignment = false

      /// What stands behind time is a statement of its own.
      var statement: ArraySlice<String> { words.drop { $0 == "time" } }

      /// What a brace opens here: a block behind the words that want one, and where a statement begins; else a record.
      var brace: Kind {
        guard kind == .block else { return .record }
        let begins = statement.isEmpty && !isAfterAssignment
        return begins || statement.first.map(Completion.blockOpeners.contains) ?? false ? .block : .record
      }

      /// Ends the word under way, if there is one.
      mutating func endWord() {
        if let word { words.append(word) }
        word = nil
      }

      mutating func begin(_ text: String, _ span: Span) {
        endWord()
        (word, start, end) = (text, span.start, span.end)
      }

      mutating func beginStatement(isAfterPipe: Bool = false, isAfterAssignment: Bool = false) {
        words = []
        self.isAfterPipe = isAfterPipe
        self.isAfterAssignment = isAfterAssignment
      }
    }

    let bytes: [UInt8]
    private var frames: [Frame] = []
    private var frame = Frame(kind: .block)

    init(bytes: [UInt8]) { self.bytes = bytes }

    func context() -> CursorContext {
      var frame = frame
      if !frame.isQuoted, frame.end < bytes.count { frame.endWord() }
      var context = CursorContext()
      var words = frame.words.drop(while: Completion.prefixes.contains)
      // What gives the items of a loop is a command as well.
      if words.count > 2, words.first == "for", words.dropFirst(2).first == "in" { words = words.dropFirst(3) }
      context.words = Array(words)
      context.isAfterPipe = frame.isAfterPipe
      context.word = frame.word ?? ""
      context.start = frame.word == nil ? bytes.count : frame.start
      context.isQuoted = frame.isQuoted
      context.allowsCommands = frame.kind == .block || frame.kind == .parenthesis
      return context
    }

    /// Whether what begins there is a statement's first word.
    func awaitsStatement(at start: Int) -> Bool {
      guard frame.kind == .block || frame.kind == .parenthesis, !frame.isQuoted else { return false }
      if let word = frame.word, frame.end == start || !Completion.prefixes.contains(word) { return false }
      return frame.words.allSatisfy(Completion.prefixes.contains)
    }

    mutating func read(_ lexeme: Lexeme) {
      switch lexeme.kind {
      case .word, .other:
        read(word: String(decoding: bytes[lexeme.span.start..<lexeme.span.end], as: UTF8.self), lexeme)
      case .variable:
        frame.begin(String(decoding: bytes[lexeme.span.start..<lexeme.span.end], as: UTF8.self), lexeme.span)
      case .quote:
        frame.begin("", lexeme.span)
        frame.isQuoted = true
      case .text(let text): frame.word?.append(text)
      case .endQuote:
        frame.isQuoted = false
        frame.endWord()
      case .open(.interpolation): push(.interpolation)
      case .open(let bracket):
        frame.endWord()
        push(bracket == .parenthesis ? .parenthesis : bracket == .list ? .list : frame.brace)
      case .close: pop()
      case .pipe, .semicolon, .lineEnd: endStatement(lexeme.kind)
      case .comment:
        frame.endWord()
        // At a comment's end the cursor is in it: there is nothing to complete.
        if lexeme.span.end == bytes.count { frame.words = ["#"] }
      }
    }

    /// Words, and operators made of the same characters: what has no space before it goes on with the word under way.
    private mutating func read(word: String, _ lexeme: Lexeme) {
      if frame.word != nil, frame.end == lexeme.span.start {
        frame.word?.append(word)
        frame.end = lexeme.span.end
      } else if word == "=" {
        frame.endWord()
        frame.beginStatement(isAfterAssignment: true)
      } else {
        frame.begin(word, lexeme.span)
      }
    }

    private mutating func endStatement(_ kind: Lexeme.Kind) {
      frame.isQuoted = false
      frame.endWord()
      // Inside brackets a line end is a space.
      guard frame.kind == .block || kind == .pipe else { return }
      // A line may end behind a pipe.
      frame.beginStatement(isAfterPipe: kind == .pipe || frame.isAfterPipe && frame.words.isEmpty)
    }

    private mutating func push(_ kind: Kind) {
      frames.append(frame)
      frame = Frame(kind: kind)
    }

    private mutating func pop() {
      guard var outer = frames.popLast() else { return }
      switch frame.kind {
      case .block: outer.beginStatement()
      // What stood in brackets is one argument.
      case .parenthesis, .list, .record: outer.words.append("()")
      case .interpolation: break
      }
      frame = outer
    }
  }
}
