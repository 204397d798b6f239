import Audio
import Diffusion
import Language

extension DiffusionModel {
  /// The sounds of the seeds 1 to `count`, each as `generate --seed` makes it.
  func sounds(ofSeeds count: Int, steps: Int, sampler: Sampler, _ call: Call) throws -> [Sound] {
    let made = try generate(
      count, length: length, steps: steps, sampler: sampler,
      noise: { DrawnNoise(seed: $0 + 1, channels: channels, length: length) },
      afterStep: { progress in
        let (first, run) = (progress.sounds.lowerBound, progress.run)
        call.host.show(
          Progress(
            "making sounds", done: first * run.steps + run.step * progress.sounds.count, total: count * run.steps,
            note: "\(first) of \(count) made"))
        try call.checkInterrupt()
      })
    call.host.show(nil)
    return try made.map { try Sound(sampleRate: sampleRate, channels: $0) }
  }
}
