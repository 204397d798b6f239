import Checkpoints

/// How far a training has come, beside its weights.
public struct TrainingCounters: Sendable, Equatable {
  /// Optimiser steps.
  public var steps = 0
  /// Micro-batches in all.
  public var microBatches = 0
  /// Micro-batches whose gradients wait for the next step.
  public var pending = 0
  /// How often the moving average was told of the weights.
  public var averageCalls = 0
  /// The smoothed loss; not a number before there is one.
  public var smoothedLoss = Double.nan
  /// The lowest loss of a validation.
  public var bestLoss = Double.infinity
  /// After how many micro-batches in all that one was.
  public var bestAt = 0
  /// Stands for the sounds it learns from.
  public var dataFingerprint: UInt64 = 0

  /// A training that has not begun.
  public init() {}
}

extension TrainingCounters {
  /// The counters as they stand in a state's metadata: numbers in decimals, each of which reads back as it was.
  var metadata: [String: String] {
    [
      Key.steps: "\(steps)", Key.microBatches: "\(microBatches)", Key.pending: "\(pending)",
      Key.averageCalls: "\(averageCalls)", Key.smoothedLoss: "\(smoothedLoss)", Key.bestLoss: "\(bestLoss)",
      Key.bestAt: "\(bestAt)", Key.dataFingerprint: "\(dataFingerprint)",
    ]
  }

  /// Whether a state's metadata holds counters at all.
  static func areIn(_ metadata: [String: String]) -> Bool { metadata[Key.steps] != nil }

  /// The counters that `metadata` wrote; `nil` when one is missing or no number.
  init?(metadata: [String: String]) {
    func count(_ key: String) -> Int? { metadata[key].flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 } }
    guard let steps = count(Key.steps), let microBatches = count(Key.microBatches), let pending = count(Key.pending),
      let averageCalls = count(Key.averageCalls), let bestAt = count(Key.bestAt),
      let smoothedLoss = metadata[Key.smoothedLoss].flatMap(Double.init),
      let bestLoss = metadata[Key.bestLoss].flatMap(Double.init),
      let dataFingerprint = metadata[Key.dataFingerprint].flatMap({ UInt64($0) })
    else { return nil }
    (self.steps, self.microBatches, self.pending) = (steps, microBatches, pending)
    (self.averageCalls, self.bestAt, self.dataFingerprint) = (averageCalls, bestAt, dataFingerprint)
    (self.smoothedLoss, self.bestLoss) = (smoothedLoss, bestLoss)
  }

  private enum Key {
    static let steps = Checkpoint.stepsKey
    static let microBatches = "drumlin.micro_batches"
    static let pending = "drumlin.pending"
    static let averageCalls = "drumlin.average_calls"
    static let smoothedLoss = "drumlin.smoothed_loss"
    static let bestLoss = "drumlin.best_loss"
    static let bestAt = "drumlin.best_at"
    static let dataFingerprint = "drumlin.data_fingerprint"
  }

  /// The tensor that older states keep their counters in.
  static let tensorName = "counters"

  /// The counters of an older state: eight words of 64 bits, the lowest bits first, 16 of them in a float of its own;
  /// `nil` for other numbers.
  init?(words numbers: some Collection<Float>) {
    let numbers = Array(numbers)
    guard numbers.count == 32, numbers.allSatisfy({ (0...65535).contains($0) }) else { return nil }
    let words = (0..<8).map { word in
      (0..<4).reduce(UInt64(0)) { $0 | UInt64(numbers[word * 4 + $1]) << (16 * UInt64($1)) }
    }
    func count(_ index: Int) -> Int? { Int(exactly: words[index]) }
    guard let steps = count(0), let microBatches = count(1), let pending = count(2), let calls = count(3),
      let bestAt = count(7)
    else { return nil }
    (self.steps, self.microBatches, self.pending, averageCalls) = (steps, microBatches, pending, calls)
    smoothedLoss = Double(bitPattern: words[4])
    bestLoss = Double(bitPattern: words[5])
    dataFingerprint = words[6]
    self.bestAt = bestAt
  }
}
