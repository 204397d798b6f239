import Language
import Testing

@Suite struct WalkTests {
  private func walk(_ text: String) throws -> Walk { try Walk(SourceText(name: "w.drum", text: text)) }

  @Test func aStatementHasTheCommentsAboveIt() throws {
    let walk = try walk(
      """
      #!/usr/bin/env drumlin

      # First sounds
      #
      # How it begins.

      # A number.
      let $x = 1   # it is one

      for $i in 1..2 {
        # inside
        print $i
      }
      print a; print b
      # The end.

      """)
    #expect(
      walk.steps.map(\.text) == ["# First sounds\n#\n# How it begins.\n\n# A number.", "", "", ""])
    #expect(
      walk.steps.map(\.code) == [
        "let $x = 1   # it is one", "for $i in 1..2 {\n  # inside\n  print $i\n}", "print a", "print b",
      ])
    #expect(walk.steps.map(\.line) == [8, 10, 14, 14])
    #expect(walk.end == "# The end.")
  }

  @Test func statementsOverSeveralLinesStayWhole() throws {
    let walk = try walk("print (1 +\n  2)\r\nif true { print a }\nelse { print b }\n\tprint c |\n  print\n")
    #expect(
      walk.steps.map(\.code) == [
        "print (1 +\n  2)", "if true { print a }\nelse { print b }", "print c |\n  print",
      ])
    #expect(walk.steps.map(\.line) == [1, 3, 5])
  }

  @Test(arguments: ["", "\n\n", "# only a comment", ";;", "\u{FEFF}# x\n"])
  func aScriptMayHaveNoStatement(text: String) throws {
    #expect(try walk(text).steps.isEmpty)
  }

  @Test func aScriptThatDoesNotParseIsNone() {
    #expect(throws: Diagnostic.self) { try self.walk("print a\nprint (") }
  }

  @Test func statementsRunInTheScriptsPlace() throws {
    let walk = try walk("let $x = 40\n\nprint ($x + $args[0])\n  print $y\n")
    let host = FakeHost()
    let interpreter = Interpreter(registry: CommandRegistry([]), host: host)
    try interpreter.run(step: 0, of: walk, arguments: ["2"])
    try interpreter.run(SourceText(name: "prompt", text: "$x = 50"))
    try interpreter.run(step: 1, of: walk)
    #expect(host.lines == ["52"])
    let error = #expect(throws: Diagnostic.self) { try interpreter.run(step: 2, of: walk) }
    #expect(error?.place == "w.drum:4:9")
    try interpreter.run(step: 3, of: walk)
    try interpreter.run(step: -1, of: walk)
  }
}
