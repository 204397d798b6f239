import Language

/// Passes all on, and keeps what is printed in the session's notebook.
final class NotebookHost: Host {
  private let host: any Host
  private let session: Session

  init(_ host: any Host, session: Session) { (self.host, self.session) = (host, session) }

  func print(_ text: String) { print(text, noted: text) }

  func print(_ text: String, noted: String) {
    session.notebook.add(text: noted)
    host.print(text)
  }

  func page(_ text: String, noted: String) {
    session.notebook.add(text: noted)
    host.page(text, noted: noted)
  }

  func write(_ text: String) {
    session.notebook.add(text: text)
    host.write(text)
  }

  func draw(_ picture: String) { host.draw(picture) }
  func film(_ play: (any Film) throws -> Void) rethrows { try host.film(play) }
  func confirm(_ question: String) -> Bool { host.confirm(question) }
  func show(_ progress: Progress?) { host.show(progress) }
  var isInterrupted: Bool { host.isInterrupted }
  var display: Display { host.display }
}

extension Host {
  /// Shows lines that were asked for, each shortened to the terminal's width; a report has them whole.
  func showList(_ lines: [String]) {
    let shown = lines.map { DisplayWidth.shortened($0, to: max(20, display.columns)) }
    page(shown.joined(separator: "\n"), noted: lines.joined(separator: "\n"))
  }
}
