import Checkpoints
import Foundation
import Networks
import Tensors

/// How far a training has come, beside its weights.
public struct TrainingCounters: Sendable, Equatable {
  /// Optimiser steps, micro-batches in all, micro-batches whose gradients wait for the next step, and calls of the average.
  public var steps = 0
  public var microBatches = 0
  public var pending = 0
  public var averageCalls = 0
  /// The smoothed loss, and the lowest loss of a validation.
  public var smoothedLoss = Double.nan
  public var bestLoss = Double.infinity
  /// After how many micro-batches in all that one was.
  public var bestAt = 0
  /// Stands for the sounds it learns from.
  public var dataFingerprint: UInt64 = 0
}

extension Trainer {
  private static let kinds = ["weights", "average", "mean", "square", "gradient"]

  private func buffers(withGradients: Bool) -> [(String, FloatBuffer)] {
    var all = [
      ("weights", network.values), ("average", average.values), ("mean", optimiser.mean), ("square", optimiser.square),
    ]
    if withGradients { all.append(("gradient", network.gradients)) }
    return all
  }

  /// Writes everything that resuming needs, whole or not at all.
  func save(_ counters: TrainingCounters, to path: String) throws {
    var tensors: [NamedTensor] = []
    for (kind, buffer) in buffers(withGradients: pending > 0) {
      for entry in network.layout.entries {
        tensors.append(
          NamedTensor(
            "\(kind).\(entry.name)", shape: entry.shape,
            TensorContent(buffer, offset: entry.offset, count: entry.count)))
      }
    }
    tensors.append(NamedTensor("counters", shape: [4 * 8], TensorContent(counters.numbers)))
    try SafetensorsFile.write(tensors, to: path, overwrite: true)
  }

  /// Reads what `save` wrote; throws when the file is damaged or of another network.
  func restore(from path: String) throws -> TrainingCounters {
    let state = try Checkpoint.open(path).stateDict
    guard let counters = TrainingCounters(try state.tensor("counters").values) else { throw RunError.damaged(path) }
    for (kind, buffer) in buffers(withGradients: counters.pending > 0) {
      for entry in network.layout.entries {
        let tensor = try state.tensor("\(kind).\(entry.name)")
        guard tensor.shape == entry.shape else { throw RunError.damaged(path) }
        buffer.slice(entry.offset, entry.count).update(from: tensor.values, count: entry.count)
      }
    }
    optimiser.step = counters.steps
    average.calls = counters.averageCalls
    pending = counters.pending
    return counters
  }
}

extension TrainingCounters {
  /// Sixteen bits of each counter in a float of its own, which holds them exactly.
  fileprivate var numbers: [Float] {
    let bits: [UInt64] = [
      UInt64(bitPattern: Int64(steps)), UInt64(bitPattern: Int64(microBatches)), UInt64(bitPattern: Int64(pending)),
      UInt64(bitPattern: Int64(averageCalls)), smoothedLoss.bitPattern, bestLoss.bitPattern, dataFingerprint,
      UInt64(bitPattern: Int64(bestAt)),
    ]
    return bits.flatMap { word in (0..<4).map { Float(word >> (16 * UInt64($0)) & 0xFFFF) } }
  }

  fileprivate init?(_ numbers: [Float]) {
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
