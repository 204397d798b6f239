/// The settings of torch.optim.AdamW; as they are here, those that tiny-audio-diffusion trains with.
public struct AdamWOptions: Equatable, Sendable {
  public var learningRate: Double
  /// How slowly the averages of the gradient and of its square change.
  public var beta1, beta2: Double
  public var epsilon: Double
  public var weightDecay: Double

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
