import Audio

/// One channel of a sound in the making [frames], in double precision at 44.1 kHz.
struct Signal: Sendable {
  static let rate = 44_100.0

  var samples: [Double]

  init(_ samples: [Double]) { self.samples = samples }

  /// Silence of `seconds`.
  init(seconds: Double) { samples = [Double](repeating: 0, count: Signal.frames(seconds)) }

  /// Sample by sample from a function of the time in seconds.
  init(seconds: Double, _ value: (Double) -> Double) {
    samples = (0..<Signal.frames(seconds)).map { value(Double($0) / Signal.rate) }
  }

  static func frames(_ seconds: Double) -> Int { max(0, Int((seconds * rate).rounded())) }

  var peak: Double { samples.reduce(0) { max($0, $1.magnitude) } }

  /// This signal with `other` added at `seconds` from the start, lengthened where it must be.
  func plus(_ other: Signal, times gain: Double = 1, at seconds: Double = 0) -> Signal {
    let start = Signal.frames(seconds)
    var sum = samples
    let missing = start + other.samples.count - sum.count
    if missing > 0 { sum.append(contentsOf: repeatElement(0, count: missing)) }
    for (index, sample) in other.samples.enumerated() { sum[start + index] += gain * sample }
    return Signal(sum)
  }

  /// Every sample times `gain`.
  func times(_ gain: Double) -> Signal { Signal(samples.map { $0 * gain }) }

  /// Sample by sample the product of two, as long as the shorter.
  func times(_ other: Signal) -> Signal { Signal(zip(samples, other.samples).map { $0 * $1 }) }

  /// At a peak of 1; silence stays silent.
  var normalized: Signal {
    let peak = peak
    return peak > 0 ? times(1 / peak) : self
  }
}

extension Signal {
  /// Through a filter at `frequency` in Hz, held between 5 Hz and 0.47 of the rate; see `Biquad`.
  func filtered(_ kind: Biquad.Kind, _ frequency: Double, quality: Double = 0.7071) -> Signal {
    let frequency = min(max(frequency, 5), 0.47 * Signal.rate)
    return Signal(Biquad(kind, frequency, quality: quality, sampleRate: Signal.rate).filter(samples))
  }

  /// Through the filter twice: 24 dB an octave for low- and high-pass.
  func filteredTwice(_ kind: Biquad.Kind, _ frequency: Double, quality: Double = 0.7071) -> Signal {
    filtered(kind, frequency, quality: quality).filtered(kind, frequency, quality: quality)
  }
}

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

extension Signal {
  /// Driven into a soft limit, tanh(drive · x + bias): odd harmonics, and even ones with a bias. Small signals keep
  /// their silence; the level is left at a peak of 1.
  func saturated(drive: Double, bias: Double = 0) -> Signal {
    let rest = hyperbolicTangent(bias)
    return Signal(normalized.samples.map { hyperbolicTangent(drive * $0 + bias) - rest }).normalized
  }

  /// Folded back at ±1 after a gain, by a sine: the hard sound of an overdriven wave shaper.
  func folded(drive: Double) -> Signal {
    Signal(normalized.samples.map { sineOfTurns(0.25 * drive * $0) }).normalized
  }

  /// As an early sampler holds it: so many bits, and each value held for `hold` frames.
  func crushed(bits: Int, hold: Int) -> Signal {
    let steps = Double(1 << max(1, bits - 1))
    let normal = normalized.samples
    let hold = max(1, hold)
    return Signal(normal.indices.map { (normal[$0 - $0 % hold] * steps).rounded() / steps })
  }
}
