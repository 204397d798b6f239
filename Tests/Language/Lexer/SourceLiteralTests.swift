import Language
import Testing

@Suite struct SourceLiteralTests {
  @Test(arguments: [
    ("mel", "mel"), ("no-grid", "no-grid"), ("v2", "v2"), ("", "\"\""), ("two words", "\"two words\""),
    ("true", "\"true\""), ("nothing", "\"nothing\""), ("20ms", "\"20ms\""), ("-6dB", "\"-6dB\""),
    ("--loud", "\"--loud\""),
    ("kick.wav", "\"kick.wav\""), ("Kick", "\"Kick\""), ("a{$b}\"\\", "\"a\\{$b}\\\"\\\\\""),
    ("a\nb\tc\r\u{7F}", "\"a\\nb\\tc\\u{d}\\u{7f}\""),
  ])
  func words(text: String, written: String) {
    #expect(SourceLiteral.word(text) == written)
  }

  @Test(arguments: ["kick.wav", "~/a/b.ckpt", "20ms", "true", "-odd", "été", "🥁", "a,b", "..", "*?"])
  func canBeTypedBare(text: String) {
    #expect(SourceLiteral.isWord(text))
  }

  @Test(arguments: [
    "", "a b", "a\"b", "$a", "a$b", "a#b", "(a", "a|b", "--a", "a\u{A0}b", "“a”", "a\\b", "a'b", "a\u{200B}b",
  ])
  func canNotBeTypedBare(text: String) {
    #expect(!SourceLiteral.isWord(text))
  }

  /// Whatever is written of a text reads back as that text.
  @Test func writtenTextsReadBack() throws {
    let pieces: [Unicode.Scalar] = [
      "\"", "\\", "{", "}", "$", "#", ";", "|", "(", "]", "-", ".", "n", "u", "1", " ", "\n", "\r", "\t", "\0",
      "\u{1B}", "\u{7F}",
      "é", "\u{301}", "🥁", "\u{200D}", "\u{2028}", "\u{FEFF}", "\u{FFFD}", "“",
    ]
    let host = FakeHost()
    let interpreter = Interpreter(registry: fakeRegistry, host: host)
    var random = SeededGenerator(seed: 7)
    for _ in 0..<3000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let any = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random))
        let scalar = Bool.random(using: &random) ? pieces.randomElement(using: &random) : any
        text.unicodeScalars.append(scalar ?? "a")
      }
      for written in [SourceLiteral.quoted(text), SourceLiteral.word(text), "(\(SourceLiteral.quoted(text)))"] {
        host.lines = []
        try interpreter.run(SourceText(name: "test", text: "print \(written)"))
        #expect(host.lines.map { Array($0.unicodeScalars) } == [Array(text.unicodeScalars)], "\(written)")
      }
    }
  }

  /// A word that can be typed bare arrives as that text where a text is wanted.
  @Test func bareWordsAreTexts() throws {
    var random = SeededGenerator(seed: 8)
    let pieces = Array("ab1-.~/:,=*?%é \"$#({;|'".unicodeScalars)
    var bare = 0
    for _ in 0..<3000 {
      var text = ""
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        text.unicodeScalars.append(pieces.randomElement(using: &random) ?? "a")
      }
      let (lines, failure) = run("typed --text \(text)")
      if SourceLiteral.isWord(text) {
        bare += 1
        #expect(failure == nil && lines.first?.hasPrefix("text=string:\(text) ") == true, "\(text): \(lines)")
      } else if failure == nil {
        #expect(lines.first?.hasPrefix("text=string:\(text) ") != true, "\(text)")
      }
    }
    #expect(bare > 300)
  }

  @Test func valuesAsArguments() {
    #expect(Value.string("ddim").argument == "ddim")
    #expect(Value.string("two words").argument == "\"two words\"")
    #expect(Value.list([.string("a"), .number(-6, .decibels), .nothing]).argument == "[\"a\", -6dB, nothing]")
  }
}
