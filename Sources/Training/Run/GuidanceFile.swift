import Checkpoints
import Networks
import Tensors

extension Guidance {
  private var parts: [(String, FloatBuffer)] { [("origin", origin), ("guide", guide)] }

  /// Writes both networks, which a training goes on with though their own files are gone, whole or not at all.
  func save(to path: String) throws {
    let tensors = parts.flatMap { name, buffer in
      layout.entries.map { entry in
        NamedTensor(
          "\(name).\(entry.name)", shape: entry.shape,
          TensorContent(buffer, offset: entry.offset, count: entry.count))
      }
    }
    try SafetensorsFile.write(tensors, metadata: [:], to: path, overwrite: true)
  }

  /// Reads what `save` wrote.
  /// - Throws: `CheckpointError` and `RunError.damaged` when the file is damaged or of another network.
  func restore(from path: String) throws {
    let state = try Checkpoint.open(path).stateDict
    for (name, buffer) in parts {
      for entry in layout.entries {
        let tensor = try state.tensor("\(name).\(entry.name)")
        guard tensor.shape == entry.shape else { throw RunError.damaged(path) }
        buffer.slice(entry.offset, entry.count).update(from: tensor.values, count: entry.count)
      }
    }
  }
}
