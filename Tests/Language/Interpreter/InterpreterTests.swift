import Foundation
import Language
import Testing

@Suite struct InterpreterTests {
  let host = FakeHost()

  private func interpreter(
    transaction: @escaping (Call, () throws -> Value) throws -> Value = { try $1() }
  ) -> Interpreter {
    Interpreter(registry: fakeRegistry, host: host, home: "/home/ada", transaction: transaction)
  }

  private func prompt(_ text: String) -> SourceText { SourceText(name: "prompt", text: text) }

  @Test func variablesStayFromLineToLine() throws {
    let interpreter = interpreter()
    try interpreter.run(prompt("let $x = 3; tone 50Hz"))
    try interpreter.run(prompt("$x = $x + 1; def f { $x }"))
    try interpreter.run(prompt("print $x (f) $it"))
    #expect(host.lines == ["4 4 4"])
    #expect(interpreter.variableNames == ["args", "it", "x"])
    #expect(interpreter.value(ofVariable: "x")?.description == "4")
    #expect(interpreter.value(ofVariable: "nope") == nil)
    #expect(interpreter.definedSignatures.map(\.name) == ["f"])
  }

  @Test func definitionsHaveHelp() throws {
    let interpreter = interpreter()
    try interpreter.run(
      prompt(
        """
        # Another thing.

        # Makes it brighter.
        #
        #   By a filter.
        def brighter $sound $amount=6dB $more... --loud --fade=20ms { }
        """))
    let signature = try #require(interpreter.definedSignatures.first)
    #expect(
      signature.help(columns: 80) == """
        Makes it brighter.

          brighter SOUND [AMOUNT] [MORE...] [--loud] [--fade VALUE]

        By a filter.

          SOUND
          AMOUNT  6dB when not given.
          MORE

          --loud
          --fade VALUE  20ms when not given.

        Gives: what it returns
        """)
  }

  @Test func aFailureLeavesWhatWasBefore() throws {
    let interpreter = interpreter()
    try interpreter.run(prompt("let $x = 1; tone 50Hz"))
    #expect(throws: Diagnostic.self) { try interpreter.run(prompt("if true { let $y = 2; $x = 2; [][0] }")) }
    #expect(throws: Diagnostic.self) { try interpreter.run(prompt("def f { f }; f")) }
    #expect(throws: Diagnostic.self) { try interpreter.run(prompt("let $x = [][0]")) }
    #expect(throws: Diagnostic.self) { try interpreter.run(prompt("tone 1Hz")) }
    #expect(interpreter.variableNames == ["args", "it", "x"])
    try interpreter.run(prompt("print $x $it"))
    #expect(host.lines == ["2 a tone of 50Hz"])
  }

  @Test func everyCommandRunsInATransaction() throws {
    final class Log { var entries: [String] = [] }
    let log = Log()
    let interpreter = interpreter { _, work in
      log.entries.append("begin")
      do {
        let value = try work()
        log.entries.append("end")
        return value
      } catch {
        log.entries.append("roll back")
        throw error
      }
    }
    #expect(throws: Diagnostic.self) { try interpreter.run(prompt("tone | write a.wav; write locked.wav; tone")) }
    #expect(log.entries == ["begin", "end", "begin", "end", "begin", "roll back"])
  }

  @Test(arguments: [
    "while true { }", "for $i in 1..9000000000 { }", "def f { while true { tone } }; f",
    "let $i = 0; while true { $i = $i + 1 }",
    "try { while true { } } catch { while true { } }", "while true { try { [][0] } catch { } }",
  ])
  func loopsCanBeInterrupted(text: String) {
    host.patience = 1000
    let error = #expect(throws: Diagnostic.self) { try interpreter().run(prompt(text)) }
    #expect(error?.kind == .interrupted)
    #expect(error?.rendered(columns: 80, hasColour: false) == "interrupted")
  }

  @Test func deepRecursionWorksAsFarAsStated() throws {
    try interpreter().run(prompt("def down $n { if $n > 0 { down ($n - 1) } else { 0 } }; print (down 240)"))
    #expect(host.lines == ["0"])
  }

  @Test func sourceRunsAnotherFile() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "drumlin-source-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder.appending(path: "parts"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ text: String) throws {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    try write("parts/one.drum", "let $one = 1; def twice $x { $x * 2 }; source two.drum\n7")
    try write("parts/two.drum", "let $two = (twice $one)")
    try write("parts/broken.drum", "print never; print (")
    try write("parts/fails.drum", "print here\n[][0]")
    try write("parts/itself.drum", "source itself.drum")
    func run(_ text: String) throws(Diagnostic) {
      try interpreter().run(SourceText(name: folder.path + "/main.drum", text: text), echo: true)
    }

    try run("if true { source parts/one.drum }; print $one $two (twice 4)")
    #expect(host.lines == ["1 2 8"])
    var error = #expect(throws: Diagnostic.self) { try run("source parts/broken.drum") }
    #expect(error?.kind == .syntax && error?.place == "\(folder.path)/parts/broken.drum:1:20")
    error = #expect(throws: Diagnostic.self) { try run("print 1\nsource parts/fails.drum") }
    #expect(error?.place == "\(folder.path)/parts/fails.drum:2:4")
    #expect(
      error?.rendered(columns: 80, hasColour: false).hasSuffix("in source, called at \(folder.path)/main.drum:2:1")
        == true)
    error = #expect(throws: Diagnostic.self) { try run("source parts/itself.drum") }
    #expect(error?.message.contains("sources itself") == true)
    error = #expect(throws: Diagnostic.self) { try run("source parts/nowhere.drum") }
    #expect(error?.message == "\(folder.path)/parts/nowhere.drum does not exist")
    error = #expect(throws: Diagnostic.self) { try run("source parts") }
    #expect(error?.kind == .runtime)
  }

  @Test func endlessTextsAndListsEndInAnError() {
    for text in [
      "let $s = \"ab\"; while true { $s = \"{$s}{$s}\" }", "let $s = \"ab\"; while true { $s = $s + $s }",
      "let $x = [\"\(String(repeating: "a", count: 1000))\"]; while true { $x = $x + $x }",
      "let $s = \"\(String(repeating: "a", count: 100_000))\"; let $x = [$s]; "
        + "for $i in 1..12 { $x = $x + $x }; print $x",
    ] {
      let error = #expect(throws: Diagnostic.self) { try interpreter().run(prompt(text)) }
      #expect(error?.message.contains("too long") == true)
    }
  }
}
