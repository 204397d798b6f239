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
