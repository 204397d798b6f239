import Foundation

/// How often what may pass has been tried, and how long to wait.
package struct Retrying {
  private let patience: HubSettings.Patience
  private let watch: () throws -> Void
  private var failures = 0

  /// - Parameter watch: called several times a second while waiting; what it throws ends the waiting.
  init(_ patience: HubSettings.Patience, watch: @escaping () throws -> Void) {
    (self.patience, self.watch) = (patience, watch)
  }

  /// Something came about since the last failure: the count begins anew.
  mutating func succeed() { failures = 0 }

  /// Waits until the next attempt, or throws the error where there is to be none.
  mutating func wait(after error: HubError) throws {
    failures += 1
    guard error.isTransient, failures < patience.attempts else { throw error }
    var seconds = patience.firstWait * pow(2, Double(failures - 1))
    if let asked = error.retryAfter.map(Double.init) {
      // The server is left alone as long as it wants, or until somebody asks again.
      guard asked <= patience.longestWait else { throw error }
      seconds = max(seconds, asked)
    }
    let end = ContinuousClock.now + .seconds(min(seconds, patience.longestWait))
    while ContinuousClock.now < end {
      try watch()
      usleep(20_000)
    }
  }

  /// Does the work, over and over while it fails for reasons that may pass.
  package static func run<Result>(
    _ patience: HubSettings.Patience, watch: @escaping () throws -> Void, _ work: () throws -> Result
  ) throws -> Result {
    var retrying = Retrying(patience, watch: watch)
    while true {
      do {
        return try work()
      } catch let error as HubError {
        try retrying.wait(after: error)
      }
    }
  }
}
