import Checkpoints
import Files

/// Where a network was read from, and what the file was then.
struct ModelSource: Sendable {
  /// A bundled model's name or the checkpoint's path, as it was given.
  let path: String
  /// What the file was when it was read; nil where there was none.
  let identity: FileIdentity?
  /// Which of the file's networks was taken.
  let weights: DiffusionModel.Weights

  /// Whether the file is still the one that was loaded; one that is in the program always is.
  var isAsItWas: Bool { BundledModel.named(path) != nil || identity != nil && identity == FileIdentity(path) }

  /// The weights from the file, by names relative to the network.
  func storedWeights() throws -> StateDict { try FoundNetwork(in: Self.opened(path), asked: weights).stateDict }

  /// A bundled model's file, or the one at a path.
  static func opened(_ path: String) throws(CheckpointError) -> Checkpoint {
    if let bundled = BundledModel.named(path) { return try bundled.checkpoint() }
    return try Checkpoint.open(path)
  }
}
