import Audio
import Tensors

/// How sounds are varied each time that they are learnt from, so that few recordings stand for many: by how much, or
/// how many of them. Which way a sound goes follows from the example's own random numbers.
public struct Augmentation: Codable, Sendable, Equatable {
  /// The share of sounds that another of their folder is put under, 0…1.
  public var layer = 0.0
  /// Semitones that the pitch goes up or down at most, its length with it.
  public var pitch = 0.0
  /// The share of sounds that are damped to a shorter decay, 0…1.
  public var decay = 0.0
  /// Decibels that a soft limiter is driven by at most.
  public var drive = 0.0
  /// Decibels by which the upper frequencies become louder or softer at most.
  public var tilt = 0.0
  /// The share of sounds that get the reflections of a small space, 0…1.
  public var reflections = 0.0
  /// By which share the difference of the two channels grows or shrinks at most, 0…1.
  public var width = 0.0
  /// Decibels that a sound becomes louder or softer at most.
  public var gain = 0.0
  /// Whether every second sound is turned upside down.
  public var polarity = false

  /// Sounds stay as they are.
  public init() {}

  /// Whether anything is varied.
  public var isNone: Bool { self == Augmentation() }

  /// Reads an augmentation; one that was written before there were layers has none.
  public init(from decoder: any Decoder) throws {
    let pieces = try decoder.container(keyedBy: CodingKeys.self)
    layer = try pieces.decodeIfPresent(Double.self, forKey: .layer) ?? 0
    pitch = try pieces.decode(Double.self, forKey: .pitch)
    decay = try pieces.decode(Double.self, forKey: .decay)
    drive = try pieces.decode(Double.self, forKey: .drive)
    tilt = try pieces.decode(Double.self, forKey: .tilt)
    reflections = try pieces.decode(Double.self, forKey: .reflections)
    width = try pieces.decode(Double.self, forKey: .width)
    gain = try pieces.decode(Double.self, forKey: .gain)
    polarity = try pieces.decode(Bool.self, forKey: .polarity)
  }

  /// Which of so many other sounds is put under the one of this seed; `nil` for none.
  package func layered(with others: Int, seed: UInt64) -> Int? {
    guard layer > 0, others > 0 else { return nil }
    var draws = Draws(seed: seed)
    let (happens, place) = (draws.chance(layer), draws.even(0, Double(others)))
    return happens ? min(others - 1, Int(place)) : nil
  }

  /// A variation of a sound.
  /// - Parameters:
  ///   - sound: [C, L], channel by channel; of that shape the variation is, too.
  ///   - seed: what it follows from.
  ///   - other: what `layered` chose to put under it, of the same shape.
  package func varied(
    _ sound: [Float], channels: Int, sampleRate: Double, seed: UInt64, under other: [Float]? = nil
  ) -> [Float] {
    if isNone { return sound }
    var draws = Draws(seed: seed)
    let frames = sound.count / max(1, channels)
    func pitched(_ sound: [Float], _ draws: inout Draws) -> [[Float]] {
      let planes = (0..<channels).map { Array(sound[($0 * frames)..<(($0 + 1) * frames)]) }
      guard pitch > 0 else { return planes }
      return Variation.pitched(planes, by: draws.even(-pitch, pitch), sampleRate: sampleRate)
    }
    var planes = pitched(sound, &draws)
    if let other {
      let decibels = draws.even(-18, 0)
      Variation.layer(pitched(other, &draws), under: &planes, at: decibels)
    }
    if decay > 0 {
      let (happens, time) = (draws.chance(decay), draws.ratio(0.03, 0.4))
      if happens { Variation.damp(&planes, by: time * sampleRate) }
    }
    // What follows leaves a sound as loud as it was.
    let energy = Variation.energy(planes)
    if drive > 0 { Variation.saturate(&planes, by: draws.even(0, drive)) }
    if tilt > 0 {
      let (decibels, corner) = (draws.even(-tilt, tilt), draws.ratio(300, min(4000, sampleRate / 4)))
      Variation.tilt(&planes, by: decibels, above: corner, sampleRate: sampleRate)
    }
    if reflections > 0 {
      let (happens, level, time) = (draws.chance(reflections), draws.even(-30, -14), draws.ratio(0.03, 0.25))
      let taps = draws.bits()
      if happens { Variation.reflect(&planes, level: level, frames: time * sampleRate, seed: taps) }
    }
    if width > 0, channels == 2 { Variation.widen(&planes, by: Float(1 + draws.even(-width, width))) }
    var factor = Variation.factor(from: Variation.energy(planes), to: energy)
    if gain > 0 { factor *= Float(amplitude(decibels: draws.even(-gain, gain))) }
    if polarity, draws.chance(0.5) { factor = -factor }
    return planes.flatMap { $0.map { factor * $0 } }
  }
}

/// The random numbers of a variation.
private struct Draws {
  private var generator: TorchGenerator

  init(seed: UInt64) { generator = TorchGenerator(seed: seed) }

  mutating func even(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * Double(generator.rand(1).first ?? 0)
  }

  /// Even over the octaves between two numbers above 0.
  mutating func ratio(_ low: Double, _ high: Double) -> Double {
    exponential(even(logarithm(low), logarithm(max(low, high))))
  }

  mutating func chance(_ probability: Double) -> Bool { even(0, 1) < probability }

  mutating func bits() -> UInt64 { UInt64(even(0, 1) * 0x1p24) }
}
