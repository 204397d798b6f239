import Audio
import Glibc

/// The partials of a struck thing: narrow lines in the spectrum of what rings after the hit.
package enum Partials {
  /// Frames of the one window, 0.19 s at 44.1 kHz.
  static let window = 8192
  /// How far a line stands out of its surroundings, and above the valleys beside it, in dB.
  static let height: Float = 12, prominence: Float = 8
  /// Where they are counted, in Hz: below lie shells, skins and rumble, and above little that is heard.
  static let range = 2000.0...16_000

  /// How many lines between 2 and 16 kHz stand 12 dB above the median of 75 bins around them and 8 dB above the valleys
  /// beside them, in a Hann window of 8192 frames that begins 5 ms after the peak of the outline, or so much earlier as
  /// the sound's end wants it. `nil` for a silent sound.
  package static func count(in sound: Sound) -> Int? {
    let mono = sound.withChannels(1).channels.first ?? []
    guard let peak = peak(of: sound), let fft = RealFFT(size: window) else { return nil }
    let padded = mono + [Float](repeating: 0, count: max(0, 2 * window - mono.count))
    let start = min(peak + Int(0.005 * sound.sampleRate), padded.count - window)
    let block = (0..<window).map { index in
      padded[start + index] * Float(0.5 - 0.5 * cos(2 * .pi * Double(index) / Double(window - 1)))
    }
    let levels = fft.power(of: block).map { 10 * log10($0 + 1e-14) }
    let step = sound.sampleRate / Double(window)
    return levels.indices.count { bin in
      range.contains(Double(bin) * step) && isPeak(bin, levels) && levels[bin] - median(around: bin, levels) > height
        && prominence(of: bin, levels) >= prominence
    }
  }

  /// The middle of the 5 ms that are the loudest over all channels; `nil` for a silent sound.
  private static func peak(of sound: Sound) -> Int? {
    let width = max(1, Int(0.005 * sound.sampleRate))
    var energy = [Double](repeating: 0, count: sound.frameCount)
    for plane in sound.channels { for (frame, value) in plane.enumerated() { energy[frame] += Double(value * value) } }
    var (sum, best, place) = (0.0, 0.0, 0)
    for frame in energy.indices {
      sum += energy[frame] - (frame >= width ? energy[frame - width] : 0)
      if sum > best { (best, place) = (sum, max(0, frame - width / 2)) }
    }
    return best > 0 ? place : nil
  }

  private static func isPeak(_ bin: Int, _ levels: [Float]) -> Bool {
    bin > 0 && bin + 1 < levels.count && levels[bin] > levels[bin - 1] && levels[bin] >= levels[bin + 1]
  }

  private static func median(around bin: Int, _ levels: [Float]) -> Float {
    let near = levels[max(0, bin - 37)...min(levels.count - 1, bin + 37)].sorted()
    return near[near.count / 2]
  }

  /// How far one must go down from a line before a higher one is reached, on the side where that is less.
  private static func prominence(of bin: Int, _ levels: [Float]) -> Float {
    func valley(_ places: some Sequence<Int>) -> Float {
      var lowest = levels[bin]
      for place in places {
        if levels[place] > levels[bin] { break }
        lowest = min(lowest, levels[place])
      }
      return lowest
    }
    return levels[bin] - max(valley((0..<bin).reversed()), valley((bin + 1)..<levels.count))
  }
}
