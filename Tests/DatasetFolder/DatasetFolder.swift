import Audio
import Foundation
import Tensors
import Training

/// A folder of generated sounds that goes when the test ends.
package final class DatasetFolder {
  /// Where it lies.
  package let path: String

  package init() throws {
    path = FileManager.default.temporaryDirectory.path + "/drumlin-dataset-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  package func file(_ name: String) -> String { path + "/" + name }

  /// Makes room for a file, and says where.
  private func place(_ name: String) throws -> String {
    let parent = URL(fileURLWithPath: file(name)).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    return file(name)
  }

  package func put(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: try place(name)))
  }

  /// Writes a sound in the format of the name's ending, with `bits` where that is WAV or AIFF.
  package func put(_ sound: Sound, _ name: String, bits: BitDepth? = .float, overwrite: Bool = false) throws {
    let isLossless = ["wav", "aiff"].contains { name.lowercased().hasSuffix($0) }
    let format = try AudioFormat(path: name, bits: isLossless ? bits : nil)
    try AudioFile.write(sound, to: try place(name), format: format, overwrite: overwrite)
  }

  package func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: try place(name), withDestinationPath: target)
  }

  package func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  /// The folder as a data set of short sounds: 8192 frames, as the file's rates are mostly.
  package func open(
    _ preparation: Preparation? = nil, budget: Int = Dataset.defaultBudget, threads: Int = 1,
    onProgress: (Dataset.Progress) throws -> Void = { _ in }
  ) throws -> Dataset {
    try Dataset(
      path, preparation: preparation ?? Preparation(length: 8192), budget: budget, workers: Workers(threads),
      onProgress: onProgress)
  }

  package func error(_ preparation: Preparation? = nil) -> DatasetError? {
    do {
      _ = try open(preparation)
      return nil
    } catch { return error as? DatasetError }
  }
}

/// Tones that die away: channel c has 220·(c + 1) Hz, and each 1 kHz; peak below 0.5 times `level`.
package func tone(rate: Double = 44_100, channels: Int = 2, frames: Int = 6000, level: Double = 1) throws -> Sound {
  let planes = (0..<channels).map { channel in
    (0..<frames).map { frame in
      let t = Double(frame) / rate
      let low = 0.4 * exp(-5 * t) * sin(2 * .pi * 220 * Double(channel + 1) * t)
      return Float(level * (low + 0.1 * exp(-2 * t) * cos(2 * .pi * 1000 * t)))
    }
  }
  return try Sound(sampleRate: rate, channels: planes)
}
