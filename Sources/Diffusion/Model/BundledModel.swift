import CModels
import Checkpoints

/// A model that comes with drumlin, in the program itself; its name stands for a checkpoint wherever one is named.
public struct BundledModel: Sendable {
  /// The word that it is loaded by.
  public let name: String
  /// Its .safetensors file.
  public let bytes: StaticBytes

  /// All of them, in the order in which they are listed.
  public static let all: [BundledModel] = (0..<cmodel_count()).map { index in
    let model = cmodel_at(index)
    return BundledModel(
      name: String(cString: model.name), bytes: StaticBytes(UnsafeRawPointer(model.bytes), count: model.count))
  }

  /// The model of that name; a path, such as ./kicks, is none's.
  public static func named(_ name: String) -> BundledModel? { all.first { $0.name == name } }

  /// Its file, opened.
  public func checkpoint() throws(CheckpointError) -> Checkpoint { try Checkpoint.open(bytes, name: name) }
}
