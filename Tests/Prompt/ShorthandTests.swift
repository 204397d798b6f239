import Prompt
import Testing

@Suite struct ShorthandTests {
  @Test func questionMarksAskForHelp() {
    #expect(Shorthand.expanded("?") == "help")
    #expect(Shorthand.expanded(" ? ") == "help")
    #expect(Shorthand.expanded("?denoise-step") == "help denoise-step")
    #expect(Shorthand.expanded("? plot") == "help plot")
    #expect(Shorthand.expanded("??plot") == "help plot")
    #expect(Shorthand.expanded("plot?") == "help plot")
    #expect(Shorthand.expanded("plot ?") == "help plot")
    #expect(Shorthand.expanded("?clean sound") == "help \"clean sound\"")
    #expect(Shorthand.expanded("?a \"b\" {$c}") == "help \"a \\\"b\\\" \\{$c}\"")
  }

  @Test(arguments: ["print what?", "$x?", "plot", "", "print \"?\"", "2?", "\"a\"?", "a.b?", "ls ?.wav", "$x ?"])
  func otherTextsStayAsTheyAre(text: String) {
    #expect(Shorthand.expanded(text) == text)
    #expect(!Shorthand.isHelp(text))
  }

  /// A pipe without a beginning goes on with the last value.
  @Test func pipesBeginWithIt() {
    #expect(Shorthand.expanded("| plot") == "$it | plot")
    #expect(Shorthand.expanded("  |gain -3dB") == "$it |gain -3dB")
  }

  @Test func whatAnExclamationMarkBeginsIsTheShells() {
    #expect(Shorthand.shellCommand("!ls -l") == "ls -l")
    #expect(Shorthand.shellCommand("  ! ls ! ") == "ls ! ")
    #expect(Shorthand.shellCommand("!") == "")
    // A pasted block is no command line.
    for text in ["ls", "", "print !", "!ls\nprint 1"] { #expect(Shorthand.shellCommand(text) == nil) }
  }

  @Test func farewells() {
    for text in ["exit", "quit", "  exit\n", "quit()", "exit()"] { #expect(Shorthand.isFarewell(text)) }
    for text in ["exit 1", "", "quit; quit", "exits"] { #expect(!Shorthand.isFarewell(text)) }
  }
}
