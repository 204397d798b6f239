import Cluster
import Networks
import Tensors

extension Trainer {
  /// Learns from micro-batches of which each rank takes its sounds, and makes the optimiser's step when the last of one
  /// is among them: all ranks come to the weights that one process would have come to, bit for bit.
  ///
  /// - Parameters:
  ///   - microBatches: how many; no more than the step lacks.
  ///   - size: the sounds in each.
  ///   - sum: what brings the gradients together.
  ///   - example: a sound by its number, counted from the first micro-batch's first; asked for this rank's alone.
  ///   - afterEach: told of each micro-batch's loss, in their order.
  /// - Throws: as `learn` does, on all ranks alike; what `example` throws; `RankError`.
  func learn(
    microBatches: Int, of size: Int, together sum: OrderedSum, example: (Int) throws -> Example,
    afterEach: (Double) -> Void
  ) throws {
    let share = 1 / Double(size * accumulate)
    replicas.weightsStay(for: microBatches * size, of: 1)
    let losses = try sum.add(sounds: microBatches * size, in: network.gradients) { sound, stageIsDone in
      zeroGradients()
      return try addGradient(of: try example(sound), share: share, with: network, stageIsDone: stageIsDone)
    }
    for first in stride(from: 0, to: losses.count, by: size) {
      let own = losses[first..<(first + size)]
      if let bad = own.firstIndex(where: { !$0.isFinite }) { throw TrainingError.lossNotFinite(example: bad) }
      if pending + 1 == accumulate { try sum.collect(into: network.gradients) }
      try finishMicroBatch()
      if pending == 0 { sum.clear() }
      afterEach(own.reduce(0) { $0 + $1 / Double(size) })
    }
  }

  /// The losses of so many examples by the average, each computed by one rank.
  func validate(
    _ count: Int, together ranks: Ranks, example: (Int) throws -> Example
  ) throws -> [Double] {
    let own = try stride(from: ranks.rank, to: count, by: ranks.count).map(example)
    return try ranks.gathered(try validate(own), of: count)
  }
}
