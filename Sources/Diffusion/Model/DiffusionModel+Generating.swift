import Cluster
import Tensors

/// Where the making of several sounds stands.
public struct GenerationProgress {
  /// The numbers, from 0 on, of the sounds that are made together now; those before are made.
  public let sounds: Range<Int>
  /// How many sounds there are to be in all.
  public let count: Int
  /// The run over those sounds, after its latest step.
  public let run: DenoisingRun
}

/// What a sound is made of: noise, and what follows it in the random stream.
public struct DrawnNoise {
  /// [channels · length] normal values.
  let values: [Float]
  /// The seed of the stream that samplers which want fresh noise branch off to.
  let freshSeed: UInt32

  /// Noise that was drawn, and the generator that it was drawn from as it then stood.
  public init(_ values: [Float], generator: TorchGenerator) {
    self.init(values, freshSeed: generator.offspringSeed)
  }

  init(_ values: [Float], freshSeed: UInt32) { (self.values, self.freshSeed) = (values, freshSeed) }

  /// The noise of a seed: torch.randn(channels, length) after torch.manual_seed(seed).
  public init(seed: Int, channels: Int, length: Int) {
    var generator = TorchGenerator(seed: seed)
    self.init(generator.randn(channels * length), generator: generator)
  }
}

extension DiffusionModel {
  /// Makes sounds out of noise, from the first step to the last; some together, each with the bits that it has alone.
  /// - Parameters:
  ///   - count: how many.
  ///   - length: frames of each; a length that the network takes.
  ///   - noise: gives the noise of a sound by its number, asked in the order of the numbers, from 0 on.
  ///   - ranks: processes that make some of them each; nil for this one alone.
  ///   - afterStep: called after each step; what it throws ends the making.
  /// - Returns: for each sound its channels, [C][L], as loud as the sounds that the model was trained on.
  /// - Throws: `DiffusionError`, `NetworkError` and what `noise` and `afterStep` throw.
  public func generate(
    _ count: Int, length: Int, steps: Int, sampler: Sampler, ranks: Ranks? = nil,
    noise: (_ number: Int) throws -> DrawnNoise, afterStep: (GenerationProgress) throws -> Void
  ) throws -> [[[Float]]] {
    if let ranks, count > 1, let team = try SoundsTeam(ranks, of: self, length: length, steps: steps, sampler) {
      return try team.make(count, noise: noise, afterStep: afterStep)
    }
    let together = batch(of: count, length: length)
    var made: [[[Float]]] = []
    while made.count < count {
      let numbers = made.count..<min(made.count + together, count)
      let noises = try numbers.map(noise)
      var run = try DenoisingRun(
        network: network,
        noise: Tensor(shape: [numbers.count, channels, length], values: noises.flatMap(\.values)), steps: steps,
        gain: gain, sampler: sampler,
        fresh: FreshNoise(each: noises.map { TorchGenerator(seed: $0.freshSeed) }))
      try run.advance(run.steps) {
        try afterStep(GenerationProgress(sounds: numbers, count: count, run: $0))
      }
      for index in 0..<numbers.count { made.append(try channels(of: run.state, index, isMade: true)) }
    }
    return made
  }

  /// One sound of a batch that the network works on, [C][L], as loud as the sounds that it was trained on.
  /// - Parameters:
  ///   - tensor: [B, C, L].
  ///   - isMade: whether no step is left that takes noise from it.
  /// - Throws: where there is no memory to clean the sound's tail in.
  public func channels(of tensor: Tensor, _ index: Int = 0, isMade: Bool) throws -> [[Float]] {
    try finish.channels(of: tensor, index, dividedBy: gain, sampleRate: sampleRate, isMade: isMade)
  }

  /// How many of `count` sounds of `length` frames are made at once.
  ///
  /// The published network's innermost level has four tiles to a sound: with half as many sounds as threads, each
  /// thread has two. More would only crowd the caches. No more than some seconds of frames either, which bounds the
  /// memory.
  private func batch(of count: Int, length: Int) -> Int {
    max(1, min(count, (engine.workers.count + 1) / 2, (1 << 19) / length))
  }
}
