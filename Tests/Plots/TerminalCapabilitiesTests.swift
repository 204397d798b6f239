import Plots
import Testing

@Suite struct TerminalCapabilitiesTests {
  private func graphics(_ environment: [String: String], isTerminal: Bool = true) -> TerminalCapabilities.Graphics {
    TerminalCapabilities(environment: environment, isTerminal: isTerminal, columns: 80, rows: 24).graphics
  }

  @Test func knowsTerminalsByTheirVariables() {
    #expect(graphics(["TERM": "xterm-kitty"]) == .kitty)
    #expect(graphics(["TERM": "mlterm"]) == .sixel)
    #expect(graphics(["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"]) == .iterm)
    #expect(graphics(["TERM": "xterm-256color", "COLORTERM": "truecolor"]) == .truecolor)
    #expect(graphics(["TERM": "xterm"]) == .indexed256)
    #expect(graphics(["TERM": "linux"]) == .indexed16)
  }

  @Test func showsCharactersAloneWhereNothingElseIsKnown() {
    #expect(graphics(["TERM": "dumb", "COLORTERM": "truecolor"]) == .monochrome)
    #expect(graphics([:]) == .monochrome)
    #expect(graphics(["TERM": "vt100"]) == .monochrome)
    #expect(graphics(["TERM": "xterm-kitty"], isTerminal: false) == .monochrome)
    #expect(graphics(["TERM": "xterm-kitty", "NO_COLOR": "1"]) == .monochrome)
    #expect(graphics(["TERM": "xterm-kitty", "NO_COLOR": ""]) == .kitty)
  }

  /// The variables of the terminal outside are still there, but its pixels do not get through.
  @Test func sendsNoPixelsThroughMultiplexers() {
    for term in ["tmux-256color", "screen-256color"] {
      let result = graphics(["TERM": term, "KITTY_PID": "7", "TMUX": "/tmp/tmux"])
      #expect(result == .indexed256 || result == .truecolor)
    }
    #expect(graphics(["TERM": "xterm-kitty", "TMUX": "/tmp/tmux"]) != .kitty)
  }

  @Test(arguments: [
    (["LANG": "en_US.UTF-8"], true), (["LC_ALL": "C", "LANG": "en_US.UTF-8"], false), (["LC_CTYPE": "C.utf8"], true),
    (["LC_ALL": "", "LANG": "de_DE.UTF-8@euro"], true), ([:], false), (["LANG": "POSIX"], false),
  ])
  func knowsUnicodeByTheLocale(environment: [String: String], unicode: Bool) {
    let terminal = TerminalCapabilities(environment: environment, isTerminal: true, columns: 80, rows: 24)
    #expect(terminal.unicode == unicode)
  }
}
