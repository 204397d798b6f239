import Diffusion
import Networks
import Tensors
import Testing

/// Several sounds out of noise.
@Suite struct GeneratingTests {
  /// Sounds of the seeds 1 to `count`.
  private func sounds(
    _ count: Int, threads: Int, _ sampler: Sampler, afterStep: (GenerationProgress) throws -> Void = { _ in }
  ) throws -> [[[Float]]] {
    let (model, _) = try DiffusionModel.load(
      checkpoint: DiffusionModelTests.checkpoint, engine: Engine(threads: threads))
    return try model.generate(
      count, length: model.length, steps: 2, sampler: sampler,
      noise: { DrawnNoise(seed: $0 + 1, channels: model.channels, length: model.length) }, afterStep: afterStep)
  }

  /// With six threads three are made together, and fresh noise is drawn for each alone.
  @Test(arguments: Sampler.allCases) func togetherIsAsAlone(sampler: Sampler) throws {
    let alone = try sounds(4, threads: 1, sampler)
    var batches: [Range<Int>] = []
    let together = try sounds(4, threads: 6, sampler) { progress in
      #expect(progress.count == 4 && progress.run.steps == 2)
      if progress.run.step == 1 { batches.append(progress.sounds) }
    }
    #expect(batches == [0..<3, 3..<4])
    let isSame = alone == together
    #expect(isSame && alone.count == 4 && alone[0] != alone[1])
  }

  @Test func whatAStepThrowsEndsIt() throws {
    struct Stop: Error {}
    #expect(throws: Stop.self) { try sounds(2, threads: 1, .ddim) { if $0.sounds.contains(1) { throw Stop() } } }
  }
}
