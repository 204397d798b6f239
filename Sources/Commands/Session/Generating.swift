import Audio
import Diffusion
import Language
import Tensors

extension Session {
  /// Makes sounds of a length in frames, as a call's `--steps`, `--sampler` and `--seed` say.
  /// - Returns: a sound, or a list of `count` sounds.
  func generate(_ call: Call, length: Int, count: Int) throws -> Value {
    let model = try model()
    if let seed = call[RunOptions.seed] { setSeed(seed) }
    let (steps, sampler) = (call[RunOptions.steps], call[RunOptions.sampler])
    let invocation = Invocation.generate(length: length, steps: steps, sampler: sampler)
    // Each sound's fresh noise follows from its own, and so they can't be drawn together.
    let together = sampler == .ancestral ? 1 : model.batch(of: count, length: length)
    var sounds: [Value] = []
    while sounds.count < count {
      // Drawn one after another, so that each starts from the noise that it would start from alone.
      var origins: [Origin?] = []
      let noises = try (0..<min(together, count - sounds.count)).map { _ in
        origins.append(origin([invocation]))
        return try drawNoise(count: 1, channels: model.channels, length: length).values
      }
      let noise = try Tensor(
        shape: [noises.count, model.channels, length], values: Array(noises.joined()))
      var run = try DenoisingRun(
        network: model.network, noise: noise, steps: steps, gain: model.gain, sampler: sampler,
        generator: state.generator.offspring)
      let label = Self.progressLabel(first: sounds.count + 1, noises.count, of: count)
      try run.advance(run.steps) { try call.reportStep($0, label: label) }
      for index in noises.indices {
        sounds.append(.sound(try model.sound(run.state, index), origin: origins[index]))
      }
    }
    call.host.show(nil)
    let result = count == 1 ? sounds[0] : .list(sounds)
    for sound in sounds { call.host.print(sound.description) }
    return result
  }

  /// What the progress line calls the `count` sounds from `first` on.
  private static func progressLabel(first: Int, _ count: Int, of all: Int) -> String {
    switch (all, count) {
    case (1, _): "denoising"
    case (_, 1): "sound \(first) of \(all)"
    default: "sounds \(first)…\(first + count - 1) of \(all)"
    }
  }
}

extension DiffusionModel {
  /// How many of `count` sounds of `length` frames are denoised at once.
  ///
  /// The published network's innermost level has four tiles to a sound: with half as many sounds as threads, each thread
  /// has two. More would only crowd the caches. No more than some seconds of frames either, which bounds the memory.
  func batch(of count: Int, length: Int) -> Int {
    max(1, min(count, (engine.workers.count + 1) / 2, (1 << 19) / length))
  }
}

extension Invocation {
  /// Makes a sound from the random stream as it stands.
  fileprivate static func generate(length: Int, steps: Int, sampler: Sampler) -> Invocation {
    Invocation(
      CommandName.generate,
      [
        RunOptions.length.argument(Quantity(Double(length))), RunOptions.steps.argument(steps),
        RunOptions.sampler.argument(sampler),
      ])
  }
}
