import Audio

/// How much the squared errors of a sound's parts count: an error in a part that is so many dB softer than the loudest
/// counts so many dB more, up to a limit. The mean over the sound is 1, so that the learning rate means the same.
///
/// A squared error hardly pays for silence: 60 dB below the peak, what a network leaves of the noise costs nothing.
package struct QuietWeights {
  /// Frames that have one weight.
  package static let block = 128
  /// A weight for each block that has begun.
  package let values: [Float]
  private let channels: Int

  /// - Parameters:
  ///   - sound: [C, L], channel by channel.
  ///   - decibels: the most that an error in silence counts more than one where the sound is loudest.
  package init(of sound: [Float], channels: Int, decibels: Double) {
    let channels = max(1, channels)
    let length = sound.count / channels
    let peaks = stride(from: 0, to: length, by: Self.block).map { start in
      (0..<channels).reduce(Float(0)) { level, channel in
        let first = channel * length
        return sound[first + start..<first + min(start + Self.block, length)].reduce(level) { max($0, $1.magnitude) }
      }
    }
    // A block between two loud ones, as within a wave, is no silence.
    let near = peaks.indices.map { peaks[max(0, $0 - 4)...min(peaks.count - 1, $0 + 4)].max() ?? 0 }
    let loudest = near.max() ?? 0
    let limit = Float(Sound.factor(decibels: decibels))
    let weights = near.map { level -> Float in
      let factor = level * limit > loudest ? loudest / level : limit
      return factor * factor
    }
    let sizes = stride(from: 0, to: length, by: Self.block).map { Float(min(Self.block, length - $0)) }
    let mean = zip(weights, sizes).reduce(Float(0)) { $0 + $1.0 * $1.1 } / Float(max(1, length))
    self.channels = channels
    values = loudest > 0 ? weights.map { $0 / mean } : weights.map { _ in 1 }
  }

  /// Multiplies each of a sound's values, [C, L], by its block's weight.
  package func multiply(_ gradient: inout [Float]) {
    let length = gradient.count / channels
    for channel in 0..<channels {
      for frame in 0..<length { gradient[channel * length + frame] *= values[frame / Self.block] }
    }
  }
}
