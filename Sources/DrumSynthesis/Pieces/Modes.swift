import Tensors

/// A part of a struck body's sound: a sine that falls off.
struct Mode: Sendable {
  /// Hz.
  var frequency: Double
  /// Seconds to fall by 60 dB.
  var decay: Double
  var level: Double
  /// Turns.
  var phase = 0.0
}

enum Modes {
  /// The modes of an ideal round skin over its lowest, by the zeros of Bessel functions: (0,1) (1,1) (2,1) (0,2) (3,1)
  /// (1,2) (4,1) (2,2) (0,3) (5,1), as in Reid's "Synth Secrets: Synthesizing Drums: The Snare Drum", March 2002.
  static let skin = [1, 1.593, 2.135, 2.295, 2.653, 2.917, 3.155, 3.5, 3.598, 3.652]

  /// The sum of all modes that lie below 20 kHz [seconds], each turned on by one rotation of a vector a frame.
  static func sum(_ modes: [Mode], seconds: Double) -> Signal {
    var samples = [Double](repeating: 0, count: Signal.frames(seconds))
    for mode in modes where mode.frequency < 20_000 {
      let angle = 2 * Double.pi * mode.frequency / Signal.rate
      let factor = Envelope.factor(decay: mode.decay)
      let (turnX, turnY) = (factor * cosine(angle), factor * sine(angle))
      var (x, y) = (mode.level * sineOfTurns(mode.phase + 0.25), mode.level * sineOfTurns(mode.phase))
      for index in samples.indices {
        samples[index] += y
        (x, y) = (x * turnX - y * turnY, x * turnY + y * turnX)
      }
    }
    return Signal(samples)
  }
}
