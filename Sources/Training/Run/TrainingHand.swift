import Checkpoints
import Cluster
import Foundation
import Networks
import Tensors

/// A training on the other ranks: they learn from their share of the sounds, and keep no files.
public enum TrainingHand {
  /// What a word begins with that asks for one.
  public static let kind = "train"
  /// The answer of who can take part.
  static let ready: [UInt8] = Array("ready".utf8)

  /// Takes part in a training until its end.
  /// - Parameter content: what follows the kind.
  /// - Throws: what ends it on this rank alone.
  public static func run(_ content: [UInt8], with ranks: Ranks, on engine: Engine) throws {
    let job = try JSONDecoder().decode(TrainingJob.self, from: Data(content))
    let format = OrderedSum.Format(rawValue: job.format) ?? .f32
    let parts: (trainer: Trainer, examples: Examples)
    do {
      parts = try prepared(job, ranks: ranks.count, as: format, on: engine)
    } catch {
      try ranks.answer(Array("\(error)".utf8))
      _ = try ranks.listen()
      return
    }
    var (trainer, examples) = parts
    try ranks.answer(ready)
    let sum = OrderedSum(ranks, stages: trainer.network.gradientStages, as: format)
    var word = try ranks.listen()
    if try word == TrainingWord.end.bytes { return }
    let metadata = try JSONDecoder().decode([String: String].self, from: Data(word))
    guard var counters = TrainingCounters(metadata: metadata) else { throw RankError.apart }
    try trainer.take(counters, from: ranks)
    sum.begin(with: trainer.network.gradients)
    while true {
      word = try ranks.listen()
      switch try TrainingWord(word) {
      case .learn(let count):
        trainer.optimiser.options.learningRate = job.plan.rate(atStep: trainer.optimiser.step)
        do {
          try trainer.learn(
            microBatches: count, of: job.plan.batch, together: sum,
            example: { [first = counters.microBatches * job.plan.batch] in try examples.example(at: first + $0) },
            afterEach: { _ in counters.microBatches += 1 })
        } catch is TrainingError {
          // Rank 0 found the same, and says it.
          trainer.clearGradients()
          sum.clear()
        }
      case .validate(let numbers):
        _ = try trainer.validate(numbers.count, together: ranks) { try examples.validation(numbers.lowerBound + $0) }
      case .collect: try sum.collect(into: trainer.network.gradients)
      case .end: return
      }
    }
  }

  private static func prepared(
    _ job: TrainingJob, ranks: Int, as format: OrderedSum.Format, on engine: Engine
  ) throws -> (Trainer, Examples) {
    let config = try ModelConfig.parse(job.config)
    let architecture = try NetworkDescription(config: config.network)
    let plan = job.plan
    let dataset = try Dataset(
      plan.dataset, preparation: try Preparation(for: config, of: architecture), workers: engine.workers)
    guard dataset.fingerprint == job.dataFingerprint else { throw RunError.otherData(folder: plan.dataset) }
    let needed =
      TrainableNetwork.memoryNeeded(architecture, length: dataset.preparation.length, recomputes: plan.recomputes)
      + (plan.awayFrom == nil ? 0 : Guidance.memoryNeeded(architecture))
      + OrderedSum.memoryNeeded(floats: architecture.parameterCount, ranks: ranks, as: format)
    if let free = SystemMemory.free, needed > free { throw RunError.memoryShort(needed: needed, available: free) }
    let values = FloatBuffer(ParameterLayout(architecture).count)
    let network = try TrainableNetwork(
      architecture, values: values, length: dataset.preparation.length, recomputes: plan.recomputes, engine: engine)
    let examples = Examples(
      dataset, seed: plan.seed, levels: plan.levels, gain: config.gain ?? 1, augmentation: plan.augmentation,
      isBalanced: plan.isBalanced)
    let guidance = Guidance.following(plan, of: architecture)
    return (try Trainer(network, following: plan, guidance: guidance, on: engine), examples)
  }
}
