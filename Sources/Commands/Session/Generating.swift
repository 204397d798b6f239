import Audio
import Diffusion
import Language
import Tensors

extension Session {
  /// Makes sounds of a length in frames, as a call's `--steps`, `--sampler` and `--seed` say.
  /// - Returns: a sound, or a list of `count` sounds.
  func generate(_ call: Call, length: Int, count: Int) throws -> Value {
    if let seed = call[RunOptions.seed] { setSeed(seed) }
    let model = try model()
    let sounds = try generate(
      count, length: length, steps: model.steps(for: call), sampler: model.sampler(for: call),
      isShared: count > 1 && sharing.isByCommand, call)
    for sound in sounds { call.host.print(sound.summary) }
    return count == 1 ? .foreign(sounds[0]) : .list(sounds.map { .foreign($0) })
  }

  /// Makes sounds from the random stream as it stands, showing how far it is.
  /// - Parameters:
  ///   - label: what the progress line calls the sounds of these numbers, counted from 0; when nil, by them.
  ///   - isShared: whether they are shared out, so that only this process's share is made.
  func generate(
    _ count: Int, length: Int, steps: Int, sampler: Sampler, label: String? = nil, isShared: Bool = false,
    _ call: Call
  ) throws -> [SoundValue] {
    let model = try model()
    let numbers = isShared ? sharing.share(of: count) : Array(0..<count)
    try model.requireMemory(length: length, count: numbers.count)
    let invocation = Invocation.generate(length: length, steps: steps, sampler: sampler)
    var origins: [Origin?] = []
    var drawn = 0
    /// Passes over the noise of those before a number, which other shards make.
    func pass(to number: Int) {
      for _ in drawn..<number { state.generator.skipNormals(model.channels * length) }
      drawn = number
    }
    let made = try model.generate(
      numbers.count, length: length, steps: steps, sampler: sampler, ranks: ranks,
      noise: {
        pass(to: numbers[$0])
        drawn += 1
        // Each starts from the noise that it would start from alone.
        origins.append(origin([invocation]))
        let noise = try drawNoise(count: 1, channels: model.channels, length: length, call)
        return DrawnNoise(noise.values, generator: state.generator)
      },
      afterStep: { try call.reportStep($0.run, label: label ?? Self.progressLabel($0.sounds, of: $0.count)) })
    pass(to: count)
    call.host.show(nil)
    return try zip(zip(made, origins), numbers).map { made, number in
      SoundValue(
        try Sound(sampleRate: model.sampleRate, channels: made.0), origin: made.1,
        place: isShared ? SoundValue.Place(index: number, count: count) : nil)
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
