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
}
