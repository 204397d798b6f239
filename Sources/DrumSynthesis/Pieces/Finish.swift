import Audio

/// What every one-shot gets last, so that it starts at once, has no DC and ends in silence.
enum Finish {
  /// The longest sound in frames: what the models work on.
  static let frames = 32_768
  /// Where the last fade ends, at the latest; behind it every sample is 0.
  static let lastFrame = 32_000

  /// The stereo sound: high-passed at 20 Hz, cut where it has fallen to −66 dB, faded to nothing, its peak at −1 dB,
  /// and 2 ms of silence behind it.
  static func sound(_ signal: Signal, room: Room) throws(AudioError) -> Sound {
    var planes = room.placed(signal).map { $0.filtered(.highPass, 20).samples }
    let peak = planes.reduce(0) { $0.reduceMagnitude($1) }
    guard peak > 0 else { return try Sound(sampleRate: Signal.rate, channels: [[0], [0]]) }
    let threshold = peak * amplitude(decibels: -66)
    let last = planes.reduce(0) { last, plane in max(last, plane.lastIndex { $0.magnitude > threshold } ?? 0) }
    let end = min(last + 1, lastFrame)
    // A sound that has to be cut while it is loud gets a long fade, like an engineer's.
    let fade = min(end, Signal.frames(last >= lastFrame ? 0.12 : 0.01 + 0.05 * Double(end) / Double(lastFrame)))
    let gain = amplitude(decibels: -1) / peak
    for index in planes.indices {
      planes[index] = Array(planes[index].prefix(end))
      for frame in planes[index].indices {
        let left = Double(end - 1 - frame) / Double(max(1, fade))
        planes[index][frame] *= left < 1 ? gain * (0.5 - 0.5 * sineOfTurns(0.25 - 0.5 * left)) : gain
      }
    }
    let silence = [Float](repeating: 0, count: Signal.frames(0.002))
    return try Sound(sampleRate: Signal.rate, channels: planes.map { $0.map(Float.init) + silence })
  }
}

extension Double {
  /// The larger of this and the largest magnitude of `samples`.
  fileprivate func reduceMagnitude(_ samples: [Double]) -> Double { samples.reduce(self) { max($0, $1.magnitude) } }
}

/// What a mixing desk, a tape or a sampler adds.
enum Colour {
  /// The signal with a little of it, as drawn: shelves of a few dB, and now and then soft saturation, or the steps of
  /// an early sampler. `shelves` are the corners in Hz, `saturation` is how often it is driven.
  static func applied(
    to signal: Signal, shelves: (low: Double, high: Double), saturation: Double, _ draws: inout Draws
  ) -> Signal {
    var signal = signal.normalized
    signal = signal.filtered(.lowShelf(draws.uniform(-4, 3)), shelves.low)
    signal = signal.filtered(.highShelf(draws.uniform(-4, 4)), shelves.high)
    if draws.chance(saturation) {
      signal = signal.saturated(drive: draws.ratio(0.6, 4), bias: draws.uniform(0, 0.2))
    }
    if draws.chance(0.05) {
      signal = signal.crushed(bits: draws.count(9, 12), hold: draws.count(1, 2))
    }
    // A bias lifts the middle of what it drives: a bump below the sound itself.
    return signal.filtered(.highPass, 0.15 * shelves.low)
  }
}
