import Checkpoints
import Networks
import Tensors

extension Trainer {
  /// The training as a Lightning checkpoint, which PyTorch opens and goes on with.
  func checkpoint(_ counters: TrainingCounters, itemsInEpoch: Int, batch: Int) -> LightningCheckpoint {
    let layout = network.layout
    let parameters = network.architecture.expectedTensors().compactMap {
      name, shape -> LightningCheckpoint.Parameter? in
      guard let entry = layout.entry(name) else {
        // The Linear that is used twice.
        let first = network.architecture.firstName(of: name)
        return layout.entry(first).map { _ in .init(name, shape: shape, sharedWith: first) }
      }
      func content(_ buffer: FloatBuffer) -> TensorContent {
        TensorContent(buffer, offset: entry.offset, count: entry.count)
      }
      return .init(
        name, shape: shape, online: content(network.values), average: content(average.values),
        moments: .init(first: content(optimiser.mean), second: content(optimiser.square)))
    }
    let batchesInEpoch = max(1, itemsInEpoch / max(1, batch))
    let options = optimiser.options
    return LightningCheckpoint(
      parameters: parameters,
      progress: TrainingProgress(
        globalStep: counters.steps, epoch: counters.microBatches / batchesInEpoch, batches: counters.microBatches,
        batchesInEpoch: counters.microBatches % batchesInEpoch, batchesPerStep: accumulate),
      averageUpdates: average.calls,
      optimiser: AdamWOptions(
        learningRate: options.rate, beta1: options.beta1, beta2: options.beta2, epsilon: options.epsilon,
        weightDecay: options.weightDecay))
  }
}
