/// Where a script's output goes, how long work shows its progress, and whether the user has asked to stop.
public protocol Host: AnyObject {
  /// Writes a line of output, in which what a terminal would obey is shown as a sign for it: names of files, recipes
  /// and messages of servers are whoever's wrote them.
  func print(_ text: String)
  /// The same, of which a report of the session has another form: one that the terminal's width, the time and the
  /// like don't change.
  func print(_ text: String, noted: String)
  /// Writes a text to be read, such as a page of help: at a prompt with a pager, where it is higher than the terminal.
  func page(_ text: String, noted: String)
  /// Writes a line that a script asked for, byte for byte where it doesn't go to a terminal.
  func write(_ text: String)
  /// Draws what is made of escape sequences, such as a picture; no text from outside may be in it.
  func draw(_ picture: String)
  /// Plays a film: while it lasts, keys that are pressed are the film's.
  func film(_ play: (any Film) throws -> Void) rethrows
  /// Asks a question and waits for the answer; false where nobody sits at a terminal.
  func confirm(_ question: String) -> Bool
  /// Shows how far a long command is, or clears the line when there is no progress any more. Shown on terminals only,
  /// and only for what takes over half a second.
  func show(_ progress: Progress?)
  /// Whether Ctrl-C was pressed since the command began; polled between steps.
  var isInterrupted: Bool { get }
  /// What the output can show.
  var display: Display { get }
}

extension Host {
  /// As `print`, where no report is made.
  public func print(_ text: String, noted: String) { print(text) }
  /// As `print`, where nothing else is done.
  public func page(_ text: String, noted: String) { print(text, noted: noted) }
  /// A text of which a report has no other form.
  public func page(_ text: String) { page(text, noted: text) }
  /// As `print`, where nothing else is done.
  public func write(_ text: String) { print(text) }
  /// Nothing is seen of it, where nothing else is done.
  public func film(_ play: (any Film) throws -> Void) rethrows { try play(NoFilm()) }
  /// No, where nobody can be asked.
  public func confirm(_ question: String) -> Bool { false }
  /// As `print`, where nothing else is done.
  public func draw(_ picture: String) { print(picture) }
}

/// Keeps to itself what commands say of their work, as inside `quiet`, and passes all else on.
final class HushedHost: Host {
  private let host: any Host

  init(_ host: any Host) { self.host = host }

  func print(_ text: String) {}
  func page(_ text: String, noted: String) { host.page(text, noted: noted) }
  func write(_ text: String) { host.write(text) }
  func draw(_ picture: String) { host.draw(picture) }
  func film(_ play: (any Film) throws -> Void) rethrows { try host.film(play) }
  func confirm(_ question: String) -> Bool { host.confirm(question) }
  func show(_ progress: Progress?) { host.show(progress) }
  var isInterrupted: Bool { host.isInterrupted }
  var display: Display { host.display }
}

/// How far a long command is.
public struct Progress: Sendable, Equatable {
  /// What is being done, such as "denoising".
  public let label: String
  /// How much of it is done, of `total`.
  public let done: Int
  /// How much there is to do; 0 where that is not known.
  public let total: Int
  /// What stands behind the bar, such as "sigma 0.42".
  public let note: String
  /// More of the kind, the most important first, each shown where there is room for it.
  public let details: [String]
  /// How far it is beyond `done`, such as "5/32".
  public let part: String
  /// Seconds until the end, from one who knows better than by the time since the command began.
  public let secondsLeft: Double?
  /// Whether `done` and `total` stand behind the bar, rather than being its measure alone.
  public let isCounted: Bool

  /// - Parameter secondsLeft: until the end; nil to go by the time since the command began.
  public init(
    _ label: String, done: Int, total: Int, note: String = "", details: [String] = [], part: String = "",
    secondsLeft: Double? = nil, isCounted: Bool = true
  ) {
    self.label = label
    self.done = done
    self.total = total
    self.note = note
    self.details = details
    self.part = part
    self.secondsLeft = secondsLeft
    self.isCounted = isCounted
  }
}

/// What the place that output goes to can show.
public struct Display: Sendable, Equatable {
  /// Whether it is a terminal at all.
  public let isTerminal: Bool
  /// Its width in characters.
  public let columns: Int
  /// Its height in lines.
  public let rows: Int
  /// Escape sequences for colour are welcome: a terminal, not dumb, and NO_COLOR not set.
  public let hasColour: Bool

  /// What a place of this size can show.
  public init(isTerminal: Bool, columns: Int, rows: Int, hasColour: Bool) {
    self.isTerminal = isTerminal
    self.columns = columns
    self.rows = rows
    self.hasColour = hasColour
  }

  /// A file or a pipe.
  public static let plain = Display(isTerminal: false, columns: 80, rows: 24, hasColour: false)

  /// Lines as they stand here: on a terminal those that are wider than it go on below, two columns further in, and
  /// break between words; elsewhere all stay whole.
  public func wrapped(_ text: String) -> String {
    let columns = max(20, columns)
    guard isTerminal, text.utf8.count > columns else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard DisplayWidth.of(String(line)) > columns else { return String(line) }
      let indent = line.prefix { $0 == " " }.count
      return TextLayout.wrapped(String(line), columns: columns, indent: indent, hanging: indent + 2)
    }
    return lines.joined(separator: "\n")
  }
}
