import Glibc

/// How a fade goes from silence to the full level.
public enum FadeCurve: String, CaseIterable, Sendable {
  /// The amplitude grows evenly.
  case linear
  /// A quarter of a sine: the power of a fade in and of the fade out that it overlaps add up to one.
  case equalPower = "equal-power"
  /// Half a cosine, level at both its ends: the one that is heard least when it is short.
  case cosine

  /// The gain at a place within the fade: 0 at 0, 1 at 1.
  public func gain(at place: Double) -> Float {
    switch self {
    case .linear: Float(place)
    case .equalPower: Float(sin(place * .pi / 2))
    case .cosine: Float((1 - cos(place * .pi)) / 2)
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
