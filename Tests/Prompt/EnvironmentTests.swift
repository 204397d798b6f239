import Prompt
import Testing

@Suite struct EnvironmentTests {
  @Test func whereHistoryIsKept() {
    #expect(Environment(["DRUMLIN_HISTORY": "/a", "HOME": "/h"]).historyPath == "/a")
    #expect(Environment(["DRUMLIN_HISTORY": "", "HOME": "/h"]).historyPath == nil)
    #expect(Environment(["XDG_STATE_HOME": "/s", "HOME": "/h"]).historyPath == "/s/drumlin/history")
    #expect(Environment(["XDG_STATE_HOME": "s", "HOME": "/h"]).historyPath == "/h/.local/state/drumlin/history")
    #expect(Environment([:]).historyPath == nil)
  }

  @Test func aPagerIsTheOneThatIsNamedOrLess() {
    #expect(Environment(["TERM": "xterm", "PAGER": "more"]).pager == "more")
    #expect(Environment(["TERM": "xterm", "PATH": "/nowhere"]).pager == nil)
    #expect(Environment(["TERM": "xterm", "PAGER": "", "PATH": "/usr/bin"]).pager == nil)
    #expect(Environment(["TERM": "dumb", "PAGER": "more"]).pager == nil)
    #expect(Environment(["TERM": "xterm", "PAGER": "more", "DRUMLIN_PLAIN": "1"]).pager == nil)
  }

  /// The current folder may be another by the time that history is written.
  @Test func historyStaysWhereItWasNamed() {
    #expect(Environment(["DRUMLIN_HISTORY": "a"]).historyPath?.hasPrefix("/") == true)
  }

  @Test func linesArePaintedWhereColoursAreWelcomeAndNothingSaysOtherwise() {
    #expect(Environment(["TERM": "xterm"]).paintsLines)
    #expect(Environment(["TERM": "xterm", "DRUMLIN_PLAIN": "", "NO_COLOR": ""]).paintsLines)
    for (name, value) in [("TERM", "dumb"), ("NO_COLOR", "1"), ("DRUMLIN_PLAIN", "1")] {
      #expect(!Environment(["TERM": "xterm"].merging([name: value]) { $1 }).paintsLines)
    }
  }
}
