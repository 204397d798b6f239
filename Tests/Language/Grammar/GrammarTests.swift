import Language
import Testing

/// The grammar that the reference shows says of a text what the parser says of it.
@Suite struct GrammarTests {
  private static let grammar = Result { try EBNF(Grammar.syntax) }

  /// What the parser says of a text: `nil` when it takes it.
  private func refusal(_ text: String) -> Diagnostic? {
    do throws(Diagnostic) {
      _ = try Walk(SourceText(name: "test", text: text))
      return nil
    } catch {
      return error
    }
  }

  /// What a text has to be besides being a sentence of the grammar.
  private static let conditions = [
    "stands outside of a", "can't be set", "can't name a parameter",
    "only stands at a script's top level", "there are two ", "no parameter can follow",
    "needs a default value",
    "is a word of the language", "this number is too large", "this is no character", "is a command here",
    "nested more than",
  ]

  private func isCondition(_ refusal: Diagnostic) -> Bool { Self.conditions.contains { refusal.message.contains($0) } }

  @Test func thePageIsWhole() throws {
    let grammar = try Self.grammar.get()
    var used: Set<String> = ["program"]
    for rule in grammar.rules.values {
      let (rules, specials) = rule.body.references
      used.formUnion(rules)
      #expect(rules.subtracting(grammar.names).isEmpty)
      #expect(specials.subtracting(CharacterClasses.all.keys).isEmpty)
      #expect(specials.subtracting(CharacterClasses.samples.keys).isEmpty)
    }
    #expect(Set(grammar.names) == used)
    #expect(grammar.rules["program"]?.kind == .spaced && grammar.rules["option"]?.kind == .tight)
    #expect(grammar.rules["word"]?.kind == .longest)
    #expect(Parser.keywords.allSatisfy { Recogniser.accepts($0, as: "keyword", grammar) })
    #expect(Parser.keywords.count == 21)
  }

  /// The parser takes what can be made by the grammar.
  @Test func theParserTakesWhatTheGrammarSays() throws {
    let grammar = try Self.grammar.get()
    var sentences = Sentences(grammar, seed: 11)
    var (taken, conditional, bytes) = (0, 0, 0)
    for round in 0..<1500 {
      let text = sentences.program(depth: 8 + round % 20, size: 30 + round % 400)
      guard let refusal = refusal(text) else {
        taken += 1
        bytes += text.utf8.count
        continue
      }
      conditional += 1
      #expect(isCondition(refusal), "\(refusal.rendered(columns: 80, hasColour: false))\n\(text)")
    }
    #expect(taken > 1000 && bytes > 60 * taken, "\(taken) taken, \(conditional) with conditions, \(bytes) bytes")
  }

  /// The parser and the grammar agree on sentences with something taken out, put in, doubled or exchanged.
  @Test func theyAgreeOnWhatIsNone() throws {
    let grammar = try Self.grammar.get()
    var sentences = Sentences(grammar, seed: 12)
    var (taken, refused) = (0, 0)
    while taken + refused < 2000 {
      let sentence = sentences.program(depth: 8 + (taken + refused) % 16, size: 80)
      guard sentence.utf8.count <= 200 else { continue }
      let text = mutated(sentence, &sentences.random)
      let refusal = refusal(text)
      if let refusal, isCondition(refusal) { continue }
      let isSentence = Recogniser.accepts(text, grammar)
      if isSentence { taken += 1 } else { refused += 1 }
      #expect(
        (refusal == nil) == isSentence,
        "\(refusal?.rendered(columns: 80, hasColour: false) ?? "taken")\n\(text.debugDescription)")
    }
    #expect(taken > 300 && refused > 800, "\(taken) taken, \(refused) refused")
  }

  private static let pieces = [
    "(", ")", "[", "]", "{", "}", "\"", "|", ";", ",", ":", "=", "==", "<", "..", "...", ".", "-", "--", "+", "%", "^",
    "$", "$a", "#", " ", "\n",
    "\\", "'", "!", "1", "20ms", ".5", "5%", "if", "else", "in", "not", "and", "true", "time", "quiet", "return", "let",
    "a",
    "é", "🥁", "\u{A0}", "_", "/", "~",
    "1e", "catch", "def", "\"a\"",
  ]

  private func mutated(_ text: String, _ random: inout SeededGenerator) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let place = Int.random(in: 0...scalars.count, using: &random)
      let length = min(Int.random(in: 1...3, using: &random), scalars.count - place)
      let piece = Array((Self.pieces.randomElement(using: &random) ?? "").unicodeScalars)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: scalars.removeSubrange(place..<place + length)
      case 1: scalars.insert(contentsOf: piece, at: place)
      case 2: scalars.insert(contentsOf: scalars[place..<place + length], at: place)
      default: scalars.replaceSubrange(place..<place + length, with: piece)
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
