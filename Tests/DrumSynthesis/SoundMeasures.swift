import Audio
import Foundation

/// What the tests measure of a sound: each by plain sums, with nothing of the synthesiser's own.
struct SoundMeasures {
  let sound: Sound
  /// The mean of the channels.
  let mono: [Double]

  init(_ sound: Sound) {
    self.sound = sound
    mono = (0..<sound.frameCount).map { frame in
      sound.channels.reduce(0) { $0 + Double($1[frame]) } / Double(sound.channelCount)
    }
  }

  /// Milliseconds from the start to the first sample that reaches half of the peak.
  var attack: Double {
    let half = sound.peak / 2
    let first = (0..<sound.frameCount).first { frame in sound.channels.contains { $0[frame].magnitude >= half } }
    return Double(first ?? sound.frameCount) / 44.1
  }

  var mean: Double { mono.reduce(0, +) / Double(max(1, mono.count)) }

  /// The centre of the power spectrum in Hz, from the powers of the signal and of its differences: for a sine of
  /// angular frequency w, x[n] − x[n−1] has 2·sin(w/2) times its amplitude.
  var centre: Double {
    var (power, slope) = (0.0, 0.0)
    for frame in mono.indices.dropFirst() {
      power += mono[frame] * mono[frame]
      let step = mono[frame] - mono[frame - 1]
      slope += step * step
    }
    return power > 0 ? 2 * asin(min(1, (slope / power).squareRoot() / 2)) * 44_100 / (2 * .pi) : 0
  }

  /// Rising zero crossings a second of the low-passed mean between two times in seconds: the pitch of a kick.
  func pitch(from: Double, to: Double) -> Double {
    var smooth = mono
    for _ in 0..<3 {
      var level = 0.0
      smooth = smooth.map { value in
        level += 0.03 * (value - level)
        return level
      }
    }
    let frames = Int(from * 44_100)..<min(Int(to * 44_100), smooth.count)
    var crossings: [Double] = []
    for frame in frames.dropFirst() where smooth[frame - 1] < 0 && smooth[frame] >= 0 {
      crossings.append(Double(frame) - smooth[frame] / (smooth[frame] - smooth[frame - 1]))
    }
    guard let first = crossings.first, let last = crossings.last, crossings.count > 1 else { return 0 }
    return Double(crossings.count - 1) * 44_100 / (last - first)
  }
}
