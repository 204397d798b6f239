import Audio
import Diffusion
import Language
import Tensors

extension Session {
  /// Makes sounds of a length in frames, as a call's `--steps`, `--sampler` and `--seed` say.
  /// - Returns: a sound, or a list of `count` sounds.
  func generate(_ call: Call, length: Int, count: Int) throws -> Value {
    if let seed = call[RunOptions.seed] { setSeed(seed) }
    let sounds = try generate(
      count, length: length, steps: call[RunOptions.steps], sampler: call[RunOptions.sampler], call)
    for sound in sounds { call.host.print(sound.summary) }
    return count == 1 ? .foreign(sounds[0]) : .list(sounds.map { .foreign($0) })
  }

  /// Makes sounds from the random stream as it stands, showing how far it is.
  /// - Parameter label: what the progress line calls the sounds of these numbers, counted from 0; when nil, by them.
  func generate(
    _ count: Int, length: Int, steps: Int, sampler: Sampler, label: String? = nil, _ call: Call
  ) throws -> [SoundValue] {
    let model = try model()
    try model.requireMemory(length: length, count: count)
    let invocation = Invocation.generate(length: length, steps: steps, sampler: sampler)
    var origins: [Origin?] = []
    let made = try model.generate(
      count, length: length, steps: steps, sampler: sampler, ranks: ranks,
      noise: { _ in
        // Each starts from the noise that it would start from alone.
        origins.append(origin([invocation]))
        let noise = try drawNoise(count: 1, channels: model.channels, length: length, call)
        return DrawnNoise(noise.values, generator: state.generator)
      },
      afterStep: { try call.reportStep($0.run, label: label ?? Self.progressLabel($0.sounds, of: $0.count)) })
    call.host.show(nil)
    return try zip(made, origins).map { channels, origin in
      SoundValue(try Sound(sampleRate: model.sampleRate, channels: channels), origin: origin)
    }
  }

  /// What the progress line calls the sounds of these numbers, counted from 0.
  private static func progressLabel(_ numbers: Range<Int>, of all: Int) -> String {
    switch (all, numbers.count) {
    case (1, _): "denoising"
    case (_, 1): "sound \(numbers.upperBound) of \(all)"
    default: "sounds \(numbers.lowerBound + 1)…\(numbers.upperBound) of \(all)"
    }
  }
}

extension Invocation {
  /// Makes a sound from the random stream as it stands.
  static func generate(length: Int, steps: Int, sampler: Sampler) -> Invocation {
    Invocation(
      CommandName.generate,
      [
        RunOptions.length.argument(Quantity(Double(length))), RunOptions.steps.argument(steps),
        RunOptions.sampler.argument(sampler),
      ])
  }
}
