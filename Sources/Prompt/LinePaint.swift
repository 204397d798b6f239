import Language

/// The colours of a statement as it is typed.
package struct LinePaint {
  /// What has a colour, and the parameter of the SGR sequence for it.
  package enum Colour: UInt8 {
    case none = 0
    /// A command, or a word of the language that begins a statement.
    case command = 1
    /// The bracket that belongs to the one at the cursor.
    case matching = 7
    /// A command that there is none of, and a bracket that closes nothing.
    case fault = 31
    case string = 32
    case number = 33
    /// A bracket that is still open.
    case open = 35
    case variable = 36
    case comment = 90
  }

  /// The colour of each byte.
  package private(set) var colours: [Colour]
  private let bytes: [UInt8]

  /// - Parameters:
  ///   - cursor: the byte offset of the cursor in the text's UTF-8.
  ///   - isCommand: whether there is a command of a name.
  ///   - isBeginning: whether the name of a command begins so: that of a word that is still being typed.
  package init(_ text: String, cursor: Int, isCommand: (String) -> Bool, isBeginning: (String) -> Bool) {
    bytes = Array(text.utf8)
    colours = Array(repeating: .none, count: bytes.count)
    var open: [Int] = []
    var partners: [Int: Int] = [:]
    var defined: Set<String> = []
    var previous = ""
    CursorContext.walk(text) { lexeme, beginsStatement in
      let span = lexeme.span
      let word = String(decoding: bytes[span.start..<span.end], as: UTF8.self)
      switch lexeme.kind {
      case .word where beginsStatement && Self.isName(word):
        let isTyped = cursor == span.end && (isBeginning(word) || Self.beginsKeyword(word))
        if Self.keywords.contains(word) || isCommand(word) || defined.contains(word) {
          paint(span, .command)
        } else if !isTyped && !Self.values.contains(word) {
          paint(span, .fault)
        }
      case .word:
        if previous == "def" { defined.insert(word) }
        if Self.isNumeric(word) { paint(span, .number) }
      case .variable: paint(span, .variable)
      case .quote, .text, .endQuote: paint(span, .string)
      case .comment: paint(span, .comment)
      case .open:
        open.append(span.start)
        paint(span, .open)
      case .close:
        let opener = open.popLast()
        guard let opener, bytes[opener] == Self.openers[bytes[span.start]] else {
          paint(span, .fault)
          break
        }
        colours[opener] = .none
        (partners[opener], partners[span.start]) = (span.start, opener)
      case .pipe, .semicolon, .lineEnd, .other: break
      }
      previous = word
    }
    // The bracket that the cursor stands on comes before the one that it stands behind.
    if let partner = partners[cursor] ?? partners[cursor - 1] { colours[partner] = .matching }
  }

  private mutating func paint(_ span: Span, _ colour: Colour) {
    for index in span.start..<min(span.end, bytes.count) { colours[index] = colour }
  }

  /// The bracket that each closes.
  private static let openers: [UInt8: UInt8] = [
    UInt8(ascii: ")"): UInt8(ascii: "("), UInt8(ascii: "]"): UInt8(ascii: "["), UInt8(ascii: "}"): UInt8(ascii: "{"),
  ]

  /// Words of the language that stand for a value, or before one.
  private static let values: Set<String> = ["true", "false", "nothing", "not"]
  private static let keywords = Parser.keywords.subtracting(values)

  private static func beginsKeyword(_ word: String) -> Bool { Parser.keywords.contains { $0.hasPrefix(word) } }

  /// Whether a word could name a command.
  private static func isName(_ word: String) -> Bool {
    guard let first = word.unicodeScalars.first, first.properties.isAlphabetic else { return false }
    return word.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "-" || ("0"..."9").contains($0) }
  }

  /// Numbers, ranges of them, and several with commas between.
  private static func isNumeric(_ word: String) -> Bool {
    let parts = word.replacing("..", with: ",").split(separator: ",")
    return !parts.isEmpty && parts.allSatisfy { NumberLiteral.read(String($0)) != nil }
  }
}
