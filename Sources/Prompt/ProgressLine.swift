import Language

/// The line that shows how far a command is: when it is drawn, and what it says.
package struct ProgressLine {
  /// Seconds of work before anything shows.
  static let patience = 0.5
  /// Seconds between two drawings.
  static let interval = 0.1

  private var began: Double?
  private var drawn: Double?

  package init() {}

  /// Whether the line stands on the terminal.
  package var isShown: Bool { drawn != nil }

  /// What to draw now, if anything.
  /// - Parameters:
  ///   - now: seconds on any clock that never goes back.
  ///   - columns: the terminal's width; the line stays shorter, so that it never wraps.
  package mutating func update(_ progress: Progress, now: Double, columns: Int, isUnicode: Bool = true) -> String? {
    let start = began ?? now
    began = start
    guard now - start >= Self.patience else { return nil }
    if let drawn, now - drawn < Self.interval { return nil }
    drawn = now
    return Self.text(progress, elapsed: now - start, columns: columns, isUnicode: isUnicode)
  }

  /// The line is no longer on the terminal; the next update draws it again.
  package mutating func erase() { drawn = nil }

  /// The command is over: the next one has its own half second.
  package mutating func reset() { self = ProgressLine() }

  /// The line itself: label, bar, counts, note and the time left, as much of it as fits.
  package static func text(_ progress: Progress, elapsed: Double, columns: Int, isUnicode: Bool = true) -> String {
    let total = max(0, progress.total)
    let done = min(max(0, progress.done), total)
    var tail = total > 0 ? "  \(done)/\(total)" : ""
    if !progress.note.isEmpty { tail += "  \(progress.note)" }
    let width = max(0, columns - 1)
    if let left = timeLeft(done: done, total: total, elapsed: elapsed),
      progress.label.count + tail.count + left.count + 14 <= width
    {
      tail += "  \(left)"
    }
    let room = min(30, width - progress.label.count - tail.count - 4)
    guard total > 0, room >= 6 else { return String((progress.label + tail).prefix(width)) }
    let filled = Int(Double(room) * Double(done) / Double(total))
    let bar =
      String(repeating: isUnicode ? "█" : "#", count: filled)
      + String(repeating: isUnicode ? "░" : "-", count: room - filled)
    return "\(progress.label)  \(isUnicode ? bar : "[\(bar)]")\(tail)"
  }

  private static func timeLeft(done: Int, total: Int, elapsed: Double) -> String? {
    guard done > 0, done < total else { return nil }
    let left = elapsed / Double(done) * Double(total - done)
    guard left.isFinite, left < 360_000 else { return nil }
    let seconds = Int(left.rounded(.up))
    let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    let minutes = seconds / 60
    let clock = minutes < 60 ? "\(minutes)" : "\(minutes / 60):\(padded(minutes % 60))"
    return "\(clock):\(padded(seconds % 60)) left"
  }
}
