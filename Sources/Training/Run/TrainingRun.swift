import Audio
import Checkpoints
import Files
import Foundation
import Networks
import Plots
import Tensors

/// A training from its first micro-batch to its last, with all that it leaves in its folder.
public final class TrainingRun {
  public let plan: TrainingPlan
  public let folder: RunFolder
  public private(set) var counters: TrainingCounters
  public let config: ModelConfig
  let trainer: Trainer
  private let examples: Examples
  private let ahead: ExamplesAhead
  private var metrics: Metrics
  /// The gradients' norms since the last validation, which tell where to clip them.
  private var norms: [Double] = []
  /// Held from when the state is read until the run has ended.
  private var lock: FolderLock?
  private let isResumed: Bool

  /// How far the run is, for a line that is shown meanwhile.
  public struct Report: Sendable {
    public let step, steps: Int
    /// Sounds that were learnt from since the last step, and how many make the next one.
    public let sounds, soundsToStep: Int
    public let loss: Double
    /// Optimiser steps a second over the last half minute of learning, and the seconds until all steps are done at that
    /// speed; nothing before there is any to go by.
    public let speed, secondsLeft: Double?
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
    self.isResumed = isResumed
    lock = try FolderLock(folder)
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
    trainer = Trainer(
      network, accumulate: plan.accumulate, clip: plan.clip, optimiser: .init(rate: plan.rate), on: machine)
    examples = Examples(dataset, seed: plan.seed)
    ahead = ExamplesAhead(examples, of: plan.batch)
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
  ///   - isInterrupted: asked before each micro-batch and before each step of a sample.
  ///   - onProgress: called after each micro-batch.
  ///   - onAside: told of what is done beside learning, and how far that is.
  ///   - onEvent: told of validations, samples and saves, a line each.
  /// - Throws: `RunError.notSaved` when a file can't be written, after which the folder holds what was saved before.
  public func run(
    isInterrupted: () -> Bool, onProgress: (Report) -> Void,
    onAside: (_ doing: String, _ done: Int, _ of: Int) -> Void = { _, _, _ in }, onEvent: (String) throws -> Void
  ) throws -> Ending {
    defer { lock = nil }
    do {
      return try learnAll(isInterrupted, onProgress, onAside, onEvent)
    } catch {
      guard let reason = notWritten(error) else { throw error }
      throw RunError.notSaved(reason, folder: folder.path)
    }
  }

  private func learnAll(
    _ isInterrupted: () -> Bool, _ onProgress: (Report) -> Void, _ onAside: (String, Int, Int) -> Void,
    _ onEvent: (String) throws -> Void
  ) throws -> Ending {
    if isResumed { try catchUp() }
    if areSamplesDue, !isResumed || areSamplesMissing {
      guard try listen(isInterrupted, onAside, onEvent) else { return .interrupted }
    }
    pace = Pace(done: counters.microBatches, at: now())
    while counters.steps < plan.steps {
      if isInterrupted() {
        try save()
        return .interrupted
      }
      let stepped = try learn()
      onProgress(report())
      guard stepped else { continue }
      let began = now()
      defer { pace.skip(now() - began) }
      metrics.note(step: counters.steps, loss: counters.smoothedLoss)
      norms.append(trainer.gradientNorm)
      let isLast = counters.steps == plan.steps
      var isBest = false
      if isLast || counters.steps % plan.validateEvery == 0 { isBest = try validate(onAside, onEvent) }
      if isLast || isBest || areSamplesDue || counters.steps % plan.saveEvery == 0 { try save() }
      if areSamplesDue {
        guard try listen(isInterrupted, onAside, onEvent) else { return .interrupted }
      }
    }
    return .finished
  }

  private lazy var pace = Pace(done: counters.microBatches, at: now())

  private func report() -> Report {
    let speed = pace.speed(done: counters.microBatches, at: now()).map { $0 / Double(plan.accumulate) }
    let left = Double(plan.steps - counters.steps) - Double(counters.pending) / Double(plan.accumulate)
    return Report(
      step: counters.steps, steps: plan.steps, sounds: counters.pending * plan.batch,
      soundsToStep: plan.accumulate * plan.batch, loss: counters.smoothedLoss, speed: speed,
      secondsLeft: speed.map { left / $0 })
  }

  /// One micro-batch.
  /// - Returns: whether it completed an optimiser's step.
  private func learn() throws -> Bool {
    let (batch, paths) = try ahead.microBatch(counters.microBatches)
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
  /// - Returns: whether it is the lowest so far.
  private func validate(
    _ onAside: (String, Int, Int) -> Void, _ onEvent: (String) throws -> Void
  ) throws -> Bool {
    defer { norms = [] }
    let count = min(64, examples.validationCount)
    guard count > 0 else { return false }
    var sum = 0.0
    for index in 0..<count {
      onAside("validating", index, count)
      sum += try trainer.validate(examples.validation(index))
    }
    let loss = sum / Double(count)
    metrics.note(step: counters.steps, loss: counters.smoothedLoss, validation: loss)
    let isBest = loss < counters.bestLoss
    if isBest { (counters.bestLoss, counters.bestAt) = (loss, counters.microBatches) }
    let norm = norms.sorted()[norms.count / 2]
    try onEvent(
      "step \(counters.steps): loss \(rounded(counters.smoothedLoss)), validation \(rounded(loss))"
        + (isBest ? ", the best so far" : "")
        + "; gradients' norm \(rounded(norm)), at most \(rounded(norms.max() ?? norm))")
    return isBest
  }

  // MARK: Its files

  /// Saves everything: the losses first, of which resuming takes those up to the state's step; then the state, and last
  /// what follows from it.
  public func save() throws {
    try metrics.write()
    try trainer.save(counters, to: folder.state)
    try writeWhatFollows()
  }

  /// Brings the folder in line with the state that it was resumed from: whatever stopped the training before may have
  /// come between the state and what follows from it.
  private func catchUp() throws {
    guard counters.microBatches > 0 else { return }
    try metrics.write()
    try writeWhatFollows()
  }

  private func writeWhatFollows() throws {
    try writeCheckpoint(to: folder.last)
    if counters.bestLoss.isFinite, counters.bestAt == counters.microBatches { try writeCheckpoint(to: folder.best) }
    try metrics.plot(to: folder.lossPlot)
  }

  private func writeCheckpoint(to path: String) throws {
    try trainer.checkpoint(
      counters, itemsInEpoch: examples.trainingCount, batch: plan.batch
    ).write(to: path, overwrite: true)
  }

  // MARK: Samples

  private var areSamplesDue: Bool {
    guard plan.samples > 0, counters.pending == 0 else { return false }
    if counters.steps == 0 { return counters.microBatches == 0 }
    return counters.steps == plan.steps || counters.steps % plan.sampleEvery == 0
  }

  /// The paths of this step's samples, without endings.
  private var samplePaths: [String] {
    let name = "step-\(String(repeating: "0", count: max(0, 7 - "\(counters.steps)".count)))\(counters.steps)"
    return (0..<plan.samples).map { "\(folder.samples)/\(name)-seed-\($0 + 1)" }
  }

  private var areSamplesMissing: Bool {
    !samplePaths.allSatisfy { path in
      [".wav", ".png"].allSatisfy { FileManager.default.fileExists(atPath: path + $0) }
    }
  }

  /// Makes sounds of fixed seeds with the moving average, as WAV files and mel spectrograms.
  /// - Returns: false when it was interrupted.
  private func listen(
    _ isInterrupted: () -> Bool, _ onAside: (String, Int, Int) -> Void, _ onEvent: (String) throws -> Void
  ) throws -> Bool {
    for (index, path) in samplePaths.enumerated() {
      let sound = try trainer.sample(
        seed: index + 1, steps: plan.sampleSteps, sampleRate: config.samplingRate ?? 44_100,
        gain: Float(config.gain ?? 1)
      ) { step in
        onAside("sampling", index * plan.sampleSteps + step, plan.samples * plan.sampleSteps)
        return !isInterrupted()
      }
      guard let sound else { return false }
      try sound.keep(as: path)
    }
    try onEvent("step \(counters.steps): \(counted(plan.samples, "sample")) in \(folder.samples)")
    return true
  }

  private func rounded(_ loss: Double) -> String { String(format: "%.4f", loss) }
}

/// Seconds on a clock that never goes back.
private func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

/// What kept a file from being written, in one line; nothing for other errors.
private func notWritten(_ error: any Error) -> String? {
  let cause: WholeFileError
  switch error {
  case let error as WholeFileError: cause = error
  case CheckpointWritingError.file(let error): cause = error
  case AudioError.file(let error): cause = error
  case PlotError.file(let error): cause = error
  default: return nil
  }
  return cause.description.split(separator: "\n").first.map(String.init)
}
