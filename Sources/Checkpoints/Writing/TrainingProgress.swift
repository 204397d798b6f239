/// How far a training has come.
public struct TrainingProgress: Equatable, Sendable {
  /// Steps of the optimiser.
  public var globalStep: Int
  /// How often the training has gone through all its data.
  public var epoch: Int
  /// Batches in all, and those of the epoch that has begun.
  public var batches, batchesInEpoch: Int
  /// Over how many batches gradients are accumulated for a step.
  public var batchesPerStep: Int

  /// Where a training stands, by its own counts.
  public init(globalStep: Int, epoch: Int, batches: Int, batchesInEpoch: Int, batchesPerStep: Int = 1) {
    self.globalStep = globalStep
    self.epoch = epoch
    self.batches = batches
    self.batchesInEpoch = batchesInEpoch
    self.batchesPerStep = batchesPerStep
  }

  /// The counters from which Lightning's Trainer goes on: between two steps, when all that began is completed.
  var loops: PickleValue {
    let steps = counts(
      total: globalStep, current: min(globalStep, batchesInEpoch / max(1, batchesPerStep)), TrainingProgress.outer)
    let gradients = counts(
      total: globalStep, current: min(globalStep, batchesInEpoch / max(1, batchesPerStep)), TrainingProgress.started)
    let none = counts(total: 0, current: 0, TrainingProgress.outer)
    let fit: [(String, PickleValue)] = [
      ("state_dict", .dict([])),
      ("epoch_loop.state_dict", .record([("_batches_that_stepped", .int(globalStep))])),
      ("epoch_loop.batch_progress", batchProgress(total: batches, current: batchesInEpoch)),
      ("epoch_loop.scheduler_progress", none),
      ("epoch_loop.automatic_optimization.state_dict", .dict([])),
      (
        "epoch_loop.automatic_optimization.optim_progress",
        .record([("optimizer", .record([("step", steps), ("zero_grad", gradients)]))])
      ),
      ("epoch_loop.manual_optimization.state_dict", .dict([])),
      ("epoch_loop.manual_optimization.optim_step_progress", none),
      ("epoch_loop.val_loop.state_dict", .dict([])),
      ("epoch_loop.val_loop.batch_progress", batchProgress(total: 0, current: 0)),
      ("epoch_progress", epochProgress),
    ]
    let evaluation: [(String, PickleValue)] = [
      ("state_dict", .dict([])), ("batch_progress", batchProgress(total: 0, current: 0)),
    ]
    return .record([
      ("fit_loop", .record(fit)), ("validate_loop", .record(evaluation)), ("test_loop", .record(evaluation)),
      (
        "predict_loop",
        .record([("state_dict", .dict([])), ("batch_progress", counts(total: 0, current: 0, TrainingProgress.all))])
      ),
    ])
  }

  private static let outer = ["ready", "completed"]
  private static let started = ["ready", "completed", "started"]
  private static let all = ["ready", "completed", "started", "processed"]

  /// Counters of one thing that all stand at the same number.
  private func counts(total: Int, current: Int, _ names: [String]) -> PickleValue {
    .record([
      ("total", .record(names.map { ($0, .int(total)) })), ("current", .record(names.map { ($0, .int(current)) })),
    ])
  }

  private func batchProgress(total: Int, current: Int) -> PickleValue {
    guard case .dict(let members) = counts(total: total, current: current, TrainingProgress.all) else { return .none }
    return .dict(members + [(.text("is_last_batch"), .bool(false))])
  }

  private var epochProgress: PickleValue {
    let begun = epoch + (batchesInEpoch > 0 ? 1 : 0)
    let counters = PickleValue.record([
      ("ready", .int(begun)), ("completed", .int(epoch)), ("started", .int(begun)), ("processed", .int(epoch)),
    ])
    return .record([("total", counters), ("current", counters)])
  }
}

/// The settings of torch.optim.AdamW; as they are here, those that tiny-audio-diffusion trains with.
public struct AdamWOptions: Equatable, Sendable {
  /// The factor of each step.
  public var learningRate: Double
  /// How slowly the averages of the gradient and of its square change.
  public var beta1, beta2: Double
  /// What is added to the root of the squares' average.
  public var epsilon: Double
  /// By how much of itself, times the rate, a weight shrinks in each step.
  public var weightDecay: Double

  /// The published settings where nothing else is given.
  public init(
    learningRate: Double = 1e-4, beta1: Double = 0.95, beta2: Double = 0.999, epsilon: Double = 1e-6,
    weightDecay: Double = 1e-3
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// The optimiser's only group, of the first `parameters` numbers.
  func group(parameters: Int) -> PickleValue {
    .record([
      ("lr", .float(learningRate)), ("betas", .tuple([.float(beta1), .float(beta2)])), ("eps", .float(epsilon)),
      ("weight_decay", .float(weightDecay)), ("amsgrad", .bool(false)), ("maximize", .bool(false)),
      ("foreach", .none), ("capturable", .bool(false)), ("differentiable", .bool(false)), ("fused", .none),
      ("decoupled_weight_decay", .bool(true)), ("params", .list((0..<parameters).map { .int($0) })),
    ])
  }
}
