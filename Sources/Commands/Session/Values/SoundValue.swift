import Audio
import Diffusion
import Foundation
import Language
import Tensors
import Text

/// A sound as the language sees it.
struct SoundValue: Originated {
  static let typeName = "sound"
  static let fieldNames = ["duration", "length", "rate", "channels", "peak", "rms", "loudness"]

  let sound: Sound
  /// How it came to be, where that is known.
  let origin: Origin?
  /// Where it stands among sounds of which only a share was made here; nil for any other.
  let place: Place?

  /// The number of a sound among all that the shards make together, counted from 0, and how many those are.
  struct Place: Sendable, Equatable {
    let index, count: Int
  }

  init(_ sound: Sound, origin: Origin? = nil, place: Place? = nil) {
    self.sound = sound
    self.origin = origin
    self.place = place
  }

  var summary: String { sound.summary }

  func field(_ name: String) -> Value? {
    switch name {
    case "duration": .number(sound.duration, .seconds)
    case "length": .number(sound.frameCount)
    case "rate": .number(sound.sampleRate, .hertz)
    case "channels": .number(sound.channelCount)
    case "peak": .number(decibels(sound.peak), .decibels)
    case "rms": .number(decibels(sound.rms), .decibels)
    case "loudness": .number(sound.loudness(), .decibels)
    default: nil
    }
  }
}

extension Call {
  /// The one sound that the command works on, where it takes one as its input; those that put several together have
  /// none.
  var inputSound: SoundValue? {
    let input = signature.parameters.first { $0.arity == .input && $0.name == SoundParameters.each.name }
    if case .foreign(let value as SoundValue)? = input.flatMap({ self.value(of: $0.name) }) { return value }
    return nil
  }
}

extension Call {
  /// - Throws: where some of its sounds are a shard's share, and what is made of them would be another in each shard.
  func requireAllSounds() throws(CommandFailure) {
    let names = signature.parameters.map(\.name) + signature.options.map(\.name)
    let values = names.compactMap(value).flatMap { value in
      if case .record(let record) = value { record.fields.map(\.value) } else { [value] }
    }
    let places = values.flatMap(\.soundValues).compactMap(\.place)
    guard let place = places.first else { return }
    throw CommandFailure(
      "\(signature.name) puts sounds together, and this shard has made its share alone, "
        + "\(places.count) of \(place.count)",
      hint: "export them, and put the files together when all shards have ended")
  }

  /// All sounds among its arguments.
  var givenSounds: [SoundValue] {
    (signature.parameters.map(\.name) + signature.options.map(\.name)).flatMap { value(of: $0)?.soundValues ?? [] }
  }
}

extension Sound {
  /// The sound in a line: its length, channels, rate and peak.
  var summary: String {
    let rate = "\(decimals(sampleRate / 1000, 3, trim: true)) kHz"
    let peak = peak > 0 ? "peak \(decimals(decibels(peak), 1)) dB" : "silent"
    let channels = channelCount == 1 ? "mono" : channelCount == 2 ? "stereo" : "\(channelCount) channels"
    return "sound: \(decimals(duration, 3)) s, \(channels), \(rate), \(peak)"
  }

  /// [1, C, L], each sample times `gain`.
  func tensor(gain: Float) throws -> Tensor {
    try Tensor(shape: [1, channelCount, frameCount], values: channels.flatMap { $0.map { $0 * gain } })
  }
}

extension DiffusionModel {
  /// One sound of a batch that the network works on.
  /// - Parameters:
  ///   - tensor: [B, C, L].
  ///   - isMade: whether no step is left that takes noise from it.
  func sound(_ tensor: Tensor, _ index: Int = 0, isMade: Bool) throws -> Sound {
    try Sound(sampleRate: sampleRate, channels: channels(of: tensor, index, isMade: isMade))
  }
}

extension Value {
  /// A sound as a value.
  static func sound(_ sound: Sound, origin: Origin? = nil, place: SoundValue.Place? = nil) -> Value {
    .foreign(SoundValue(sound, origin: origin, place: place))
  }

  /// A model's batch [B, C, L] as a sound, or as a list of sounds when it holds several.
  /// - Parameter isMade: whether no step is left that takes noise from it.
  static func sounds(
    _ tensor: Tensor, of model: DiffusionModel, isMade: Bool, origin: Origin?
  ) throws -> Value {
    let count = tensor.shape[0]
    let sounds = try (0..<count).map { index in
      Value.sound(
        try model.sound(tensor, index, isMade: isMade), origin: count == 1 ? origin : origin?.selecting(index))
    }
    return count == 1 ? sounds[0] : .list(sounds)
  }
}

extension Value {
  /// Bytes of the sounds, noise and runs that a value holds, in lists as well.
  var byteCount: Int {
    switch self {
    case .foreign(let value as SoundValue): value.sound.frameCount * value.sound.channelCount * 4
    case .foreign(let value as NoiseValue): value.tensor.values.count * 4
    case .foreign(let value as RunValue): value.run.state.values.count * 4
    case .list(let items): items.reduce(0) { $0 + $1.byteCount }
    case .record(let record): record.fields.reduce(0) { $0 + $1.value.byteCount }
    default: 0
    }
  }
}
