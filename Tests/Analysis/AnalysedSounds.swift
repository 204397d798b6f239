import Audio
import Foundation

/// Sounds to be analysed.
enum AnalysedSounds {
  /// Noise between −1 and 1, the same each time.
  static func noise(_ count: Int, seed: UInt32 = 1) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Double(state >> 8) / Double(1 << 23) - 1
    }
  }

  /// A falling tone with a click of noise at its start, in stereo, at 44.1 kHz.
  static func kick(frames: Int, hiss: Double = 0) throws -> Sound {
    let noise = noise(frames)
    let left = (0..<frames).map { frame -> Float in
      let t = Double(frame) / 44100
      let tone = 0.6 * exp(-t * 6) * sin(2 * .pi * (45 * t - 6 * exp(-t * 28)))
      return Float(tone + (0.3 * exp(-t * 80) + hiss) * noise[frame])
    }
    return try Sound(sampleRate: 44100, channels: [left, left.map { $0 * 0.5 }])
  }
}
