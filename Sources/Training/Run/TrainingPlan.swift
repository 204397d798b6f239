import Checkpoints
import Networks

/// What a training is to do: written into its folder when it begins, and read from there when it is resumed.
public struct TrainingPlan: Codable, Sendable, Equatable {
  /// The folder of sounds.
  public var dataset: String
  /// The checkpoint whose weights it began with; `nil` when from scratch.
  public var origin: String?
  /// Optimiser steps to come to.
  public var steps = 10_000
  /// Sounds in a micro-batch.
  public var batch = 1
  /// Micro-batches in an optimiser's step.
  public var accumulate = 32
  /// The learning rate.
  public var rate = AdamWOptions().learningRate
  /// How the rate goes from the first step to the last.
  public var course = RateCourse.constant
  /// Over how many steps it rises before.
  public var warmUp = 0
  /// How often each noise level is drawn.
  public var levels = TrainingLevels.even
  /// Whether the folders right inside of the data set's have their turns, however many sounds each has.
  public var isBalanced = false
  /// How sounds are varied each time that they are learnt from.
  public var augmentation = Augmentation()
  /// The most that stays of the moving average at each of its updates.
  public var average = MovingAverage.Options().beta
  /// The most that the gradients' norm may be at a step; `nil` when it may be anything.
  public var clip: Double?
  /// How much the sizes of a lapped transform's coefficients count beside the squared error.
  public var spectral = 0.0
  /// How much more an error counts in silence than where a sound is loudest, in dB.
  public var quiet = 0.0
  /// The checkpoint of the network that it is led away from, see `Guidance`; `nil` when it aims at the sounds alone.
  public var awayFrom: String?
  /// How far it is led.
  public var guidance = 0.4
  /// Of new weights, the order of the sounds, and their noise.
  public var seed = 0
  /// Optimiser steps between two validations.
  public var validateEvery = 1000
  /// Optimiser steps between two rounds of samples.
  public var sampleEvery = 1000
  /// Optimiser steps between two saves.
  public var saveEvery = 250
  /// How many sounds are made at each round of samples.
  public var samples = 4
  /// In how many denoising steps each of them is made.
  public var sampleSteps = 50
  /// Whether memory is spared by computing activations twice.
  public var recomputes = false

  /// A plan for a folder of sounds, with everything else as `TrainingPlan.standard` has it.
  public init(dataset: String) { self.dataset = dataset }

  /// Reads a plan; what an older one doesn't say is as it was then, which is as in `standard`.
  public init(from decoder: any Decoder) throws {
    let plan = try decoder.container(keyedBy: CodingKeys.self)
    self.init(dataset: try plan.decode(String.self, forKey: .dataset))
    func read<Content: Decodable>(_ key: CodingKeys, _ path: WritableKeyPath<Self, Content>) throws {
      if let content = try plan.decodeIfPresent(Content.self, forKey: key) { self[keyPath: path] = content }
    }
    origin = try plan.decodeIfPresent(String.self, forKey: .origin)
    clip = try plan.decodeIfPresent(Double.self, forKey: .clip)
    awayFrom = try plan.decodeIfPresent(String.self, forKey: .awayFrom)
    try read(.steps, \.steps)
    try read(.batch, \.batch)
    try read(.accumulate, \.accumulate)
    try read(.rate, \.rate)
    try read(.course, \.course)
    try read(.warmUp, \.warmUp)
    try read(.levels, \.levels)
    try read(.isBalanced, \.isBalanced)
    try read(.augmentation, \.augmentation)
    try read(.average, \.average)
    try read(.spectral, \.spectral)
    try read(.quiet, \.quiet)
    try read(.guidance, \.guidance)
    try read(.seed, \.seed)
    try read(.validateEvery, \.validateEvery)
    try read(.sampleEvery, \.sampleEvery)
    try read(.saveEvery, \.saveEvery)
    try read(.samples, \.samples)
    try read(.sampleSteps, \.sampleSteps)
    try read(.recomputes, \.recomputes)
  }

  /// What stands in a plan where nothing else is asked for, without a folder of sounds.
  public static let standard = TrainingPlan(dataset: "")
}

extension Guidance {
  /// Room for what a plan asks for; `nil` where it asks for none.
  static func following(_ plan: TrainingPlan, of architecture: NetworkDescription) -> Guidance? {
    plan.awayFrom.map { _ in Guidance(weight: plan.guidance, ParameterLayout(architecture)) }
  }
}

extension Trainer {
  /// The trainer of a network that a plan asks for.
  convenience init(
    _ network: TrainableNetwork, following plan: TrainingPlan, guidance: Guidance?, sideBySide: Int = 1,
    on engine: Engine
  ) throws {
    try self.init(
      network, accumulate: plan.accumulate, clip: plan.clip, spectral: plan.spectral, quiet: plan.quiet,
      guidance: guidance, optimiser: AdamWOptions(learningRate: plan.rate),
      average: MovingAverage.Options(beta: plan.average), sideBySide: sideBySide, on: engine)
  }
}
