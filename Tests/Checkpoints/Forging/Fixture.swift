import Checkpoints
import Foundation
import Tensors

/// The genuine files that Fixtures/recipe.py wrote.
enum Fixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures", directoryHint: .isDirectory).path()

  static func path(_ name: String) -> String { folder + name }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path(name))))
  }

  static func open(_ name: String) throws(CheckpointError) -> Checkpoint { try Checkpoint.open(path(name)) }

  /// The float tensors of the file `name`, as PyTorch found them.
  static func expected(_ name: String) throws -> StateDict {
    try open("expected.safetensors").stateDict.removingPrefix(name + "/")
  }
}

/// A folder of its own that goes away with the value.
final class Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "drumlin-checkpoints-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Writes a file and gives its path.
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = folder.appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path()
  }

  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }
}

/// What opening a file of these bytes throws; nil when it opens.
func fault(opening bytes: [UInt8], name: String = "forged.ckpt") throws -> CheckpointFault? {
  let scratch = try Scratch()
  let path = try scratch.write(name, bytes)
  do {
    _ = try Checkpoint.open(path)
    return nil
  } catch {
    return error.fault
  }
}

/// The state dict of a file of these bytes, the file being gone but for its mapping.
func stateDict(opening bytes: [UInt8]) throws -> StateDict {
  let scratch = try Scratch()
  return try Checkpoint.open(try scratch.write("forged.ckpt", bytes)).stateDict
}

/// What reading the tensor throws; nil when it is read.
func fault(reading name: String, of stateDict: StateDict) -> CheckpointFault? {
  do {
    _ = try stateDict.tensor(name)
    return nil
  } catch {
    return error.fault
  }
}

/// `value` as `width` little-endian bytes.
func little(_ value: some BinaryInteger, _ width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}
