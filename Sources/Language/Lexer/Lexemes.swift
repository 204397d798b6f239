/// A bracket, or the brace in a string that holds an expression.
package enum Bracket: Sendable, Equatable {
  case parenthesis, list, brace, interpolation
}

/// A piece of a program as it is typed, before anything is known of statements.
package struct Lexeme: Sendable, Equatable {
  /// What a piece is.
  package enum Kind: Sendable, Equatable {
    /// Characters of a bare word; operators made of the same characters are such pieces too.
    case word
    /// `$name`, or a `$` whose name is yet to come.
    case variable
    /// The quotation mark that opens a string.
    case quote
    /// Some of a string's text, with escapes resolved.
    case text(String)
    /// The quotation mark that closes a string.
    case endQuote
    case open(Bracket)
    case close
    case pipe
    case semicolon
    case lineEnd
    case comment
    /// A character of an operator, or one that has no place in a program.
    case other
  }

  /// What it is.
  package let kind: Kind
  /// Where it stands.
  package let span: Span
}

/// The pieces of a text that need be no program: one that is still being typed, for completion and for the prompt that
/// asks for another line. What is open at its end is known when all were read.
package struct Lexemes: Sequence, IteratorProtocol {
  private var lexer: Lexer
  private var isInString = false
  /// The brackets that are open, the outermost first.
  package private(set) var open: [Bracket] = []

  /// The lexemes of a text, from its beginning.
  package init(_ text: String) { lexer = Lexer(text) }

  /// How many brackets a text leaves open.
  static func nesting(of text: String) -> Int {
    var lexemes = Lexemes(text)
    while lexemes.next() != nil {}
    return lexemes.open.count
  }

  /// The next piece; `nil` at the text's end.
  package mutating func next() -> Lexeme? {
    if isInString, let lexeme = nextInString() { return lexeme }
    while lexer.byte.map(Characters.isBlank) ?? false { lexer.position += 1 }
    let start = lexer.position
    guard let byte = lexer.byte else { return nil }
    let kind = kind(of: byte)
    return Lexeme(kind: kind, span: Span(start: start, end: lexer.position))
  }

  /// The next piece of the string that the cursor stands in; `nil` where its line ends, which ends it too.
  private mutating func nextInString() -> Lexeme? {
    let start = lexer.position
    let kind: Lexeme.Kind
    switch lexer.stringPart() {
    case .text(let bytes): kind = .text(String(decoding: bytes, as: UTF8.self))
    case .fault(_, let span):
      // A slip that is yet to be mended; what the backslash stands before is taken as it is.
      let isEscape = lexer.bytes[span.start] == UInt8(ascii: "\\")
      kind = .text(lexer.text(span.start + (isEscape ? 1 : 0), lexer.position))
    case .brace:
      lexer.position += 1
      open.append(.interpolation)
      isInString = false
      kind = .open(.interpolation)
    case .end:
      isInString = false
      kind = .endQuote
    case .unclosed:
      isInString = false
      return nil
    }
    return Lexeme(kind: kind, span: Span(start: start, end: lexer.position))
  }

  /// Reads the piece that a byte begins.
  private mutating func kind(of byte: UInt8) -> Lexeme.Kind {
    switch byte {
    case UInt8(ascii: "#"):
      lexer.skipSpace()
      return .comment
    case UInt8(ascii: "$"):
      lexer.position = lexer.nameEnd(from: lexer.position + 1)
      return .variable
    case UInt8(ascii: "\""):
      lexer.position += 1
      isInString = true
      return .quote
    case UInt8(ascii: "("): return opening(.parenthesis)
    case UInt8(ascii: "["): return opening(.list)
    case UInt8(ascii: "{"): return opening(.brace)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      lexer.position += 1
      // Behind the brace that ends an expression its string goes on.
      isInString = open.popLast() == .interpolation
      return .close
    case UInt8(ascii: "|"): return single(.pipe)
    case UInt8(ascii: ";"): return single(.semicolon)
    case _ where Characters.isLineEnd(byte): return single(.lineEnd)
    default:
      let end = lexer.wordEnd(from: lexer.position)
      if end == lexer.position {
        lexer.position += Characters.scalar(in: lexer.bytes, at: end)?.length ?? 1
        return .other
      }
      lexer.position = end
      return .word
    }
  }

  /// Steps over a piece of one byte.
  private mutating func single(_ kind: Lexeme.Kind) -> Lexeme.Kind {
    lexer.position += 1
    return kind
  }

  /// Steps over an opening bracket.
  private mutating func opening(_ bracket: Bracket) -> Lexeme.Kind {
    open.append(bracket)
    return single(.open(bracket))
  }
}
