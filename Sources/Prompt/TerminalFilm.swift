import CEdit
import Foundation
import Language

/// A film on the terminal. While it is there, the terminal hands keys over one by one and does not show them.
final class TerminalFilm: Film {
  let replaces: Bool
  private let host: TerminalHost
  private let watchesKeys: Bool
  /// The lines of the last picture, and the terminal that it was drawn on.
  private var lines = 0
  private var display: Display?
  /// How often the program had come back from being stopped when it was drawn.
  private var returns: Int32 = 0

  init(on host: TerminalHost) {
    (self.host, replaces) = (host, host.environment.hasEscapes)
    // What was typed ahead is the prompt's, and stays for it.
    watchesKeys = host.display.isTerminal && !cedit_key_comes(0) && cedit_watch_keys()
  }

  /// Gives the terminal back as it was.
  func end() { cedit_leave_keys() }

  func draw(_ picture: String) {
    let rows = picture.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let now = host.display
    // On a terminal of another size, or after the shell had it, the last picture's lines are no longer where they were.
    let returns = cedit_returns()
    let isOver = replaces && lines > 0 && display == now && returns == self.returns
    let start = isOver ? "\u{1B}[\(lines)A\r" : ""
    host.draw(start + rows.joined(separator: replaces ? "\u{1B}[K\n" : "\n"), on: STDOUT_FILENO)
    (lines, display, self.returns) = (rows.count, now, returns)
  }

  func isStopped(within seconds: Double) -> Bool {
    guard watchesKeys else {
      usleep(UInt32(seconds * 1e6))
      return false
    }
    guard cedit_key_comes(Int32((seconds * 1000).rounded(.up))) else { return false }
    // Keys such as the arrows send several bytes.
    cedit_forget_keys()
    return true
  }
}

extension TerminalHost {
  /// Plays a film, and gives the terminal back as it was.
  public func film(_ play: (any Film) throws -> Void) rethrows {
    show(nil)
    let film = TerminalFilm(on: self)
    defer { film.end() }
    try play(film)
  }
}
