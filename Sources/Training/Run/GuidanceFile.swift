import Checkpoints
import Networks
import Tensors

extension Guidance {
  private var parts: [(String, FloatBuffer)] { [("origin", origin), ("guide", guide)] }

  /// Writes both networks, which a training goes on with though their own files are gone, whole or not at all.
  func save(to path: String) throws {
    let tensors = parts.flatMap { kind, buffer in layout.entries.map { $0.tensor(of: kind, in: buffer) } }
    try SafetensorsFile.write(tensors, metadata: [:], to: path, overwrite: true)
  }

  /// Reads what `save` wrote.
  /// - Throws: `CheckpointError` and `RunError.damaged` when the file is damaged or of another network.
  func restore(from path: String) throws {
    let state = try Checkpoint.open(path).stateDict
    for (kind, buffer) in parts {
      for entry in layout.entries { try entry.read(kind, from: state, at: path, into: buffer) }
    }
  }
}
