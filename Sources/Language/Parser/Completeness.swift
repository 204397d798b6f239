/// Whether a text can run as it is, or whether the prompt should ask for another line.
public enum Completeness: Sendable, Equatable {
  case complete
  /// More lines are needed; `nesting` brackets are open.
  case incomplete(nesting: Int)
  /// No further line can mend it.
  case invalid

  /// Looks at a text that was typed so far.
  public init(of text: String) {
    do {
      _ = try Parser.parse(SourceText(name: "", text: text))
      self = .complete
    } catch {
      self = error.isIncomplete ? .incomplete(nesting: Self.openBrackets(in: text)) : .invalid
    }
  }

  /// How many brackets a text that is well formed so far leaves open.
  private static func openBrackets(in text: String) -> Int {
    var nesting = 0
    // A stack of what the cursor is inside of: braces in a string come back to that string.
    var isInString = false
    var strings: [Int] = []
    var lexer = Lexer(text)
    while let byte = lexer.byte {
      lexer.position += 1
      switch byte {
      case UInt8(ascii: "\\") where isInString: lexer.position += 1
      case UInt8(ascii: "\""): isInString.toggle()
      case UInt8(ascii: "{") where isInString:
        strings.append(nesting)
        isInString = false
        nesting += 1
      case _ where isInString: break
      case UInt8(ascii: "#"):
        lexer.position -= 1
        lexer.skipSpace()
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): nesting += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        nesting -= 1
        if strings.last == nesting {
          strings.removeLast()
          isInString = true
        }
      default: break
      }
    }
    return max(0, nesting)
  }
}
