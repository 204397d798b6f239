import Audio

/// How a level goes with time: a rise, then an exponential fall, as a capacitor discharges.
struct Envelope: Sendable {
  /// Seconds from nothing to full, a quarter of a cosine.
  var attack = 0.0003
  /// Seconds in which the level falls by 60 dB.
  var decay: Double
  /// Seconds at full level before the fall.
  var hold = 0.0

  /// ln 1000: the fall by 60 dB.
  static let fall = 6.907_755_278_982_137

  /// The factor by which a level falls in one frame, to fall by 60 dB in `decay` seconds.
  static func factor(decay: Double) -> Double { exponential(-fall / (max(decay, 1e-5) * Signal.rate)) }

  /// When the level has fallen by 72 dB, after which it is not heard.
  var duration: Double { attack + hold + 1.2 * decay }

  /// The level at every frame of `seconds`.
  func levels(seconds: Double) -> Signal {
    let factor = Envelope.factor(decay: decay)
    var level = 1.0
    return Signal(seconds: seconds) { time in
      if time < attack { return sineOfTurns(0.25 * time / attack) }
      if time < attack + hold { return 1 }
      defer { level *= factor }
      return level
    }
  }
}

extension Signal {
  /// Under an envelope.
  func shaped(_ envelope: Envelope) -> Signal {
    times(envelope.levels(seconds: Double(samples.count) / Signal.rate))
  }
}
