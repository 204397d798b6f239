import Audio
import Foundation

/// Sounds to be drawn.
enum TestSounds {
  /// A falling tone with a click of noise at its start, in stereo, at 44.1 kHz.
  static func kick(frames: Int) throws -> Sound {
    var state: UInt32 = 1
    let left = (0..<frames).map { frame -> Float in
      state = state &* 1_664_525 &+ 1_013_904_223
      let t = Double(frame) / 44100
      let noise = (Double(state >> 8) / Double(1 << 24) - 0.5) * exp(-t * 80)
      return Float(0.6 * exp(-t * 6) * sin(2 * .pi * (45 * t - 6 * exp(-t * 28))) + 0.6 * noise)
    }
    return try Sound(sampleRate: 44100, channels: [left, left.map { $0 * 0.5 }])
  }
}
