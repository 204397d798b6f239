import Foundation
import Synchronization

/// SIGTERM, or a terminal that is closed, while a training runs: it asks for an end, and what was learnt is saved
/// first.
enum Termination {
  private static let asked = Atomic<Int32>(0)

  /// The signal that came since `watch` began, if any.
  static var signal: Int32? {
    let signal = asked.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  static var isAsked: Bool { signal != nil }

  /// Does something while SIGTERM and SIGHUP only leave a note; one that the program was started to ignore, as by
  /// nohup, stays ignored.
  static func watch<Result>(_ work: () throws -> Result) rethrows -> Result {
    asked.store(0, ordering: .relaxed)
    let before = [SIGTERM, SIGHUP].map { number in
      let before = Foundation.signal(number) { Termination.asked.store($0, ordering: .relaxed) }
      if isIgnoring(before) { Foundation.signal(number, before) }
      return (number, before)
    }
    defer { for (number, before) in before { Foundation.signal(number, before) } }
    return try work()
  }

  /// Functions of C have no `==`.
  private static func isIgnoring(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
