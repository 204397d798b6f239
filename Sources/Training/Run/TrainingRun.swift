import Audio
import Checkpoints
import Cluster
import Dispatch
import Networks
import Tensors
import Text

/// A training from its first micro-batch to its last, with all that it leaves in its folder.
public final class TrainingRun {
  /// What it is to do.
  public let plan: TrainingPlan
  /// Where its files lie.
  public let folder: RunFolder
  /// How far it has come.
  public private(set) var counters: TrainingCounters
  /// The network and the sounds that it is trained on.
  public let config: ModelConfig
  let trainer: Trainer
  /// What the network is computed with.
  let engine: Engine
  private(set) var examples: Examples
  private let ahead: ExamplesAhead
  /// The other ranks that learn too; nil for a process on its own.
  private(set) var team: TrainingTeam?
  /// What was sent between ranks by the time that the run ended; nil for a process on its own.
  public private(set) var exchange: Exchange?
  private(set) var metrics: Metrics
  /// The gradients' norms since the last validation, which tell where to clip them.
  private var norms: [Double] = []
  /// Held from when the state is read until the run has ended.
  private var lock: FolderLock?
  private let isResumed: Bool

  /// How far the run is.
  public struct Report: Sendable {
    /// Optimiser steps that are done, and those to come to.
    public let step, steps: Int
    /// Sounds that were learnt from since the last step, and how many make the next one.
    public let sounds, soundsToStep: Int
    /// The smoothed loss.
    public let loss: Double
    /// Optimiser steps a second over the last half minute of learning, and the seconds until all steps are done at that
    /// speed; `nil` before there is any to go by.
    public let speed, secondsLeft: Double?
    /// What other ranks have to do with it; `nil` for a process on its own.
    public let exchange: Exchange?
  }

  /// What is sent between ranks.
  public struct Exchange: Sendable {
    /// How many ranks there are.
    public let ranks: Int
    /// Bytes that this rank sends for an optimiser's step.
    public let bytesToStep: Double
    /// How much of its time this rank waits for others, 0 … 1.
    public let waiting: Double
  }

  /// Why a run ended.
  public enum Ending: Sendable, Equatable { case finished, interrupted }

  /// Begins a training, or goes on with the one that the folder holds.
  ///
  /// - Parameters:
  ///   - weights: what a new training begins with; drawn from the seed when nil. What is measured of the sounds is
  ///     always measured anew.
  ///   - guide: what a new training is led away from, where the plan asks for it; it begins with `weights` then.
  ///   - isResumed: whether the folder holds a training to go on with.
  ///   - sideBySide: how many sounds of a micro-batch are learnt from at once; the weights don't depend on it.
  ///   - ranks: the processes that learn, which this one leads; nil for this one alone.
  ///   - format: what gradients are sent to them as.
  ///   - checkInterrupt: called for each sound that is measured before a training; what it throws ends the beginning.
  /// - Throws: `RunError` for a folder that another process trains in, a damaged state and other sounds than before;
  ///   what stands in the way of the network, and of the first files.
  public init(
    _ plan: TrainingPlan, in folder: RunFolder, config: ModelConfig, architecture: NetworkDescription, dataset: Dataset,
    weights: StateDict?, guide: StateDict? = nil, isResumed: Bool, sideBySide: Int = 1, ranks: Ranks? = nil,
    as format: OrderedSum.Format = .f32, engine: Engine, checkInterrupt: () throws -> Void = {}
  ) throws {
    self.plan = plan
    self.folder = folder
    self.config = config
    self.isResumed = isResumed
    self.engine = engine
    lock = try FolderLock(folder)
    let layout = ParameterLayout(architecture)
    let values = FloatBuffer(layout.count)
    let network = try TrainableNetwork(
      architecture, values: values, length: dataset.preparation.length, recomputes: plan.recomputes, engine: engine)
    if let weights, !isResumed {
      try layout.read(weights, of: architecture, into: values)
    } else if !isResumed {
      layout.initialise(values, seed: plan.seed, zeros: architecture.zerosAtFirst)
    }
    examples = Examples(
      dataset, seed: plan.seed, levels: plan.levels, gain: config.gain ?? 1, augmentation: plan.augmentation,
      isBalanced: plan.isBalanced)
    if !isResumed {
      try network.measureSigmaData(of: examples.groupsOfItems) { [examples] item in
        try checkInterrupt()
        return try examples.sound(item)
      }
    }
    let guidance: Guidance?
    if let weights, let guide, !isResumed {
      guidance = try Guidance(from: weights, awayFrom: guide, weight: plan.guidance, of: architecture)
    } else {
      guidance = Guidance.following(plan, of: architecture)
      try guidance?.restore(from: folder.guidance)
    }
    trainer = try Trainer(
      network, following: plan, guidance: guidance, sideBySide: ranks == nil ? sideBySide : 1, on: engine)
    ahead = ExamplesAhead(examples, of: plan.batch)
    counters = TrainingCounters()
    if isResumed {
      counters = try trainer.restore(from: folder.state)
      guard counters.dataFingerprint == dataset.fingerprint else { throw RunError.otherData(folder: plan.dataset) }
    }
    counters.dataFingerprint = dataset.fingerprint
    metrics = try Metrics(folder.metrics, upTo: counters.steps, isResumed: isResumed)
    if let ranks {
      team = try TrainingTeam(ranks, plan: plan, config: config, trainer: trainer, counters: counters, as: format)
    }
    try begin(isResumed: isResumed)
  }

  /// Trains until the plan's steps are done, or `isInterrupted` says to stop; either way all is saved then.
  /// - Parameters:
  ///   - isInterrupted: asked before each micro-batch and before each step of a sample.
  ///   - comment: what a sample's file says of it; the folder's last checkpoint is of the sample's step.
  ///   - onEvent: told of what happens, from the caller's thread.
  /// - Throws: `RunError.notSaved` when a file can't be written, after which the folder holds what was saved before;
  ///   `RunError.diverged` when the loss is no number any more; what `onEvent` throws.
  public func run(
    isInterrupted: () -> Bool, comment: SampleComment = { _, _, _ in nil },
    onEvent: (TrainingEvent) throws -> Void
  ) throws -> Ending {
    defer {
      exchange = team?.exchange
      team = nil
      lock = nil
    }
    do {
      return try learnAll(isInterrupted, comment, onEvent)
    } catch {
      guard let reason = Self.whatWasNotWritten(error) else { throw error }
      throw RunError.notSaved(reason, folder: folder.path)
    }
  }

  private func learnAll(
    _ isInterrupted: () -> Bool, _ comment: SampleComment, _ onEvent: (TrainingEvent) throws -> Void
  ) throws -> Ending {
    if isResumed { try catchUp(onEvent) }
    if isValidationMissing {
      guard try validate(isInterrupted, onEvent) != nil else { return .interrupted }
      try save(onEvent)
    }
    if areSamplesDue, !isResumed || areSamplesMissing {
      if counters.steps == 0 { try save(onEvent) }
      guard try sample(isInterrupted, comment: comment, onEvent) else { return .interrupted }
    }
    pace = Pace(done: counters.microBatches, at: now())
    while counters.steps < plan.steps {
      if isInterrupted() {
        try save(onEvent)
        return .interrupted
      }
      let stepped = try learn(onEvent)
      try onEvent(.progressed(report()))
      guard stepped else { continue }
      let began = now()
      defer { pace.skip(now() - began) }
      metrics.note(step: counters.steps, loss: counters.smoothedLoss)
      norms.append(trainer.gradientNorm)
      let isLast = counters.steps == plan.steps
      var isBest = false
      if isValidationDue {
        guard let isLowest = try validate(isInterrupted, onEvent) else {
          // It is made up for by whoever goes on.
          try save(onEvent)
          return .interrupted
        }
        isBest = isLowest
      }
      if isLast || isBest || areSamplesDue || counters.steps % plan.saveEvery == 0 { try save(onEvent) }
      if areSamplesDue {
        guard try sample(isInterrupted, comment: comment, onEvent) else { return .interrupted }
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
      secondsLeft: speed.map { left / $0 }, exchange: team?.exchange)
  }

  /// One micro-batch, or with other ranks as many as give each something to do.
  /// - Returns: whether they completed an optimiser's step.
  private func learn(_ onEvent: (TrainingEvent) throws -> Void) throws -> Bool {
    trainer.optimiser.options.learningRate = plan.rate(atStep: counters.steps)
    do {
      if let team {
        let count = team.microBatches(lacking: plan.accumulate - trainer.pending)
        try team.learn(count, from: counters.microBatches, examples: &examples) { note(loss: $0) }
      } else {
        note(loss: try trainer.learn(try ahead.microBatch(counters.microBatches).examples))
      }
    } catch let error as TrainingError {
      // The weights are as they were before.
      trainer.clearGradients()
      team?.clear()
      counters.pending = 0
      try save(onEvent)
      let index = if case .lossNotFinite(let example) = error { example } else { 0 }
      throw RunError.diverged(
        step: counters.steps + 1, path: examples.path(at: counters.microBatches * plan.batch + index))
    }
    return trainer.pending == 0
  }

  /// Counts a micro-batch of this loss.
  private func note(loss: Double) {
    // The mean of the first hundred, in which the first counts no more than another.
    let share = counters.smoothedLoss.isNaN ? 1 : max(0.01, 1 / Double(counters.microBatches + 1))
    counters.smoothedLoss = (share == 1 ? 0 : (1 - share) * counters.smoothedLoss) + share * loss
    counters.microBatches += 1
    counters.pending = trainer.pending
    counters.averageCalls = trainer.average.calls
    counters.steps = trainer.optimiser.step
  }

  /// Whether the step that was just made is one after which there is a validation.
  private var isValidationDue: Bool { counters.steps == plan.steps || counters.steps % plan.validateEvery == 0 }

  /// Whether the training stopped within a validation.
  private var isValidationMissing: Bool {
    isResumed && counters.steps > 0 && counters.pending == 0 && isValidationDue && examples.validationCount > 0
      && metrics.losses.last?.step == counters.steps && metrics.losses.last?.validation == nil
  }

  /// The loss of the moving average on sounds that are not learnt from.
  /// - Returns: whether it is the lowest so far; nil when it was interrupted.
  private func validate(_ isInterrupted: () -> Bool, _ onEvent: (TrainingEvent) throws -> Void) throws -> Bool? {
    defer { norms = [] }
    let count = min(64, examples.validationCount)
    guard count > 0 else { return false }
    var losses: [Double] = []
    while losses.count < count {
      try onEvent(.busy(.validating, done: losses.count, of: count))
      if isInterrupted() { return nil }
      let next = losses.count..<min(losses.count + max(plan.batch, team?.ranks.count ?? 1), count)
      losses += try team?.validate(next, examples: examples) ?? trainer.validate(next.map(examples.validation))
    }
    let loss = losses.reduce(0, +) / Double(count)
    metrics.note(step: counters.steps, loss: counters.smoothedLoss, validation: loss)
    let isBest = loss < counters.bestLoss
    if isBest { (counters.bestLoss, counters.bestAt) = (loss, counters.microBatches) }
    // None were noted by a run that only makes up for a validation.
    let norm = norms.isEmpty ? trainer.gradientNorm : norms.sorted()[norms.count / 2]
    try onEvent(
      .validated(
        .init(
          step: counters.steps, loss: counters.smoothedLoss, validation: loss, isBest: isBest, medianNorm: norm,
          largestNorm: norms.max() ?? norm)))
    return isBest
  }
}

/// Seconds on a clock that never goes back.
private func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }
