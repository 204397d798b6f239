import Audio
import Tensors

/// The single ways in which an augmentation varies the channels of a sound, [C][L].
enum Variation {
  /// Played faster or slower, by so many semitones; what comes to lie behind the end is cut, and what is missing there
  /// is silent.
  static func pitched(_ planes: [[Float]], by semitones: Double, sampleRate: Double) -> [[Float]] {
    guard let frames = planes.first?.count, frames > 0,
      let sound = try? Sound(sampleRate: sampleRate, channels: planes),
      let moved = try? sound.resampled(to: sampleRate * exponential(-semitones / 12 * logarithm(2)), quality: .medium)
    else { return planes }
    return moved.channels.map { plane in
      plane.count >= frames ? Array(plane[..<frames]) : plane + [Float](repeating: 0, count: frames - plane.count)
    }
  }

  /// Another sound at so many decibels, as energies tell it, under one that stays as loud as it was, as producers layer
  /// samples.
  static func layer(_ under: [[Float]], under planes: inout [[Float]], at decibels: Double) {
    let energy = energy(planes)
    let factor = factor(from: Self.energy(under), to: energy) * Float(amplitude(decibels: decibels))
    for channel in planes.indices {
      for frame in planes[channel].indices { planes[channel][frame] += factor * under[channel][frame] }
    }
    let whole = Self.factor(from: Self.energy(planes), to: energy)
    for channel in planes.indices {
      for frame in planes[channel].indices { planes[channel][frame] *= whole }
    }
  }

  /// Falls by a further factor of e in so many frames.
  static func damp(_ planes: inout [[Float]], by frames: Double) {
    let factor = exponential(-1 / frames)
    for channel in planes.indices {
      var level = 1.0
      for frame in planes[channel].indices {
        planes[channel][frame] *= Float(level)
        level *= factor
      }
    }
  }

  /// tanh of the sound, its peak driven that many decibels beyond 1.
  static func saturate(_ planes: inout [[Float]], by decibels: Double) {
    let peak = planes.reduce(Float(0)) { max($0, $1.reduce(0) { max($0, abs($1)) }) }
    guard peak > 0 else { return }
    let factor = amplitude(decibels: decibels) / Double(peak)
    for channel in planes.indices {
      for frame in planes[channel].indices {
        let grown = exponential(-2 * factor * abs(Double(planes[channel][frame])))
        let limited = Float((1 - grown) / (1 + grown))
        planes[channel][frame] = planes[channel][frame] < 0 ? -limited : limited
      }
    }
  }

  /// So many decibels more, or less, above a corner in Hz.
  static func tilt(_ planes: inout [[Float]], by decibels: Double, above corner: Double, sampleRate: Double) {
    for channel in planes.indices {
      var filter = Biquad(.highShelf(decibels), corner, quality: 0.5, sampleRate: sampleRate)
      for frame in planes[channel].indices {
        planes[channel][frame] = Float(filter.next(Double(planes[channel][frame])))
      }
    }
  }

  /// Reflections at random times with random signs (velvet noise: Karjalainen and Järveläinen, "Reverberation modeling
  /// using velvet noise", AES 2007), others in each channel, that fall by a factor of e in so many frames.
  static func reflect(_ planes: inout [[Float]], level decibels: Double, frames: Double, seed: UInt64) {
    let level = amplitude(decibels: decibels)
    var generator = TorchGenerator(seed: seed)
    for channel in planes.indices {
      let dry = planes[channel]
      var place = 60.0
      while place < min(4 * frames, Double(dry.count)) {
        let (first, draw) = (Int(place), generator.rand(1).first ?? 0)
        let factor = Float((draw < 0.5 ? -1 : 1) * level * exponential(-place / frames))
        planes[channel].withUnsafeMutableBufferPointer { wet in
          dry.withUnsafeBufferPointer { dry in
            for frame in first..<dry.count { wet[frame] += factor * dry[frame - first] }
          }
        }
        place += Double(1 + (generator.rand(1).first ?? 0)) * 80
      }
    }
  }

  /// The difference of left and right times a factor, their sum as it was.
  static func widen(_ planes: inout [[Float]], by factor: Float) {
    for frame in planes[0].indices {
      let (middle, side) = ((planes[0][frame] + planes[1][frame]) / 2, (planes[0][frame] - planes[1][frame]) / 2)
      (planes[0][frame], planes[1][frame]) = (middle + factor * side, middle - factor * side)
    }
  }

  /// The sum of all squares.
  static func energy(_ planes: [[Float]]) -> Double {
    planes.reduce(0) { $0 + $1.reduce(0) { $0 + Double($1) * Double($1) } }
  }

  /// What brings a sound of one energy to another.
  static func factor(from energy: Double, to other: Double) -> Float {
    energy > 0 ? Float((other / energy).squareRoot()) : 1
  }
}
