import Audio
import Foundation

/// One-shots made by hand, each as clean as can be, to put a fault into.
enum TestOneShot {
  static let rate = 44100.0

  /// A drum [frames]: 180 Hz, a short attack, a long decay to silence, and a peak of about −1 dB.
  static func drum(frames: Int = 22_050) -> [Float] {
    (0..<frames).map { frame in
      let time = Double(frame) / rate
      let attack = min(1, time / 0.002)
      let end = min(1, Double(frames - 1 - frame) / 2000)
      return Float(0.95 * attack * end * exp(-9 * time) * sin(2 * Double.pi * 180 * time))
    }
  }

  /// Noise [frames] whose RMS is `level`, even over all frequencies, the same for the same seed.
  static func noise(frames: Int = 22_050, level: Float, seed: UInt64 = 3) -> [Float] {
    var state = seed
    return (0..<frames).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return level * Float(3).squareRoot() * (Float(state >> 40) / Float(1 << 23) - 1)
    }
  }

  static func stereo(_ left: [Float], _ right: [Float]? = nil) throws -> Sound {
    try Sound(sampleRate: rate, channels: [left, right ?? left])
  }
}
