import Language

extension Completion {
  /// The command that the cursor, a byte offset, stands in; `nil` where it is in none.
  package static func command(in text: String, at cursor: Int, among signatures: [Signature]) -> Signature? {
    // Within a name the rest of it counts.
    let bytes = Array(text.utf8)
    let isName = { (byte: UInt8) in byte == 0x2D || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) }
    let rest = bytes[min(max(0, cursor), bytes.count)...].prefix { isName($0) }
    let context = CursorContext(String(decoding: bytes[..<rest.endIndex], as: UTF8.self))
    let name = context.words.first ?? context.word
    return signatures.first { $0.name == name }
  }

  /// The variables that a text binds, in the order it does: those of a block that is still being typed.
  static func variables(boundIn text: String) -> [String] {
    let bytes = Array(text.utf8)
    var names: [String] = []
    var previous = ""
    var end = 0
    var depth = 0
    // How many brackets are open around the definition whose parameters these are.
    var definition: Int?
    for lexeme in Lexemes(text) {
      let word = String(decoding: bytes[lexeme.span.start..<lexeme.span.end], as: UTF8.self)
      // A default value stands directly behind its =.
      let isParameter = depth == definition && !(previous.hasSuffix("=") && lexeme.span.start == end)
      switch lexeme.kind {
      case .variable where isParameter || binders.contains(previous): names.append(String(word.dropFirst()))
      case .word where isParameter && word.hasPrefix("--"): names.append(String(word.dropFirst(2).prefix { $0 != "=" }))
      case .word where word == "def": definition = depth
      case .open(let bracket):
        if isParameter, bracket == .brace { definition = nil }
        depth += 1
      case .close: depth -= 1
      case .semicolon, .lineEnd: if depth == definition { definition = nil }
      default: break
      }
      (previous, end) = (word, lexeme.span.end)
    }
    return names.filter { !$0.isEmpty }
  }

  /// Words that a variable follows which they bind.
  private static let binders: Set<String> = ["let", "for", "catch", "param"]

  /// What the words that begin a statement are followed by: shown where nothing can be completed behind one.
  static let statements: [String: String] = [
    "let": "let $name = VALUE", "if": "if CONDITION { … } else { … }", "for": "for $name in LIST { … }",
    "while": "while CONDITION { … }", "def": "def name $parameter $other=6dB --option=20ms { … }",
    "param": "param $name=DEFAULT", "try": "try { … } catch $error { … }", "quiet": "quiet { … }",
  ]

  /// Words that begin a statement besides the commands.
  static let keywords = [
    "let", "if", "for", "while", "def", "param", "return", "break", "continue", "try", "time", "quiet",
  ]

  /// Words behind which a brace opens a block.
  static let blockOpeners: Set<String> = ["if", "else", "for", "while", "def", "try", "catch", "quiet"]

  /// Words that stand before a command.
  static let prefixes: Set<String> = ["time", "return"]
}
