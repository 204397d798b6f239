/// Reads a program by recursive descent. A statement that begins with a bare word is a command; everything else is an
/// expression.
package struct Parser {
  /// Brackets, blocks and operators nest this deep and no deeper.
  static let nestingLimit = 100

  let source: SourceText
  var lexer: Lexer
  /// How deep the rule that is being read is nested.
  var depth = 0
  /// The brackets that are open, and where they were opened.
  var open: [Span] = []
  /// How many strings hold the braces that the cursor stands in.
  var strings = 0
  var isInLoop = false
  var isInDefinition = false
  /// The script's parameters so far.
  var parameters: Set<String> = []
  /// Where records begin.
  var records: Set<Int> = []
  private let stack = StackRoom()

  /// A parser at the source's beginning.
  private init(_ source: SourceText) {
    self.source = source
    lexer = Lexer(source.text)
  }

  /// The program that a text is; throws a `.syntax` diagnostic when it is none.
  static func parse(_ source: SourceText) throws(Diagnostic) -> Program {
    var parser = Parser(source)
    return try parser.program()
  }

  /// Where the braces stand that begin a record, in a text that parses.
  static func records(in source: SourceText) throws(Diagnostic) -> Set<Int> {
    var parser = Parser(source)
    _ = try parser.program()
    return parser.records
  }

  private mutating func program() throws(Diagnostic) -> Program {
    let statements = try statements()
    if let byte = lexer.byte {
      let closer = String(UnicodeScalar(byte))
      throw failure("\(closer) closes nothing", at: here(1))
    }
    return Program(source: source, statements: statements)
  }

  /// Statements up to the end or to a closing brace, which is left standing.
  mutating func statements() throws(Diagnostic) -> [Statement] {
    var statements: [Statement] = []
    while true {
      lexer.skipLines()
      while lexer.byte == UInt8(ascii: ";") {
        lexer.position += 1
        lexer.skipLines()
      }
      switch lexer.byte {
      case nil, UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "]"): return statements
      default: break
      }
      statements.append(try statement())
      try endOfStatement()
    }
  }

  /// `{ … }`.
  mutating func block(after what: String) throws(Diagnostic) -> [Statement] {
    lexer.skipSpace()
    guard lexer.byte == UInt8(ascii: "{") else {
      let token = lexer.token()
      let form = ["try", "else", "quiet"].contains(what) ? what : what + " …"
      var hint = "the block begins on the same line: \(form) { … }"
      if case .word(let word) = token.kind, what.hasPrefix("def ") { hint = "a parameter begins with $: $\(word)" }
      if token.kind == .symbol(.assign) { hint = "whether two values are equal asks ==" }
      throw failure("{ should follow \(what)", hint: hint, at: token.span)
    }
    try enter()
    defer { depth -= 1 }
    let newlinesWereSpace = lexer.newlinesAreSpace
    lexer.newlinesAreSpace = false
    open.append(here(1))
    lexer.position += 1
    let statements = try statements()
    try close(with: UInt8(ascii: "}"))
    lexer.newlinesAreSpace = newlinesWereSpace
    return statements
  }

  /// Steps behind a closing bracket, which has to be there.
  mutating func close(with closer: UInt8) throws(Diagnostic) {
    lexer.skipSpace()
    let name = String(UnicodeScalar(closer))
    guard lexer.byte == closer else {
      throw unexpected(lexer.token(), wanting: name)
    }
    lexer.position += 1
    _ = open.popLast()
  }

  /// Makes sure that a statement ends at the cursor.
  private mutating func endOfStatement() throws(Diagnostic) {
    let token = lexer.token()
    switch token.kind {
    case .lineEnd, .end, .symbol(.semicolon), .symbol(.closeBrace): return
    case .symbol(.assign): throw failure("= can't stand here", hint: hint(for: token), at: token.span)
    case .symbol(.closeParenthesis), .symbol(.closeBracket):
      throw failure("\(describe(token)) closes nothing", at: token.span)
    default:
      var hint = self.hint(for: token)
      if case .word(let word) = token.kind {
        let isUnit = NumberLiteral.units.contains { $0.text == word }
        hint = isUnit ? "a unit stands directly behind its number: 20\(word)" : nil
      }
      throw failure(
        "the statement should end here, but \(describe(token)) follows",
        hint: hint ?? "statements stand on lines of their own, or have ; between them", at: token.span)
    }
  }

  // MARK: Messages

  /// Counts one level of nesting more.
  mutating func enter() throws(Diagnostic) {
    depth += 1
    if depth > Self.nestingLimit || stack.isUsedUp { throw tooDeep(at: here(1)) }
  }

  /// The message that something nests too deep.
  func tooDeep(at span: Span) -> Diagnostic {
    let limit = depth > Self.nestingLimit || !stack.isUsedUp ? "more than \(Self.nestingLimit)" : "too"
    return failure("this is nested \(limit) deep", hint: "take it apart with variables", at: span)
  }

  /// So many bytes from the cursor on, as far as there are.
  func here(_ length: Int) -> Span {
    Span(start: lexer.position, end: min(lexer.position + length, lexer.bytes.count))
  }

  /// A syntax error.
  func failure(
    _ message: String, hint: String? = nil, at span: Span, isIncomplete: Bool = false
  ) -> Diagnostic {
    Diagnostic(kind: .syntax, message, hint: hint, source: source, span: span, isIncomplete: isIncomplete)
  }

  /// The message that something else should stand where a token stands.
  func unexpected(_ token: Token, wanting wanted: String) -> Diagnostic {
    if token.kind == .tooLarge { return failure("this number is too large", at: token.span) }
    if token.kind == .end, let opener = open.last {
      let closer =
        switch lexer.bytes[opener.start] {
        case UInt8(ascii: "("): ")"
        case UInt8(ascii: "["): "]"
        default: "}"
        }
      return failure("this is never closed", hint: "\(closer) is missing", at: opener, isIncomplete: true)
    }
    return failure("\(wanted) should stand here, not \(describe(token))", hint: hint(for: token), at: token.span)
  }

  /// A token as a message names it.
  func describe(_ token: Token) -> String {
    switch token.kind {
    case .number, .tooLarge: "a number"
    case .variable(let name): "$\(name)"
    case .word(let word): word
    case .quote: "a string"
    case .symbol(let symbol): symbol.rawValue
    case .lineEnd: "the end of the line"
    case .end: "the end"
    case .stray(let what): what
    }
  }

  /// What to do about a token that has no place.
  func hint(for token: Token) -> String? {
    switch token.kind {
    case .word(let word):
      return "a command inside an expression stands in parentheses: (\(word) …); text stands in quotes: \"\(word)\""
    case .symbol(.range):
      guard lexer.bytes[token.span.start...].starts(with: "...".utf8) else { return nil }
      return "three dots spread a value among a command's arguments: generate ...$options"
    case .symbol(.openBrace): return "a block follows if, else, for, while, def, try, catch or quiet"
    case .lineEnd, .end: return "a line goes on inside brackets and behind |"
    case .symbol(.dot), .symbol(.slash): return "text and paths stand in quotes: \"./kick.wav\""
    case .symbol(.star) where token.span.start > 0 && lexer.bytes[token.span.start - 1] == UInt8(ascii: "*"):
      return "a power is written with ^, as in 2 ^ 3"
    case .symbol(.pipe): return "a pipe begins with a value, such as the last one: $it | …"
    case .symbol(.assign):
      let before = token.span.start > 0 ? lexer.bytes[token.span.start - 1] : 0
      if "+-*/%^".utf8.contains(before) { return "write it out: $x = $x \(UnicodeScalar(before)) …" }
      return "a variable is set by $name = …; whether two values are equal asks =="
    case .stray(let what):
      switch what {
      case "$": return "a variable's name follows the $ directly: letters, digits, _ and -"
      case "!":
        let before = lexer.bytes[..<token.span.start].last { !Characters.isBlank($0) }
        let isFirst = before.map { Characters.isLineEnd($0) || ";|{".utf8.contains($0) } ?? true
        return isFirst
          ? "other programs run at the prompt alone, on a line of their own: !ls -l" : "write not, or != for unequal"
      case "&": return "write and"
      case "'", "‘", "’", "“", "”": return "strings stand in plain double quotes: \"…\""
      case "−", "–", "—": return "write a plain hyphen: -"
      case "\\": return "a line goes on after | and inside ( and ["
      default:
        guard what.utf8.first.map(Characters.isDigit) ?? false else { return nil }
        return "the units are ms, s, Hz, kHz, dB and %, directly behind the number"
      }
    default: return nil
    }
  }
}
