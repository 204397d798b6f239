/// A file as PyTorch Lightning writes it of tiny-audio-diffusion's module, to be loaded and trained further there.
///
/// `model` and `model_ema` with its `online_model` and `ema_model` each list their network three times, as net,
/// diffusion.net and sampler.net, over the same storages; model_ema.online_model is model once more.
public struct LightningCheckpoint: Sendable {
  /// A tensor of the network, by its name relative to it.
  public struct Parameter: Sendable {
    /// Where the numbers come from.
    enum Source: Sendable {
      case numbers(online: TensorContent, average: TensorContent, moments: Moments?)
      case shared(with: String)
    }

    /// What AdamW keeps of a parameter: moving averages of its gradient and of the gradient's square.
    public struct Moments: Sendable {
      let first, second: TensorContent

      /// PyTorch's exp_avg and exp_avg_sq, of the parameter's own shape.
      public init(first: TensorContent, second: TensorContent) {
        self.first = first
        self.second = second
      }
    }

    /// Relative to the network.
    public let name: String
    /// Extents, outermost first.
    public let shape: [Int]
    let source: Source
    /// Whether the optimiser moves it; a module's buffer where it doesn't.
    let isLearnt: Bool

    /// A parameter as it is trained, its moving average, and what the optimiser keeps of it.
    public init(
      _ name: String, shape: [Int], online: TensorContent, average: TensorContent, moments: Moments? = nil,
      isLearnt: Bool = true
    ) {
      self.name = name
      self.isLearnt = isLearnt
      self.shape = shape
      source = .numbers(online: online, average: average, moments: moments)
    }

    /// A second name for the parameter `original`, which comes before this one and has the same shape.
    public init(_ name: String, shape: [Int], sharedWith original: String) {
      self.name = name
      isLearnt = true
      self.shape = shape
      source = .shared(with: original)
    }
  }

  /// In the order of the network's state dict, which is also the one that the optimiser numbers parameters in.
  public var parameters: [Parameter]
  /// How far the training has come.
  public var progress: TrainingProgress
  /// How often the moving average was updated, PyTorch's model_ema.step.
  public var averageUpdates: Int
  /// The settings of the optimiser.
  public var optimiser: AdamWOptions

  /// A checkpoint of the weights that `parameters` are.
  public init(
    parameters: [Parameter], progress: TrainingProgress, averageUpdates: Int, optimiser: AdamWOptions = AdamWOptions()
  ) {
    self.parameters = parameters
    self.progress = progress
    self.averageUpdates = averageUpdates
    self.optimiser = optimiser
  }

  /// The Lightning whose form of `loops` this is; newer ones bring it up to their own.
  private static let version = "2.6.6"

  /// Where a module keeps its network: one object under three names.
  private static let networks = ["net.", "diffusion.net.", "sampler.net."]

  /// How many bytes all numbers take; the whole file has a few per cent more.
  public var byteCount: Int {
    parameters.reduce(16) { sum, parameter in
      guard case .numbers(let online, let average, let moments) = parameter.source else { return sum }
      let kept = moments.map { $0.first.byteCount + $0.second.byteCount + 4 } ?? 0
      return sum + online.byteCount + average.byteCount + kept
    }
  }

  /// Writes the file whole or not at all. Without moments it is what Lightning calls weights only.
  ///
  /// Throws for parameters that contradict each other, for numbers that are not finite, and when the file can't be
  /// written; the old file is then as it was.
  public func write(to path: String, overwrite: Bool) throws(CheckpointWritingError) {
    var writer = TorchWriter()
    let stateDict = try stateDict(&writer)
    var members: [(String, PickleValue)] = [
      ("epoch", .int(progress.epoch)), ("global_step", .int(progress.globalStep)),
      ("pytorch-lightning_version", .text(LightningCheckpoint.version)), ("state_dict", stateDict),
      ("loops", progress.loops),
    ]
    if let optimiserState = try optimiserState(&writer) {
      members += [
        ("callbacks", .dict([])), ("optimizer_states", .list([optimiserState])), ("lr_schedulers", .list([])),
      ]
    }
    try writer.write(.record(members), to: path, overwrite: overwrite)
  }

  private func stateDict(_ writer: inout TorchWriter) throws(CheckpointWritingError) -> PickleValue {
    let online = try writer.add(named { online, _ in online })
    let initted = try writer.add(TensorContent(bool: averageUpdates > 0), name: "model_ema.initted", shape: [])
    let updates = try writer.add(TensorContent(integer: averageUpdates), name: "model_ema.step", shape: [])
    let average = try writer.add(named { _, average in average })

    var members: [(key: PickleValue, value: PickleValue)] = []
    func append(_ tensors: [(name: String, tensor: PickledTensor)], under prefix: String) {
      for network in LightningCheckpoint.networks {
        for (name, tensor) in tensors { members.append((.text(prefix + network + name), .tensor(tensor))) }
      }
    }
    append(online, under: "model.")
    members.append((.text("model_ema.initted"), .tensor(initted)))
    members.append((.text("model_ema.step"), .tensor(updates)))
    append(online, under: "model_ema.online_model.")
    append(average, under: "model_ema.ema_model.")
    return .orderedDict(members)
  }

  private func named(
    _ choose: (_ online: TensorContent, _ average: TensorContent) -> TensorContent
  ) -> [NamedTensor] {
    parameters.map { parameter in
      switch parameter.source {
      case .numbers(let online, let average, _):
        NamedTensor(parameter.name, shape: parameter.shape, choose(online, average))
      case .shared(let original): NamedTensor(parameter.name, shape: parameter.shape, sharedWith: original)
      }
    }
  }

  /// What torch.optim.AdamW.state_dict() gives; nil without moments.
  private func optimiserState(_ writer: inout TorchWriter) throws(CheckpointWritingError) -> PickleValue? {
    var state: [(key: PickleValue, value: PickleValue)] = []
    var missing: String?
    var count = 0
    for parameter in parameters {
      // A parameter with two names is one to the optimiser.
      guard case .numbers(_, _, let moments) = parameter.source, parameter.isLearnt else { continue }
      guard let moments else {
        missing = missing ?? parameter.name
        count += 1
        continue
      }
      // Each has a count of its own: the optimiser adds to them in place.
      let steps = TensorContent([Float(progress.globalStep)])
      let members: [(String, PickleValue)] = [
        ("step", .tensor(try writer.add(steps, name: parameter.name, shape: []))),
        ("exp_avg", .tensor(try writer.add(moments.first, name: parameter.name, shape: parameter.shape))),
        ("exp_avg_sq", .tensor(try writer.add(moments.second, name: parameter.name, shape: parameter.shape))),
      ]
      state.append((.int(count), .record(members)))
      count += 1
    }
    guard !state.isEmpty else { return nil }
    if let missing { throw .momentsMissing(name: missing) }
    return .record([
      ("state", .dict(state)), ("param_groups", .list([optimiser.group(parameters: count)])),
    ])
  }
}
