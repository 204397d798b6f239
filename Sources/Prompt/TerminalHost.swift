import CEdit
import Foundation
import Language

/// The terminal, or whatever standard output and error go to, as the place of a program's output.
public final class TerminalHost: Language.Host {
  let environment: Environment
  /// How the person at the terminal wants it; asked anew each time.
  public var preferences: () -> Preferences = { Preferences() }
  let isQuiet: Bool
  private let outputIsTerminal = isatty(STDOUT_FILENO) != 0
  private let errorIsTerminal = isatty(STDERR_FILENO) != 0
  private var progress = ProgressLine()
  /// Whether somebody has typed what runs, and waits for what it says.
  var isReadAtOnce = false
  /// How many columns the progress line on the terminal takes.
  private var progressWidth = 0

  /// The host of a process whose environment variables are `environment`.
  /// - Parameter isQuiet: whether what commands say of their work is left out; what scripts print isn't.
  public init(environment: Environment, isQuiet: Bool = false) {
    (self.environment, self.isQuiet) = (environment, isQuiet)
  }

  deinit { eraseProgress() }

  /// Writes a line on standard output, above the progress line, with signs in the place of what a terminal obeys; one
  /// that is wider than the terminal goes on below, and breaks between words.
  public func print(_ text: String) {
    if !isQuiet { draw(display.wrapped(visible(text, keeping: Self.layout)), on: STDOUT_FILENO) }
  }

  /// The same on a terminal; what goes elsewhere stays as it is.
  public func write(_ text: String) {
    draw(outputIsTerminal ? visible(text, keeping: Self.layout) : text, on: STDOUT_FILENO)
  }

  /// Writes what is made for a terminal.
  public func draw(_ picture: String) { draw(picture, on: STDOUT_FILENO) }

  /// What lays a text out, and stays.
  static let layout: Set<Unicode.Scalar> = ["\n", "\t"]

  /// Writes a line on standard output or error, above the progress line: the one place that all of it goes through.
  func draw(_ text: String, on descriptor: Int32) {
    eraseProgress()
    let code = Self.write(text + "\n", to: descriptor)
    // A reader that has seen enough and closed its pipe is no failure.
    if descriptor == STDOUT_FILENO, code != 0, code != EPIPE, outputFailure == nil {
      outputFailure = String(cString: strerror(code))
    }
  }

  /// Why some output is lost, as on a full disk; `nil` when all was written.
  public private(set) var outputFailure: String?

  /// Writes a line on standard error: warnings and errors.
  public func complain(_ text: String) { draw(visible(text, keeping: Self.layout), on: STDERR_FILENO) }

  /// Writes an error as fits the place that standard error goes to; nothing of one that only asks to leave.
  public func complain(_ diagnostic: Diagnostic) {
    guard diagnostic.departure == nil else { return }
    let display = errorDisplay
    draw(diagnostic.rendered(columns: display.columns, hasColour: display.hasColour), on: STDERR_FILENO)
  }

  /// Asks on the terminal; anything but y or yes is a no, and so is Ctrl-C.
  public func confirm(_ question: String) -> Bool {
    guard isatty(STDIN_FILENO) != 0, promptDisplay.isTerminal else { return false }
    eraseProgress()
    Self.write(visible(question) + " [y/N] ", to: Self.promptDescriptor)
    var answer: [UInt8] = []
    while answer.count < 1024 {
      guard Interrupts.waitForInput(STDIN_FILENO) else {
        Self.write("\n", to: Self.promptDescriptor)
        return false
      }
      var byte: UInt8 = 0
      let count = read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1, byte != UInt8(ascii: "\n") else { break }
      answer.append(byte)
    }
    let text = String(decoding: answer, as: UTF8.self).trimmingCharacters(in: .whitespaces).lowercased()
    return ["y", "yes"].contains(text)
  }

  /// Draws how far a command is on the last line of the terminal, at most ten times a second; `nil` takes it away.
  public func show(_ progress: Language.Progress?) {
    guard errorIsTerminal else { return }
    guard let progress else {
      eraseProgress()
      self.progress.reset()
      return
    }
    let now = Double(DispatchTime.now().uptimeNanoseconds) * 1e-9
    let columns = size(of: STDERR_FILENO).columns
    guard let text = self.progress.update(progress, now: now, columns: columns, isUnicode: environment.isUnicode)
    else { return }
    let line = visible(text)
    // A shorter line than before leaves nothing of it behind.
    let padding = String(repeating: " ", count: max(0, min(progressWidth, columns - 1) - line.count))
    Self.write("\r" + line + padding, to: STDERR_FILENO)
    progressWidth = line.count
  }

  /// Whether Ctrl-C was pressed and no command has ended by it yet.
  public var isInterrupted: Bool { Interrupts.isPending }

  /// What standard output can show.
  public var display: Display { display(of: STDOUT_FILENO, isTerminal: outputIsTerminal) }

  /// What standard error can show.
  public var errorDisplay: Display { display(of: STDERR_FILENO, isTerminal: errorIsTerminal) }

  /// To be called before each command at the prompt: an earlier Ctrl-C and an earlier command's progress are over.
  func beginCommand() {
    Interrupts.clear()
    show(nil)
  }

  private func display(of descriptor: Int32, isTerminal: Bool) -> Display {
    guard isTerminal else { return .plain }
    let (columns, rows) = size(of: descriptor)
    let hasColour = environment.hasColour && preferences().hasColours
    return Display(isTerminal: true, columns: columns, rows: rows, hasColour: hasColour)
  }

  private func size(of descriptor: Int32) -> (columns: Int, rows: Int) {
    var columns: Int32 = 0
    var rows: Int32 = 0
    if cedit_window_size(descriptor, &columns, &rows) { return (Int(columns), Int(rows)) }
    return (environment.columns, environment.rows)
  }

  private func eraseProgress() {
    guard progress.isShown else { return }
    // What was typed meanwhile, ^C for one, stands behind the line and goes with it.
    let blank = environment.hasEscapes ? "\u{1B}[K" : String(repeating: " ", count: progressWidth) + "\r"
    Self.write("\r" + blank, to: STDERR_FILENO)
    progress.erase()
    progressWidth = 0
  }

  /// Writes all of a text at once and unbuffered, so that nothing is lost when the program ends early.
  /// - Returns: 0, or the error number of what could not be written.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EAGAIN {
        usleep(1000)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
