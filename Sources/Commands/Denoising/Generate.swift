import Audio
import Diffusion
import Language
import Tensors

/// `generate`.
struct Generate: Command {
  static let signature = Signature(
    name: "generate", category: "Denoising",
    summary: "Makes sounds out of noise, from the first step to the last.",
    discussion: """
      The same as denoise-start and denoise-finish, without touching the run under way. With --count, each sound starts \
      from the next noise of the random stream: the second of two is what a second generate would have made.
      """,
    options: [.steps, .length, .count, .sampler, .seed],
    result: "sound, or a list of sounds with --count",
    examples: [
      .init("generate --seed 42", "One sound at 50 steps."),
      .init("generate --count 3 --steps 30 | concat", "Three sounds one after the other."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    try make(call, length: session.model().length(for: call), count: call.integer("count") ?? 1)
  }

  /// Makes sounds as a call's `--steps`, `--sampler` and `--seed` say.
  func make(_ call: Call, length: Int, count: Int) throws -> Value {
    let model = try session.model()
    if let seed = call.integer("seed") { session.setSeed(seed) }
    let (steps, sampler) = (call.integer("steps") ?? 50, call.sampler)
    let statement = "generate --length \(length) --steps \(steps) --sampler \(sampler.rawValue)"
    // Each sound's fresh noise follows from its own, and so they can't be drawn together.
    let together = sampler == .ancestral ? 1 : model.batch(of: count, length: length)
    var sounds: [Value] = []
    while sounds.count < count {
      // Drawn one after another, so that each starts from the noise that it would start from alone.
      var origins: [Origin?] = []
      let noises = try (0..<min(together, count - sounds.count)).map { _ in
        origins.append(session.origin([[.text(statement)]]))
        return try session.drawNoise(count: 1, channels: model.channels, length: length).values
      }
      let noise = try Tensor(
        shape: [noises.count, model.channels, length], values: Array(noises.joined()))
      var run = try DenoisingRun(
        network: model.network, noise: noise, steps: steps, gain: model.gain, sampler: sampler,
        generator: session.state.generator.offspring)
      let label = Self.label(first: sounds.count + 1, noises.count, of: count)
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
  private static func label(first: Int, _ count: Int, of all: Int) -> String {
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
