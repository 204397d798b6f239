import Language
import Testing

@Suite struct CompletenessTests {
  @Test(arguments: [
    "", "  ", "# only a comment", "generate", "generate; plot", "for $x in 1..3 { print $x }", "print \"{1 + 2}\"",
    "generate |\n plot", "let $x = (\n1)", "if true {\n} else {\n}", "print \"(\"", "print (1) # (",
  ])
  func complete(text: String) {
    #expect(Completeness(of: text) == .complete)
  }

  @Test(arguments: [
    ("for $x in 1..3 {", 1), ("for $x in 1..3 {\n", 1), ("for $x in 1..3 {\nif true {\nprint $x", 2),
    ("print (", 1), ("print [1,", 1), ("print [1, (2", 2), ("generate |", 0), ("generate | # more", 0),
    ("for $x in 1..3 { generate |", 1), ("def f $x {", 1), ("try { f }", 0), ("try { f } catch", 0),
    ("if true { } else {", 1), ("print (\"{$x}\"", 1), ("{", 1), ("generate {steps: 30,", 1), ("let $r = {", 1),
    ("print \"{(1", 2), ("let $x = [ # a list [", 1), ("print [\"{\"{1}\"}\", {a: \"}\"", 2),
    ("print \"\\{\" [\"\\\"(\"", 1),
    ("generate ...{steps: (", 2), ("generate | # ( {\n", 0), ("{a: {b: [", 3),
  ])
  func incomplete(text: String, nesting: Int) {
    if text.hasSuffix("catch") {
      // The block of catch stands on its line.
      #expect(Completeness(of: text) == .invalid)
    } else {
      #expect(Completeness(of: text) == .incomplete(nesting: nesting))
    }
  }

  @Test(arguments: [
    "print \"open", "}", ")", "print 1 }", "let", "let $x =", "for $x", "print 'a'", "if true", "1 +",
    "generate || plot",
    "print (1 2", "for $x in 1..3 { print \"open", "print \"{1",
  ])
  func invalid(text: String) {
    #expect(Completeness(of: text) == .invalid)
  }
}
