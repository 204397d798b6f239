import Audio
import Foundation

/// A folder that goes when the test ends.
final class TemporaryFolder {
  let path: String

  init() throws {
    let base = FileManager.default.temporaryDirectory.path
    path = base + "/drumlin-audio-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  /// Puts bytes into a file and says where.
  func put(_ bytes: [UInt8], _ name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name)))) }

  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

/// Sounds that differ in every sample, the same at every run.
enum TestSound {
  /// A tone with noise under it, within ±0.9, each channel its own [channels][frames].
  static func make(channels: Int = 2, frames: Int = 5000, rate: Double = 44100) throws -> Sound {
    var state: UInt64 = 42
    let planes = (0..<channels).map { channel in
      (0..<frames).map { frame -> Float in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let noise = Float(state >> 40) / Float(1 << 24) - 0.5
        return 0.7 * sin(2 * .pi * 440 * Float(channel + 1) * Float(frame) / Float(rate)) + 0.2 * noise
      }
    }
    return try Sound(sampleRate: rate, channels: planes)
  }

  /// A WAV file by hand: 32-bit float, or 16-bit integer samples, under any claims.
  static func wav(
    _ samples: [UInt8], tag: UInt16 = 3, channels: UInt16 = 1, rate: UInt32 = 44100, bits: UInt16 = 32,
    dataSize: UInt32? = nil
  ) -> [UInt8] {
    func little(_ value: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) }
    }
    let block = channels &* (bits / 8)
    let format =
      little(tag) + little(channels) + little(rate) + little(rate &* UInt32(block)) + little(block) + little(bits)
    let body =
      Array("WAVEfmt ".utf8) + little(UInt32(16)) + format + Array("data".utf8)
      + little(dataSize ?? UInt32(samples.count)) + samples
    return Array("RIFF".utf8) + little(UInt32(body.count)) + body
  }

  static func floats(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { [UInt8]($0) } }
  }
}
