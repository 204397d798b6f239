import Checkpoints
import Networks

/// A network with what is known about the sounds that it was trained on.
public struct DiffusionModel: Sendable {
  /// The network that predicts the velocity; a `GuidedNetwork` where there is `guidance`.
  public internal(set) var network: any VelocityNetwork
  /// What the network is computed with.
  public let engine: Engine
  /// Frames per second of the training sounds; 44100 where the config doesn't tell.
  public let sampleRate: Double
  /// Frames of the training sounds: the config's, or 32768, brought to the nearest length that the network takes.
  public let length: Int
  /// Channels of a sound.
  public let channels: Int
  /// How many times as large as the sounds themselves the network's are. Above the noise, whose size is always the
  /// same, they then stand as much higher, and what a network leaves of the noise is as much softer.
  public let gain: Float
  /// What leads from noise to its sounds where nobody says: the config's, else ddim.
  public let sampler: Sampler
  /// How many steps lead there where nobody says; nil where the config doesn't either.
  public let denoisingSteps: Int?
  /// What its sounds are led away from while they are made; nil for nothing.
  public internal(set) var guidance: ModelGuidance?
  /// What its config says of that, whether it is done or not.
  public internal(set) var configGuidance: GuidanceConfig?
  /// What becomes of its sounds once they are made; published models' stay as they are.
  public let finish: SoundFinish
  /// Where the network was read from.
  let source: ModelSource
  /// What is said in the file about the model, in lines; `nil` where it says nothing.
  public let about: String?
  /// How many optimiser steps the training had made, where the file tells.
  public let trainingStep: Int?

  /// `denoisingSteps`, or as many as the notebook takes.
  public var steps: Int { denoisingSteps ?? Self.usualSteps }

  /// The steps of a model whose config doesn't say.
  public static let usualSteps = 50

  /// The checkpoint's path, as it was given.
  public var path: String { source.path }

  /// Which of the file's networks this is.
  public var weights: Weights { source.weights }

  /// The file's name without its ending.
  public var name: String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.lastIndex(of: ".").map { $0 == file.startIndex ? file : String(file[..<$0]) } ?? file
  }

  /// Which of the two networks in a training checkpoint is meant.
  public enum Weights: String, Sendable, CaseIterable {
    /// The running average over the training's steps.
    case ema
    /// The network as the optimiser left it.
    case online

    /// What the weights are called in texts.
    public var label: String { self == .ema ? "EMA" : "online" }

    /// The other of the two.
    var other: Weights { self == .ema ? .online : .ema }
  }
}

/// What was found while a model was loaded.
public struct LoadReport: Sendable, Equatable {
  /// How many keys of the state dict were wanted and found: all of them.
  public let matchedKeys: Int
  /// The number of parameters.
  public let parameterCount: Int
  /// The architecture in one line.
  public let architecture: String
  /// Which of the file's networks was taken.
  public let weights: DiffusionModel.Weights
  /// How many optimiser steps the training had made, where the file tells.
  public let trainingStep: Int?
  /// How many bytes of the file hold the weights that were read, and how many there are.
  public let bytesRead, byteCount: Int
  /// How long it took.
  public let seconds: Double
  /// Where the architecture comes from: the config's path, or "read off the shapes".
  public let config: String
  /// What a person should know, a sentence each.
  public let notes: [String]
}
