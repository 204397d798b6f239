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

  /// The line itself: label, bar, counts, note, details and the time left, as much of it as fits. The time left comes
  /// before the details, and the bar takes what nothing else needs.
  package static func text(_ progress: Progress, elapsed: Double, columns: Int, isUnicode: Bool = true) -> String {
    let total = max(0, progress.total)
    let done = min(max(0, progress.done), total)
    let width = max(0, columns - 1)
    var tail = total > 0 && progress.isCounted ? "  \(done)/\(total)" : ""
    if !progress.part.isEmpty { tail += " \(progress.part)" }
    if !progress.note.isEmpty { tail += "  \(progress.note)" }
    var left = timeLeft(progress, done: done, total: total, elapsed: elapsed).map { "  \($0)" } ?? ""
    if progress.label.count + tail.count + left.count > width { left = "" }
    for detail in progress.details {
      guard progress.label.count + tail.count + 2 + detail.count + left.count <= width else { break }
      tail += "  \(detail)"
    }
    tail += left
    let room = min(30, width - progress.label.count - tail.count - (isUnicode ? 2 : 4))
    guard total > 0, room >= 6 else { return String((progress.label + tail).prefix(width)) }
    let filled = Int(Double(room) * Double(done) / Double(total))
    let bar =
      String(repeating: isUnicode ? "█" : "#", count: filled)
      + String(repeating: isUnicode ? "░" : "-", count: room - filled)
    return "\(progress.label)  \(isUnicode ? bar : "[\(bar)]")\(tail)"
  }

  private static func timeLeft(_ progress: Progress, done: Int, total: Int, elapsed: Double) -> String? {
    guard done < total, done > 0 || progress.secondsLeft != nil else { return nil }
    let left = progress.secondsLeft ?? elapsed / Double(done) * Double(total - done)
    guard left.isFinite, left >= 0, left < 360_000 else { return nil }
    let seconds = Int(left.rounded(.up))
    let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    let minutes = seconds / 60
    let clock = minutes < 60 ? "\(minutes)" : "\(minutes / 60):\(padded(minutes % 60))"
    return "\(clock):\(padded(seconds % 60)) left"
  }
}
