import Glibc

extension Sound {
  /// The sound with every sample times `factor`; a negative one turns the polarity over. Throws when a sample would
  /// become larger than a float can be.
  public func gained(by factor: Double) throws(AudioError) -> Sound {
    guard factor.isFinite, Float(Double(peak) * factor).isFinite else { throw .gainNotPossible(factor) }
    // In double precision, so that a peak lands on the float nearest to where it should be.
    return Sound(rate: sampleRate, planes: channels.map { plane in plane.map { Float(Double($0) * factor) } })
  }
}

extension Sound {
  /// The sound at the gain that brings its largest sample to `peak`, linear. Throws when the sound is silent.
  public func normalised(toPeak peak: Double) throws(AudioError) -> Sound {
    let current = Double(self.peak)
    guard current > 0 else { throw .silent }
    return try gained(by: peak / current)
  }

  /// The sound at the gain that brings its loudness (see `loudness()`) to `loudness` LUFS; its peak may then lie beyond
  /// full scale. Throws when the sound is silent or below −70 LUFS, which BS.1770 counts as silence.
  public func normalised(toLoudness loudness: Double) throws(AudioError) -> Sound {
    guard peak > 0 else { throw .silent }
    let current = self.loudness()
    guard current.isFinite else { throw .tooQuietToMeasure(peak: Double(peak)) }
    return try gained(by: Sound.factor(decibels: loudness - current))
  }
}

/// How a fade goes from silence to the full level.
public enum FadeCurve: String, CaseIterable, Sendable {
  /// The amplitude grows evenly.
  case linear
  /// A quarter of a sine: the power of a fade in and of the fade out that it overlaps add up to one.
  case equalPower = "equal-power"
  /// Half a cosine, level at both its ends: the one that is heard least when it is short.
  case cosine
  /// Evenly in decibels over 60 dB, as what was struck rings out.
  case exponential

  /// The gain at a place within the fade: 0 at 0, 1 at 1.
  public func gain(at place: Double) -> Float {
    switch self {
    case .linear: Float(place)
    case .equalPower: Float(sin(place * .pi / 2))
    case .cosine: Float((1 - cos(place * .pi)) / 2)
    case .exponential: Float((amplitude(decibels: 60 * place) - 1) / (amplitude(decibels: 60) - 1))
    }
  }
}

extension Sound {
  /// The sound with its first frames faded in and its last ones faded out; the very first and the very last frame of a
  /// fade are silent. Throws when the fades are longer than the sound together.
  /// - Parameters:
  ///   - fadeIn: frames; the frame behind them is the first at full level.
  ///   - fadeOut: frames, in mirror image.
  public func faded(
    in fadeIn: Int = 0, out fadeOut: Int = 0, curve: FadeCurve = .linear
  ) throws(AudioError) -> Sound {
    let fadeIn = max(0, fadeIn)
    let fadeOut = max(0, fadeOut)
    guard fadeIn <= frameCount, fadeOut <= frameCount - fadeIn else {
      throw .fadesTooLong(fadeIn: fadeIn, fadeOut: fadeOut, frames: frameCount, rate: sampleRate)
    }
    var planes = channels
    for channel in planes.indices {
      for frame in 0..<fadeIn {
        planes[channel][frame] *= curve.gain(at: Double(frame) / Double(fadeIn))
      }
      for frame in 0..<fadeOut {
        planes[channel][frameCount - 1 - frame] *= curve.gain(at: Double(frame) / Double(fadeOut))
      }
    }
    return Sound(rate: sampleRate, planes: planes)
  }
}

extension Sound {
  /// The sound without its constant offset and without what moves slower than `corner` Hz.
  ///
  /// The filter is one pole and one zero at DC: y[n] = x[n] − x[n−1] + R·y[n−1], R = exp(−2·pi·corner / rate), in
  /// double precision. Fed with an offset it would begin with a step that takes as long to decay (16 ms at 10 Hz) as a
  /// short one-shot lasts. So each channel's mean is taken off first, and the little that the filter's own start leaves
  /// behind it: the result's mean is zero. A corner of 0 takes off the mean alone.
  public func withoutDC(corner: Double = 10) -> Sound {
    let pole = Double(Float(exp(-2 * Double.pi * max(0, corner) / sampleRate)))
    let planes = channels.map { plane in
      var values = Sound.centred(plane.map(Double.init))
      if corner > 0 {
        var previous = 0.0
        var output = 0.0
        for index in values.indices {
          output = values[index] - previous + pole * output
          previous = values[index]
          values[index] = output
        }
        values = Sound.centred(values)
      }
      return values.map { Float($0) }
    }
    return Sound(rate: sampleRate, planes: planes)
  }

  /// The values less their mean.
  private static func centred(_ values: [Double]) -> [Double] {
    guard !values.isEmpty else { return values }
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 - mean }
  }
}
