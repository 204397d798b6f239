import Checkpoints

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
  /// The most that the gradients' norm may be at a step; `nil` when it may be anything.
  public var clip: Double?
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

  /// What stands in a plan where nothing else is asked for, without a folder of sounds.
  public static let standard = TrainingPlan(dataset: "")
}
