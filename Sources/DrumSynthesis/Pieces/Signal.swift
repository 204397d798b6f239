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
