import Foundation
import Language
import Testing

/// Nothing that can be typed crashes or hangs: random bytes, random tokens, and broken scripts, all from fixed seeds.
@Suite struct FuzzTests {
  private static let tokens = [
    "let", "$x", "$y", "=", "==", "1", "20ms", "-6dB", "50%", "1e300", "..", ".", ",", ";", "|", "(", ")", "[", "]",
    "{",
    "}", "\"", "\"a{$x}\"", "\\", "if", "else", "for", "in", "while", "def", "param", "f", "return", "break",
    "continue", "try",
    "catch", "$e", "tone", "write", "a.wav", "typed", "--any", "--list", "--flag", "--", "-", "+", "*", "/", "%", "^",
    "<", ">=", "!=", "and", "or", "not", "true", "nothing", "$it", "$args", "\n", "\n", " ", " ", " ", "# x\n", "print",
    "time", "quiet", "...", "...$x", "...{flag: true}", "{a: 1}", "{a: $x, \"b c\": [1]}", "{", ":", "a:", "$x.a",
    "$x[\"a\"]",
    "join", "é", "🥁", "\t", "\r\n", "$x[0]", ".length", "1..5", "1..99999999", "[0]", "source",
  ]

  /// Runs a text with little patience; an error has to render. Whether it came to its end.
  @discardableResult private func survive(_ text: String) -> Bool {
    let host = FakeHost()
    host.patience = 300
    var isFinished = false
    let interpreter = Interpreter(registry: fakeRegistry, host: host)
    do throws(Diagnostic) {
      try interpreter.run(SourceText(name: "fuzz", text: text), arguments: ["a", "3"], echo: true)
      isFinished = true
    } catch {
      for columns in [0, 20, 80] {
        #expect(!error.rendered(columns: columns, hasColour: false).isEmpty)
      }
    }
    _ = Completeness(of: text)
    for prefix in [text.utf8.count / 2, text.utf8.count / 3] {
      _ = Completeness(of: String(decoding: text.utf8.prefix(prefix), as: UTF8.self))
    }
    return isFinished
  }

  @Test func tokenSoup() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<4000 {
      let count = Int.random(in: 1...40, using: &random)
      var text = ""
      for _ in 0..<count {
        text += Self.tokens.randomElement(using: &random) ?? ""
        if Bool.random(using: &random) { text += " " }
      }
      survive(text)
    }
  }

  @Test func randomBytes() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<3000 {
      let count = Int.random(in: 1...60, using: &random)
      survive(String(decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self))
    }
  }

  /// Programs that mostly mean something, on the commands of these tests.
  @Test func randomPrograms() {
    var program = RandomProgram(random: SeededGenerator(seed: 5))
    var finished = 0
    for _ in 0..<3000 {
      program.budget = 60
      if survive(program.statements()) { finished += 1 }
    }
    // They would find little if all of them failed at once, or none ever did.
    #expect(finished > 200 && finished < 2900, "\(finished)")
  }

  /// What is printed of a value is that value again when it is read.
  @Test func printingReadsBack() {
    var program = RandomProgram(random: SeededGenerator(seed: 6))
    for _ in 0..<1000 {
      program.budget = 30
      let text = "[" + program.constant() + "]"
      let (once, failure) = run("print \(text)")
      #expect(failure == nil, "\(text)")
      let (twice, _) = run("print \(once.first ?? "")")
      #expect(once == twice && once.count == 1)
      let (equal, _) = run("print (\(text) == \(once.first ?? ""))")
      #expect(equal == ["true"], "\(text)")
    }
  }

  /// Working scripts with bytes taken out, put in or exchanged.
  @Test(arguments: ScriptTests.scripts) func mutations(name: String) throws {
    let text = try String(contentsOf: ScriptTests.folder.appending(path: name), encoding: .utf8)
    var random = SeededGenerator(seed: UInt64(name.utf8.reduce(0) { $0 &* 31 &+ Int($1) } & 0xFFFF))
    for program in text.components(separatedBy: "#---\n") {
      for _ in 0..<20 {
        var bytes = Array(program.utf8)
        guard !bytes.isEmpty else { continue }
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let index = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<3, using: &random) {
          case 0 where bytes.count > 1: bytes.remove(at: index)
          case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
          default: bytes[index] = Array("(){}[]\"$|;.-\\#=,\n".utf8).randomElement(using: &random) ?? 0
          }
        }
        survive(String(decoding: bytes, as: UTF8.self))
      }
    }
  }
}
