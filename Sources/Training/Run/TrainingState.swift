import Checkpoints
import Networks
import Tensors

extension Trainer {
  /// What the state's tensors are called before a parameter's name, and where their values lie.
  private func buffers(withGradients: Bool) -> [(String, FloatBuffer)] {
    var all = [
      ("weights", network.values), ("average", average.values), ("mean", optimiser.mean), ("square", optimiser.square),
    ]
    if withGradients { all.append(("gradient", network.gradients)) }
    return all
  }

  /// What is kept of a kind: of what is not learnt the values alone.
  private func entries(of kind: String) -> [ParameterLayout.Entry] {
    network.layout.entries.filter { $0.parameter.isLearnt || kind == "weights" || kind == "average" }
  }

  /// Writes everything that resuming needs, whole or not at all.
  func save(_ counters: TrainingCounters, to path: String) throws {
    var tensors: [NamedTensor] = []
    for (kind, buffer) in buffers(withGradients: pending > 0) {
      tensors += entries(of: kind).map { $0.tensor(of: kind, in: buffer) }
    }
    try SafetensorsFile.write(tensors, metadata: counters.metadata, to: path, overwrite: true)
  }

  /// Reads what `save` wrote, also what it wrote when counters were a tensor.
  /// - Throws: `CheckpointError` and `RunError.damaged` when the file is damaged or of another network.
  package func restore(from path: String) throws -> TrainingCounters {
    let checkpoint = try Checkpoint.open(path)
    let state = checkpoint.stateDict
    let found =
      TrainingCounters.areIn(checkpoint.metadata)
      ? TrainingCounters(metadata: checkpoint.metadata)
      : TrainingCounters(words: try state.tensor(TrainingCounters.tensorName).values)
    guard let counters = found else { throw RunError.damaged(path) }
    for (kind, buffer) in buffers(withGradients: counters.pending > 0) {
      for entry in entries(of: kind) { try entry.read(kind, from: state, at: path, into: buffer) }
    }
    optimiser.step = counters.steps
    average.calls = counters.averageCalls
    pending = counters.pending
    return counters
  }

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
        moments: entry.parameter.isLearnt
          ? .init(first: content(optimiser.mean), second: content(optimiser.square)) : nil,
        isLearnt: entry.parameter.isLearnt)
    }
    let batchesInEpoch = max(1, itemsInEpoch / max(1, batch))
    return LightningCheckpoint(
      parameters: parameters,
      progress: TrainingProgress(
        globalStep: counters.steps, epoch: counters.microBatches / batchesInEpoch, batches: counters.microBatches,
        batchesInEpoch: counters.microBatches % batchesInEpoch, batchesPerStep: accumulate),
      averageUpdates: average.calls,
      optimiser: optimiser.options)
  }
}

extension ParameterLayout.Entry {
  /// Its values in a buffer, as a tensor of one of the kinds that a training's files hold.
  func tensor(of kind: String, in buffer: FloatBuffer) -> NamedTensor {
    NamedTensor("\(kind).\(name)", shape: shape, TensorContent(buffer, offset: offset, count: count))
  }

  /// Reads such a tensor.
  /// - Throws: `CheckpointError` where there is none, and `RunError.damaged` for one of another shape.
  func read(_ kind: String, from state: StateDict, at path: String, into buffer: FloatBuffer) throws {
    let tensor = try state.tensor("\(kind).\(name)")
    guard tensor.shape == shape else { throw RunError.damaged(path) }
    buffer.slice(offset, count).update(from: tensor.values, count: count)
  }
}
