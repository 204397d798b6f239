/// Writes programs by the grammar, with names and types that fit more often than not.
struct RandomProgram {
  var random: SeededGenerator
  /// How many more nodes a program may have.
  var budget = 0

  private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }

  private mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  private mutating func several(_ most: Int, _ make: (inout RandomProgram) -> String) -> [String] {
    (0..<Int.random(in: 0...most, using: &random)).map { _ in make(&self) }
  }

  private mutating func variable() -> String { pick(["$a", "$b", "$c", "$it", "$args"]) }

  mutating func statements() -> String {
    "let $a = 3; let $b = [1, 2]; let $c = {a: 1, flag: true}\n"
      + several(6) { $0.statement() }.joined(separator: "\n")
  }

  private mutating func block() -> String { "{ " + several(3) { $0.statement() }.joined(separator: "; ") + " }" }

  private mutating func statement() -> String {
    budget -= 1
    if budget < 0 { return "print $a" }
    switch Int.random(in: 0..<13, using: &random) {
    case 0: return "let \(pick(["$a", "$b", "$c"])) = \(pipeline())"
    case 1: return "\(pick(["$a", "$b", "$c"])) = \(pipeline())"
    case 2: return "if \(condition()) \(block()) else \(block())"
    case 3: return "for $a in \(chance(2) ? "1..3" : value()) \(block())"
    case 4: return "while \(condition()) { \(pick(["break", "continue", "$a = $a + 1", "tone"])) }"
    case 5: return "def \(pick(["f", "g"])) $x \(pick(["", "$y=2", "$y...", "--loud", "--n=3"])) \(block())"
    case 6: return "try \(block()) catch $c \(block())"
    case 7: return "time \(statement())"
    case 8: return value()
    default: return pipeline()
    }
  }

  private mutating func condition() -> String {
    chance(3)
      ? pick(["true", "false", "not false"]) : "\(value()) \(pick(["==", "!=", "<", ">=", "and", "or"])) \(value())"
  }

  private mutating func pipeline() -> String {
    budget -= 1
    let first = chance(2) ? command() : value()
    return chance(3) ? "\(first) | \(pick(["print", "join", "f", "write a.wav", "draw", "start"]))" : first
  }

  private mutating func command() -> String {
    budget -= 1
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return "tone \(pick(["", "440Hz", "50Hz", "3"]))"
    case 1: return "print \(several(3) { $0.argument() }.joined(separator: " "))"
    case 2: return "typed \(pick(["--any", "--list", "--text", "--whole", "--flag", "--choice"])) \(argument())"
    case 3: return "\(pick(["f", "g"])) \(several(3) { $0.argument() }.joined(separator: " "))"
    case 4: return "typed ...\(pick(["$c", "{flag: true}", "{whole: 3, text: x}", "$b"])) \(pick(["--whole 2", ""]))"
    default: return "join (tone) \(argument())"
    }
  }

  private mutating func argument() -> String {
    budget -= 1
    if budget < 0 { return "1" }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return pick(["word", "a.wav", "1..4", "20ms", "-6dB", "true", "red"])
    case 1: return variable()
    case 2: return "(\(value()))"
    case 3: return "(\(command()))"
    case 4: return "...\(pick(["$a", "$b", "$c", "[1, 2]", "{loud: true}"]))"
    case 5: return "--\(pick(["n", "loud", "flag", "any"]))"
    case 6: return "\"a{\(value())}b\""
    default: return constant()
    }
  }

  private mutating func value() -> String {
    budget -= 1
    if budget < 0 { return "1" }
    switch Int.random(in: 0..<11, using: &random) {
    case 0: return constant()
    case 1, 2: return variable()
    case 3: return "\(value()) \(pick(["+", "-", "*", "/", "%", "^"])) \(value())"
    case 4: return "(\(value()))"
    case 5: return "(\(pipeline()))"
    case 6: return "\(variable())\(pick([".a", ".length", "[0]", "[-1]", "[\"a\"]", ".pitch", "[[0, 1]]", ".message"]))"
    case 7: return "[\(several(3) { $0.value() }.joined(separator: ", "))]"
    case 8: return "{a: \(value()), \"b c\": \(value())}"
    case 9: return "\"{\(value())}\""
    default: return "(-(\(value())))"
    }
  }

  /// A literal without variables or operators: what is printed of it can be read again.
  mutating func constant() -> String {
    budget -= 1
    if budget < 0 { return "nothing" }
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return "\(Int.random(in: -99...99, using: &random))" + pick(["", "s", "ms", "dB", "%", "kHz"])
    case 1: return "\(Double.random(in: -1e3...1e3, using: &random))" + pick(["", "s", "ms", "Hz"])
    case 2: return pick(["1e300", "1e-300", "0.1ms", "5e-324", "9007199254740993", "-0"])
    case 3: return pick(["true", "false", "nothing"])
    case 4: return pick(["\"\"", "\"a b\"", "\"\\{\\\"\\\\\\n\\u{1}é🥁\"", "\"20ms\"", "\"nothing\""])
    case 5, 6: return "[\(several(4) { $0.constant() }.joined(separator: ", "))]"
    default:
      let fields = ["a", "a-b", "é", "\"\"", "\"two words\"", "\"1\"", "\"\\{\"", "nothing", "\"a.b\""].shuffled(
        using: &random)
      let values = several(4) { $0.constant() }
      return "{" + zip(fields, values).map { "\($0): \($1)" }.joined(separator: ", ") + "}"
    }
  }
}
