/// The style that scripts are written in: two spaces an indentation, one between what stands on a line, at most one
/// empty line; a line ends where it did, and comments and strings stay as they are.
public enum ScriptFormat {
  /// A script in that style. Throws a `.syntax` diagnostic when it does not parse.
  public static func formatted(_ source: SourceText) throws(Diagnostic) -> String {
    let program = try Parser.parse(source)
    // A line end stands in no string, so that all of them can be one.
    let text = source.text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    let spaced = try SpaceEdits.applied(to: SourceText(name: source.name, text: text))
    var layout = ScriptLayout(spaced.text, records: try Parser.records(in: spaced))
    let result = layout.formatted()
    let again = try Parser.parse(SourceText(name: source.name, text: result))
    guard SyntaxOutline(program) == SyntaxOutline(again), comments(source.text) == comments(result) else {
      throw Diagnostic(
        "formatting would change what this script says, and so it stays as it is",
        hint: "that is a fault of drumlin's", source: source, span: nil)
    }
    return result
  }

  private static func comments(_ text: String) -> [Substring] {
    let bytes = Array(text.utf8)
    return Lexemes(text).compactMap { lexeme in
      guard lexeme.kind == .comment else { return nil }
      let comment = String(decoding: bytes[lexeme.span.start..<lexeme.span.end], as: UTF8.self)
      return comment.dropLast(comment.reversed().prefix(while: \.isWhitespace).count)
    }
  }
}

/// Puts each line of a script where it belongs, and one space where there are some.
private struct ScriptLayout {
  /// A bracket that is open.
  private struct Opening {
    let isBlock: Bool
    /// The indentation of the line that it stands in.
    let indent: Int
  }

  /// What stands before the next piece on its line.
  private enum Previous {
    case other, semicolon, pipe
    case opener(isBlock: Bool)
    case closer(isBlock: Bool)
  }

  private let text: String
  private let bytes: [UInt8]
  private let records: Set<Int>
  private var lines: [String] = []
  private var line = ""
  /// The column that the last comment behind code stands in, in the text and in the result.
  private var commentColumn: (was: Int, is: Int)?
  private var lineStart = 0
  private var previous: Previous?
  private var indent = 0
  private var onlyClosers = true
  private var open: [Opening] = []
  /// How many strings the cursor stands in: one in the braces of another counts.
  private var strings = 0
  /// Whether the line before ended in `|`.
  private var isPiped = false
  private var endsInPipe = false
  /// Whether more than a comment stands on the line.
  private var hasCode = false

  /// - Parameter records: where the braces stand that begin a record.
  init(_ text: String, records: Set<Int>) {
    (self.text, self.records) = (text, records)
    bytes = Array(text.utf8)
  }

  mutating func formatted() -> String {
    var end = Lexer(text).position
    for lexeme in Lexemes(text) {
      let gap = String(decoding: bytes[end..<lexeme.span.start], as: UTF8.self)
      let piece = String(decoding: bytes[lexeme.span.start..<lexeme.span.end], as: UTF8.self)
      end = lexeme.span.end
      if strings > 0 {
        line += gap + piece
      } else if lexeme.kind == .lineEnd {
        finishLine()
        lineStart = end
        continue
      } else {
        add(piece, lexeme, behind: gap)
      }
      if lexeme.kind == .quote { strings += 1 }
      if lexeme.kind == .endQuote { strings -= 1 }
    }
    finishLine()
    while lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
  }

  private mutating func add(_ piece: String, _ lexeme: Lexeme, behind gap: String) {
    if previous == nil { indent = (open.last.map { $0.indent + 2 } ?? 0) + (isPiped ? 2 : 0) }
    let one = gap.isEmpty ? "" : " "
    var space = one
    var next = Previous.other
    switch lexeme.kind {
    case .semicolon: (space, next) = ("", .semicolon)
    case .pipe: (space, next) = (" ", .pipe)
    case .open(let bracket):
      let isBlock = bracket == .brace && !records.contains(lexeme.span.start)
      space = isBlock ? " " : one
      next = .opener(isBlock: isBlock)
    case .close:
      let isBlock = open.last?.isBlock ?? false
      space = isBlock ? " " : ""
      next = .closer(isBlock: isBlock)
    default: break
    }
    switch previous {
    case .semicolon?, .pipe?, .opener(isBlock: true)?: space = " "
    case .opener(isBlock: false)?: space = ""
    case .closer(isBlock: true)?: if case .other = next { space = " " }
    default: break
    }
    if previous == nil {
      space = ""
    } else if lexeme.kind == .comment, !gap.isEmpty {
      space = gap
    }
    if lexeme.kind == .comment {
      let column = lexeme.span.start - lineStart
      if previous != nil {
        commentColumn = (column, indent + line.utf8.count + space.utf8.count)
      } else if let commentColumn, commentColumn.was == column {
        // It stands below that one, and not in a block.
        indent = commentColumn.is
      }
    }
    line += space + piece

    switch next {
    case .opener(let isBlock): open.append(Opening(isBlock: isBlock, indent: indent))
    case .closer:
      if let opening = open.popLast(), onlyClosers { indent = opening.indent }
    default: break
    }
    if case .closer = next {} else { onlyClosers = false }
    if lexeme.kind != .comment { (endsInPipe, hasCode) = (lexeme.kind == .pipe, true) }
    previous = next
  }

  private mutating func finishLine() {
    while line.last == " " || line.last == "\t" { line.removeLast() }
    if line.isEmpty {
      if let last = lines.last, !last.isEmpty { lines.append("") }
    } else {
      lines.append(String(repeating: " ", count: indent) + line)
    }
    // Comments and empty lines don't end what a | goes on with.
    if hasCode { isPiped = endsInPipe }
    (line, previous, onlyClosers, endsInPipe, hasCode) = ("", nil, true, false, false)
  }
}
