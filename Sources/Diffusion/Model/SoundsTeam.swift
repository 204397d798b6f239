import Checkpoints
import Cluster
import Foundation
import Networks
import Tensors

/// What other ranks are told of sounds that they are to make.
private struct SoundsJob: Codable {
  /// The network and its sounds, as config.yaml.
  let config: String
  /// Frames of a sound, and steps to it.
  let length, steps: Int
  let sampler: String
  /// Whether the plain layers compute, whose bits are others, and in which format.
  let isPlain: Bool
  let precision: String
  /// How the sounds are led away from another network's, and that network, as config.yaml; nil where they are not.
  let guidance: GuidanceConfig?
  let guide: String?
}

/// Rank 0's side of making sounds on several ranks: each makes its share, with the bits that one process gives them.
struct SoundsTeam {
  private let ranks: Ranks
  private let model: DiffusionModel
  private let job: SoundsJob

  /// Brings the network to the others; nil where its file has gone or changed, so that only this process has it.
  /// - Throws: `RankError` for a rank that can't take part.
  init?(_ ranks: Ranks, of model: DiffusionModel, length: Int, steps: Int, _ sampler: Sampler) throws {
    guard let values = model.source.values(of: model.network.architecture) else { return nil }
    var others: FloatBuffer?
    if let guidance = model.guidance {
      guard let found = guidance.source.values(of: guidance.guide.architecture) else { return nil }
      others = found
    }
    (self.ranks, self.model) = (ranks, model)
    job = SoundsJob(
      config: model.config.yaml(), length: length, steps: steps, sampler: sampler.name,
      isPlain: model.engine.kernels == .openblas, precision: model.engine.precision.rawValue,
      guidance: model.guidance?.config,
      guide: model.guidance.map { ModelConfig(network: $0.guide.architecture.config).yaml() })
    try ranks.tell(SoundsHand.kind, try JSONEncoder().encode(job))
    for (index, answer) in try ranks.answers().enumerated() where answer != SoundsHand.ready {
      try ranks.tell(SoundsHand.end)
      throw RankError.refused(ranks.name(index + 1), String(decoding: answer, as: UTF8.self))
    }
    try ranks.tell(SoundsHand.ready)
    try ranks.share(values)
    if let others { try ranks.share(others) }
  }

  /// As `DiffusionModel.generate` makes them.
  func make(
    _ count: Int, noise: (_ number: Int) throws -> DrawnNoise, afterStep: (GenerationProgress) throws -> Void
  ) throws -> [[[Float]]] {
    var made: [[[Float]]] = []
    while made.count < count {
      let numbers = made.count..<min(made.count + ranks.count, count)
      let noises = try numbers.map(noise)
      for (rank, noise) in noises.enumerated().dropFirst() { try ranks.tell(noise.bytes, to: rank) }
      do {
        made += try model.make(noises[0], job) {
          try afterStep(GenerationProgress(sounds: numbers, count: count, run: $0))
        }
      } catch {
        // They leave off when the next word comes, and answer all the same.
        try ranks.tell(SoundsHand.end)
        _ = try ranks.answers(ofFirst: numbers.count)
        throw error
      }
      let answers = try ranks.answers(ofFirst: numbers.count)
      do {
        for (index, answer) in answers.enumerated() { made.append(try sound(answer, of: index + 1)) }
      } catch {
        try ranks.tell(SoundsHand.end)
        throw error
      }
    }
    try ranks.tell(SoundsHand.end)
    return made
  }

  /// A sound that a rank answered.
  private func sound(_ answer: [UInt8], of rank: Int) throws -> [[Float]] {
    guard answer.first == SoundsHand.made else {
      throw RankError.refused(ranks.name(rank), String(decoding: answer.dropFirst(), as: UTF8.self))
    }
    let samples = MessageBytes.numbers(of: Float.self, in: answer.dropFirst())
    return (0..<model.channels).map { Array(samples[($0 * job.length)..<(($0 + 1) * job.length)]) }
  }
}

/// Making sounds on the other ranks.
public enum SoundsHand {
  /// What a word begins with that asks for them.
  public static let kind = "sounds"
  static let ready: [UInt8] = Array("ready".utf8)
  static let end: [UInt8] = Array("end".utf8)
  /// What an answer begins with that holds a sound.
  static let made: UInt8 = 1

  /// Makes sounds until rank 0 wants no more.
  /// - Parameter content: what follows the kind.
  public static func run(_ content: [UInt8], with ranks: Ranks, on engine: Engine) throws {
    let job = try JSONDecoder().decode(SoundsJob.self, from: Data(content))
    let (config, own): (ModelConfig, Engine)
    do {
      config = try ModelConfig.parse(job.config)
      own = try Engine(
        kernels: job.isPlain ? .openblas : engine.kernels == .openblas ? .best : engine.kernels,
        precision: Engine.Precision(rawValue: job.precision) ?? .f32, workers: engine.workers)
    } catch {
      try ranks.answer(Array("\(error)".utf8))
      _ = try ranks.listen()
      return
    }
    try ranks.answer(ready)
    guard try ranks.listen() == ready else { return }
    let network = try network(config, with: ranks, on: own)
    var model = DiffusionModel(network, config, engine: own)
    if let guidance = job.guidance, let guide = job.guide {
      let other = try self.network(ModelConfig.parse(guide), with: ranks, on: own)
      model.network = try GuidedNetwork(network, awayFrom: other, as: guidance)
    }
    while true {
      let word = try ranks.listen()
      if word == end { return }
      do {
        let made = try model.make(DrawnNoise(bytes: word), job) { _ in if ranks.hasWord { throw CancellationError() } }
        try ranks.answer([self.made] + MessageBytes.of(Array(made[0].joined())))
      } catch let error as RankError {
        throw error
      } catch {
        try ranks.answer([0] + Array("\(error)".utf8))
      }
    }
  }
}

extension SoundsHand {
  /// The network that rank 0 sends next.
  private static func network(
    _ config: ModelConfig, with ranks: Ranks, on engine: Engine
  ) throws -> any VelocityNetwork {
    let description = try NetworkDescription(config: config.network)
    let layout = ParameterLayout(description)
    let values = FloatBuffer(layout.count)
    try ranks.share(values)
    return try engine.network(description, weights: layout.stateDict(of: values))
  }
}

extension ModelSource {
  /// The weights from the file, as a network's lie; nil where it has gone or changed.
  fileprivate func values(of architecture: NetworkDescription) -> FloatBuffer? {
    let layout = ParameterLayout(architecture)
    let values = FloatBuffer(layout.count)
    guard isAsItWas, let stored = try? storedWeights(),
      (try? layout.read(stored, of: architecture, into: values)) != nil
    else { return nil }
    return values
  }
}

extension DiffusionModel {
  /// A model whose weights came from elsewhere than a file.
  fileprivate init(_ network: any VelocityNetwork, _ config: ModelConfig, engine: Engine) {
    self.init(
      network: network, engine: engine, sampleRate: config.samplingRate ?? 44100, length: config.length ?? 0,
      channels: network.architecture.inChannels, gain: Float(config.gain ?? 1), sampler: .ddim, denoisingSteps: nil,
      finish: SoundFinish(config), source: ModelSource(path: "", identity: nil, weights: .online), about: nil,
      trainingStep: nil)
  }

  /// The network and its sounds.
  public var config: ModelConfig {
    ModelConfig(
      samplingRate: sampleRate, length: length, channels: channels, gain: Double(gain), fadeIn: finish.fadeIn,
      fadeOut: finish.fadeOut, fillNoise: finish.fillNoise, cleanTail: finish.cleanTail,
      maxPeak: finish.maxPeak, sampler: sampler == .ddim ? nil : sampler.name,
      denoisingSteps: denoisingSteps,
      guidance: guidance.flatMap { $0.isPortable ? $0.config : nil }, network: network.architecture.config)
  }

  /// One sound of a job.
  fileprivate func make(
    _ noise: DrawnNoise, _ job: SoundsJob, afterStep: (DenoisingRun) throws -> Void
  ) throws -> [[[Float]]] {
    try generate(
      1, length: job.length, steps: job.steps, sampler: Sampler(rawValue: job.sampler) ?? sampler,
      noise: { _ in noise }, afterStep: { try afterStep($0.run) })
  }
}

extension DrawnNoise {
  /// As it is sent to another rank.
  fileprivate var bytes: [UInt8] {
    MessageBytes.of([freshSeed]) + MessageBytes.of(values)
  }

  fileprivate init(bytes: [UInt8]) {
    let size = MemoryLayout<UInt32>.size
    self.init(
      MessageBytes.numbers(of: Float.self, in: bytes.dropFirst(size)),
      freshSeed: MessageBytes.numbers(of: UInt32.self, in: bytes.prefix(size)).first ?? 0)
  }
}
