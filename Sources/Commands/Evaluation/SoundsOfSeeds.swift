import Audio
import Diffusion
import Language
import Tensors

extension DiffusionModel {
  /// The sounds of the seeds 1 to `count`, each as `generate --seed` makes it.
  func sounds(ofSeeds count: Int, steps: Int, sampler: Sampler, _ call: Call) throws -> [Sound] {
    // Each sound's fresh noise follows from its own, and so they can't be made together.
    let together = sampler == .ancestral ? 1 : batch(of: count, length: length)
    var sounds: [Sound] = []
    while sounds.count < count {
      let first = sounds.count + 1
      var values: [Float] = []
      var generator = TorchGenerator(seed: 0)
      let seeds = first..<(first + min(together, count - sounds.count))
      for seed in seeds {
        generator = TorchGenerator(seed: Int64(seed))
        values += generator.randn(channels * length)
      }
      var run = try DenoisingRun(
        network: network, noise: Tensor(shape: [seeds.count, channels, length], values: values), steps: steps,
        gain: gain, sampler: sampler, generator: generator.offspring)
      try run.advance(run.steps) { run in
        let done = (first - 1) * run.steps + run.step * seeds.count
        call.host.show(
          Progress("making sounds", done: done, total: count * run.steps, note: "\(first - 1) of \(count) made"))
        try call.checkInterrupt()
      }
      for index in seeds.indices {
        sounds.append(try sound(run.state, index - seeds.startIndex))
      }
    }
    call.host.show(nil)
    return sounds
  }
}
