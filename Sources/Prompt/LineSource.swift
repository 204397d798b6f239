import Foundation

/// Where typed lines come from.
protocol LineSource: AnyObject {
  /// Whether the rest of an earlier line is suggested behind what is typed.
  var hasSuggestions: Bool { get set }
  /// Waits for the next line; `prompt` asks for it where somebody can see it.
  func read(prompt: String) -> Line
  /// Adds an entry to what can be recalled.
  func remember(_ entry: String)
  /// Whether a person's next keys wait already.
  var keysWait: Bool { get }
  /// Forgets the keys that wait, until none come any more.
  func forgetKeys()
}

/// What a person did.
enum Line: Equatable {
  /// Enter; the line may hold line ends.
  case text(String)
  /// Ctrl-D on an empty line, no more input, or the terminal went away.
  case end
  /// Ctrl-C.
  case interrupted
}

/// The lines of standard input that is no terminal.
final class PipedLines: LineSource {
  /// A line with more bytes ends there.
  private static let limit = 1 << 24
  var hasSuggestions = false
  private var bytes: [UInt8] = []
  private var start = 0
  private var hasEnded = false

  func read(prompt: String) -> Line {
    while true {
      if let end = bytes[start...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return .text(Self.text(bytes[start..<end]))
      }
      bytes.removeFirst(start)
      start = 0
      if hasEnded || bytes.count > Self.limit {
        defer { bytes = [] }
        return bytes.isEmpty ? .end : .text(Self.text(bytes[...]))
      }
      guard Interrupts.waitForInput(STDIN_FILENO) else { return .interrupted }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = Foundation.read(STDIN_FILENO, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[..<count]
      } else if count == 0 || errno != EINTR && errno != EAGAIN {
        hasEnded = true
      }
    }
  }

  func remember(_ entry: String) {}
  var keysWait: Bool { false }
  func forgetKeys() {}

  private static func text(_ line: ArraySlice<UInt8>) -> String {
    String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
  }
}
