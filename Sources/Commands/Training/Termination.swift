import Foundation
import Synchronization

/// SIGTERM while a training runs: it asks for an end, and what was learnt is saved first.
enum Termination {
  private static let asked = Atomic<Bool>(false)

  /// Whether it was asked for since `watch` began.
  static var isAsked: Bool { asked.load(ordering: .relaxed) }

  /// Does something while SIGTERM only leaves a note.
  static func watch<Result>(_ work: () throws -> Result) rethrows -> Result {
    asked.store(false, ordering: .relaxed)
    let before = signal(SIGTERM) { _ in Termination.asked.store(true, ordering: .relaxed) }
    defer { signal(SIGTERM, before) }
    return try work()
  }
}
