import Audio
import Checkpoints
import Files
import Foundation
import Networks
import Tensors

/// A training from its first micro-batch to its last, with all that it leaves in its folder.
public final class TrainingRun {
  public let plan: TrainingPlan
  public let folder: RunFolder
  public private(set) var counters: TrainingCounters
  public let config: ModelConfig
  let trainer: Trainer
  private var examples: Examples
  private var metrics: Metrics

  /// How far the run is, for a line that is shown meanwhile.
  public struct Report: Sendable {
    public let step, steps: Int
    public let loss: Double
    /// Optimiser steps a second, over the last minute or so.
    public let speed: Double
  }

  /// Why a run ended.
  public enum Ending: Sendable, Equatable { case finished, interrupted }

  /// Begins a training, or goes on with the one that the folder holds.
  ///
  /// - Parameters:
  ///   - weights: what a new training begins with; drawn from the seed when nil.
  ///   - isResumed: whether the folder holds a training to go on with.
  public init(
    _ plan: TrainingPlan, in folder: RunFolder, config: ModelConfig, architecture: NetworkDescription, dataset: Dataset,
    weights: StateDict?, isResumed: Bool, workers: Workers
  ) throws {
    self.plan = plan
    self.folder = folder
    self.config = config
    let layout = ParameterLayout(architecture)
    let values = FloatBuffer(layout.count)
    let network = try TrainableNetwork(
      architecture, values: values, length: dataset.preparation.length, recomputes: plan.recomputes, workers: workers)
    guard let machine = Elementwise(.best, workers) else { throw NetworkError.instructionsMissing("portable") }
    if let weights, !isResumed {
      try layout.read(weights, of: architecture, into: values)
    } else if !isResumed {
      layout.initialise(values, seed: plan.seed)
    }
    trainer = Trainer(network, accumulate: plan.accumulate, optimiser: .init(rate: plan.rate), on: machine)
    examples = Examples(dataset, seed: plan.seed)
    counters = TrainingCounters()
    if isResumed {
      counters = try trainer.restore(from: folder.state)
      guard counters.dataFingerprint == dataset.fingerprint else { throw RunError.otherData(folder: plan.dataset) }
    }
    counters.dataFingerprint = dataset.fingerprint
    metrics = try Metrics(folder.metrics, upTo: counters.steps, isResumed: isResumed)
    try begin(isResumed: isResumed)
  }

  /// Writes what the folder holds from the start; of a run that goes on only the plan can be another.
  private func begin(isResumed: Bool) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    if !isResumed {
      try trainer.save(counters, to: folder.state)
      let options = TrainingOptions(optimiser: AdamWOptions(learningRate: plan.rate))
      try config.write(to: folder.config, training: options, overwrite: true)
    }
    // Last, since a folder with a plan is one that can be resumed.
    try WholeFile.write(Array(try encoder.encode(plan)), to: folder.plan, overwrite: true)
  }

  /// Trains until the plan's steps are done, or `isInterrupted` says to stop; either way all is saved then.
  /// - Parameters:
  ///   - onProgress: called after each micro-batch.
  ///   - onEvent: told of validations, samples and saves, a line each.
  public func run(
    isInterrupted: () -> Bool, onProgress: (Report) -> Void, onEvent: (String) throws -> Void
  ) throws -> Ending {
    if counters.steps == 0, counters.microBatches == 0 { try listen(onEvent) }
    var clock = Pace(step: counters.steps)
    while counters.steps < plan.steps {
      if isInterrupted() {
        try save()
        return .interrupted
      }
      let stepped = try learn()
      onProgress(
        Report(
          step: counters.steps, steps: plan.steps, loss: counters.smoothedLoss, speed: clock.speed(at: counters.steps)))
      guard stepped else { continue }
      metrics.note(step: counters.steps, loss: counters.smoothedLoss)
      let isLast = counters.steps == plan.steps
      if isLast || counters.steps % plan.validateEvery == 0 { try validate(onEvent) }
      if isLast || counters.steps % plan.saveEvery == 0 { try save() }
      if isLast || counters.steps % plan.sampleEvery == 0 {
        try save()
        try listen(onEvent)
      }
    }
    return .finished
  }

  /// One micro-batch.
  /// - Returns: whether it completed an optimiser's step.
  private func learn() throws -> Bool {
    let (batch, paths) = try examples.microBatch(counters.microBatches, of: plan.batch)
    let loss: Double
    do {
      loss = try trainer.learn(batch)
    } catch let error as TrainingError {
      // The weights are as they were before.
      trainer.clearGradients()
      counters.pending = 0
      try save()
      let index = if case .lossNotFinite(let example) = error { example } else { 0 }
      throw RunError.diverged(step: counters.steps + 1, path: paths[index])
    }
    counters.smoothedLoss = counters.smoothedLoss.isNaN ? loss : 0.99 * counters.smoothedLoss + 0.01 * loss
    counters.microBatches += 1
    counters.pending = trainer.pending
    counters.averageCalls = trainer.average.calls
    counters.steps = trainer.optimiser.step
    return trainer.pending == 0
  }

  /// The loss of the moving average on sounds that are not learnt from.
  private func validate(_ onEvent: (String) throws -> Void) throws {
    let count = min(64, examples.validationCount)
    guard count > 0 else { return }
    var sum = 0.0
    for index in 0..<count { sum += try trainer.validate(examples.validation(index)) }
    let loss = sum / Double(count)
    metrics.note(step: counters.steps, loss: counters.smoothedLoss, validation: loss)
    let isBest = loss < counters.bestLoss
    if isBest {
      counters.bestLoss = loss
      try writeCheckpoint(to: folder.best)
    }
    try onEvent(
      "step \(counters.steps): loss \(rounded(counters.smoothedLoss)), validation \(rounded(loss))"
        + (isBest ? ", the best so far" : ""))
  }

  /// Saves everything, state first.
  public func save() throws {
    try trainer.save(counters, to: folder.state)
    try writeCheckpoint(to: folder.last)
    try metrics.write()
    try metrics.plot(to: folder.lossPlot)
  }

  private func writeCheckpoint(to path: String) throws {
    try trainer.checkpoint(
      counters, itemsInEpoch: examples.trainingCount, batch: plan.batch
    ).write(to: path, overwrite: true)
  }

  /// Makes sounds of fixed seeds with the moving average, as WAV files and mel spectrograms.
  private func listen(_ onEvent: (String) throws -> Void) throws {
    guard plan.samples > 0 else { return }
    let name = "step-\(String(repeating: "0", count: max(0, 7 - "\(counters.steps)".count)))\(counters.steps)"
    for seed in 1...plan.samples {
      let sound = try trainer.sample(
        seed: seed, steps: plan.sampleSteps, sampleRate: config.samplingRate ?? 44_100)
      try sound.keep(as: "\(folder.samples)/\(name)-seed-\(seed)")
    }
    try onEvent("step \(counters.steps): \(plan.samples) samples in \(folder.samples)")
  }

  private func rounded(_ loss: Double) -> String { String(format: "%.4f", loss) }
}

/// Steps a second over the last half minute or more.
private struct Pace {
  private var marks: [(step: Int, time: ContinuousClock.Instant)]

  init(step: Int) { marks = [(step, .now)] }

  mutating func speed(at step: Int) -> Double {
    let now = ContinuousClock.now
    if step != marks[marks.count - 1].step { marks.append((step, now)) }
    while marks.count > 2, marks[1].time.duration(to: now) > .seconds(30) { marks.removeFirst() }
    let elapsed = marks[0].time.duration(to: now).components
    let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    return seconds > 0 ? Double(step - marks[0].step) / seconds : 0
  }
}
