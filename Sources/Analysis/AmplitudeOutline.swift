import Audio

/// The outline of a sound's amplitude: the largest magnitude over all channels in each millisecond.
package struct AmplitudeOutline {
  /// Linear, a value for each millisecond that has begun.
  let values: [Double]
  /// Seconds of a value.
  let step: Double
  /// The first value that is the largest.
  let peak: Int

  /// `nil` for a sound that is silent or empty.
  package init?(of sound: Sound) {
    let block = max(1, Int((sound.sampleRate / 1000).rounded()))
    values = stride(from: 0, to: sound.frameCount, by: block).map { start in
      let range = start..<min(start + block, sound.frameCount)
      return sound.channels.reduce(0) { level, plane in
        range.reduce(level) { max($0, Double(plane[$1].magnitude)) }
      }
    }
    guard let highest = values.max(), highest > 0, let place = values.firstIndex(of: highest) else { return nil }
    peak = place
    step = Double(block) / sound.sampleRate
  }

  /// Seconds from when the outline first comes within 30 dB of its peak until the peak.
  package var attack: Double {
    let level = values[peak] * Sound.factor(decibels: -30)
    let onset = values.firstIndex { $0 >= level } ?? peak
    return Double(peak - onset) * step
  }

  /// Seconds from the peak until the outline stays below a level relative to it; the sound's end where it never does.
  /// - Parameter decibels: such as −20.
  package func decay(to decibels: Double) -> Double { Double(lastValue(above: decibels) + 1 - peak) * step }

  /// Whether the outline falls below a level relative to its peak before the sound ends, and stays there.
  package func falls(to decibels: Double) -> Bool { lastValue(above: decibels) + 1 < values.count }

  private func lastValue(above decibels: Double) -> Int {
    let level = values[peak] * Sound.factor(decibels: decibels)
    return values.lastIndex { $0 >= level } ?? peak
  }
}
