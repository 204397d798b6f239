/// A script taken apart into its top-level statements, to be run one at a time as a notebook's cells are.
public struct Walk: Sendable {
  /// A statement, and what stands with it.
  public struct Step: Sendable, Equatable {
    /// The comments and empty lines between the statement before and this one, without empty lines at the ends.
    public let text: String
    /// The statement as it is written, with a comment that follows it on its last line.
    public let code: String
    /// The line its code begins in, counted from 1.
    public let line: Int
  }

  /// The whole script.
  public let source: SourceText
  /// Its statements, in order.
  public let steps: [Step]
  /// The comments behind the last statement.
  public let end: String
  let statements: [Statement]

  /// Reads a script; throws a `.syntax` diagnostic when it does not parse.
  public init(_ source: SourceText) throws(Diagnostic) {
    self.source = source
    statements = try Parser.parse(source).statements
    (steps, end) = source.steps(of: statements)
  }
}

extension SourceText {
  /// Its statements of the top level with what stands above each, and the comments behind the last.
  func steps(of statements: [Statement]) -> (steps: [Walk.Step], end: String) {
    let bytes = Array(text.utf8)
    var lexer = Lexer(text)
    var steps: [Walk.Step] = []
    var (line, counted) = (1, 0)
    for statement in statements {
      let text = Self.trimmed(bytes[lexer.position..<max(lexer.position, statement.span.start)])
      lexer.position = Self.codeEnd(statement, bytes)
      let code = String(decoding: bytes[statement.span.start..<lexer.position], as: UTF8.self)
      // Counted on from the statement before: a text may have a hundred thousand.
      line += Self.lineEnds(in: bytes[min(counted, statement.span.start)..<statement.span.start])
      counted = statement.span.start
      steps.append(Walk.Step(text: text, code: Self.withoutSpaceAtEnd(code), line: line))
      while lexer.byte == UInt8(ascii: ";") || lexer.byte.map(Characters.isBlank) ?? false { lexer.position += 1 }
    }
    return (steps, Self.trimmed(bytes[min(lexer.position, bytes.count)...]))
  }

  /// How many lines end within bytes; a carriage return and a line feed are one end.
  private static func lineEnds(in bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == 0x0D || byte == 0x0A && previous != 0x0D { count += 1 }
      previous = byte
    }
    return count
  }

  /// The end of a statement, or of the comment behind it on the same line.
  private static func codeEnd(_ statement: Statement, _ bytes: [UInt8]) -> Int {
    var end = statement.span.end
    while end < bytes.count, Characters.isBlank(bytes[end]) { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "#") else { return statement.span.end }
    return bytes[end...].firstIndex(where: Characters.isLineEnd) ?? bytes.count
  }

  /// The comment that the text begins with.
  var firstComment: String {
    let bytes = Array(text.utf8)
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return Self.trimmed(bytes[start...]).split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.hasPrefix("#") }.joined(separator: "\n")
  }

  /// Whether the text asks to be told when it is run straight through: by a line `# drumlin: tell` in the comment that
  /// it begins with.
  public var asksToBeTold: Bool {
    for line in text.split(whereSeparator: \.isNewline) {
      if line.allSatisfy(\.isWhitespace) { continue }
      guard line.first == "#" else { return false }
      if Self.request(in: line) == "tell" { return true }
    }
    return false
  }

  /// What a comment asks of drumlin itself: `tell` in `# drumlin: tell`.
  private static func request(in line: Substring) -> Substring? {
    let prefix = "# drumlin:"
    guard line.hasPrefix(prefix) else { return nil }
    let words = line.dropFirst(prefix.count).split(separator: " ")
    return words.count == 1 ? words.first : nil
  }

  /// Lines without blank ones at the ends, and without those that tell a shell what runs the script, or drumlin how.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    var lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
    lines = lines.filter { request(in: $0) == nil }[...]
    lines = lines.drop { line in line.allSatisfy(\.isWhitespace) || line.hasPrefix("#!") }
    while lines.last?.allSatisfy(\.isWhitespace) ?? false { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  private static func withoutSpaceAtEnd(_ text: String) -> String {
    var text = text[...]
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }
}

extension Interpreter {
  /// Runs one statement of a script, counted from 0, in the place where it stands there: errors show the script's
  /// lines.
  /// - Parameters:
  ///   - arguments: what `$args` holds, when given.
  ///   - echo: whether a bare expression's value is printed.
  public func run(
    step index: Int, of walk: Walk, arguments: [String]? = nil, echo: Bool = false
  ) throws(Diagnostic) {
    if let arguments { self.arguments = arguments.map(Word.argument) }
    guard walk.statements.indices.contains(index) else { return }
    try run([walk.statements[index]], of: walk.source, comments: [walk.steps[index].text], echo: echo)
    if index == walk.steps.count - 1, !walk.end.isEmpty { onStatement?(.comment(walk.end), memory) }
  }
}
