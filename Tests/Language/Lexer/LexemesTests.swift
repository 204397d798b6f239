import Language
import Testing

@Suite struct LexemesTests {
  /// The lexemes of a text in short: what stands for itself, texts in strings between `‹ ›`, comments as `#`.
  private func shown(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return Lexemes(text).map { lexeme in
      switch lexeme.kind {
      case .text(let text): "‹\(text)›"
      case .comment: "#"
      case .lineEnd: "⏎"
      case .open(.interpolation): "⟨"
      default: String(decoding: bytes[lexeme.span.start..<lexeme.span.end], as: UTF8.self)
      }
    }.joined(separator: " ")
  }

  @Test(arguments: [
    ("", ""), ("  \t", ""), ("load-model a.ckpt", "load-model a.ckpt"), ("x;y|z\n", "x ; y | z ⏎"),
    ("let $x = 1..$n", "let $x = 1.. $n"), ("$kick.peak<-3dB", "$kick .peak < -3dB"), ("$", "$"),
    ("a # b ( \" {", "a #"),
    ("f ...$o ...{a: 1}", "f ... $o ... { a: 1 }"),
    ("print \"a\\n\\\"b\\{\\u{e9}\"", "print \" ‹a› ‹\n› ‹\"› ‹b› ‹{› ‹é› \""),
    ("\"a{f \"b{$c}d\" {x: \"}\"}}e\" }", "\" ‹a› ⟨ f \" ‹b› ⟨ $c } ‹d› \" { x: \" ‹}› \" } } ‹e› \" }"),
    ("\"# {1 # 2", "\" ‹# › ⟨ 1 #"), ("'ä' é🥁\u{A0}", "' ä ' é🥁 \u{A0}"), ("\"a\nb \"c", "\" ‹a› ⏎ b \" ‹c›"),
    ("\"a\\q\\", "\" ‹a› ‹q› ‹›"), ("\"\\u{zz}\\u{1F941", "\" ‹u{› ‹zz}› ‹u{› ‹1F941›"), ("\"a\\\r\n", "\" ‹a› ‹› ⏎ ⏎"),
  ])
  func lexemes(text: String, expected: String) {
    #expect(shown(text) == expected)
  }

  @Test(arguments: [
    ("f (", [Bracket.parenthesis]), ("f [1, (2) {a:", [.list, .brace]), ("\"{", [.interpolation]),
    ("\"{[\"{(", [.interpolation, .list, .interpolation, .parenthesis]),
    ("\"{\"}\"}\" {", [.brace]), (") } ( ]", []), ("# (", []), ("\"({", [.interpolation]), ("\"\\{(", []),
  ])
  func openBrackets(text: String, expected: [Bracket]) {
    var lexemes = Lexemes(text)
    while lexemes.next() != nil {}
    #expect(lexemes.open == expected)
  }

  /// Lexemes follow each other through any text, with nothing but spaces between them.
  @Test func nothingIsLost() {
    var random = SeededGenerator(seed: 9)
    let pieces = [
      "\"", "{", "}", "(", ")", "[", "]", "$", "\\", "\\u{", "#", " ", "\n", "é", "\u{A0}", "a", "-", "=", "|", "\r",
      "<", "\0",
    ]
    for _ in 0..<5000 {
      let text = (0..<Int.random(in: 0...20, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
      let bytes = Array(text.utf8)
      var end = 0
      for lexeme in Lexemes(text) {
        #expect(bytes[end..<lexeme.span.start].allSatisfy { $0 == 0x20 })
        #expect(lexeme.span.end > lexeme.span.start)
        end = lexeme.span.end
      }
      #expect(bytes[end...].allSatisfy { $0 == 0x20 }, "\(text)")
    }
  }
}
