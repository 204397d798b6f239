import Checkpoints
import Diffusion
import Networks
import Tensors

/// A network in training: micro-batches go in, and their gradients, an optimiser and a moving average move its weights,
/// in the order in which tiny-audio-diffusion's training has them.
///
/// A micro-batch counts for 1/`accumulate` of an optimiser's step; the average is told of each before that step.
public final class Trainer {
  /// The network, whose weights and gradients it holds.
  public let network: TrainableNetwork
  /// What moves the weights.
  public let optimiser: AdamW
  /// The average of the weights, which is what samples are made with.
  public let average: MovingAverage
  /// How many micro-batches make an optimiser's step.
  public let accumulate: Int
  /// The most that the gradients' norm may be at an optimiser's step; `nil` when it may be anything.
  public let clip: Double?
  /// How much the sizes of a lapped transform's coefficients count beside the squared error.
  public let spectral: Double
  /// How much more an error counts in silence than where a sound is loudest, in dB, see `QuietWeights`.
  public let quiet: Double
  /// What it is led away from; `nil` when it aims at the sounds alone.
  public let guidance: Guidance?
  /// The norm that the gradients had at the last step, before it was shortened.
  public private(set) var gradientNorm = 0.0
  /// How many micro-batches of the next step are in the gradients already.
  public internal(set) var pending = 0
  private let engine: Engine
  let replicas: Replicas

  /// A sound to learn from, [C, L], with the noise level and the noise, [C, L], that it is to be found in.
  public struct Example: Sendable {
    /// [C, L], channel by channel.
    public let sound, noise: [Float]
    /// How much of the noise is in the sound, 0 … 1.
    public let sigma: Float

    /// An example of a sound and noise of the same shape.
    public init(sound: [Float], noise: [Float], sigma: Float) {
      (self.sound, self.noise, self.sigma) = (sound, noise, sigma)
    }
  }

  /// A trainer of a network that begins with the weights that it has.
  /// - Parameter sideBySide: how many sounds of a micro-batch are learnt from at once, each on a thread and in memory
  ///   of its own. The weights come to the same bits with any number.
  /// - Throws: what keeps a network from being made another time.
  public init(
    _ network: TrainableNetwork, accumulate: Int = 1, clip: Double? = nil, spectral: Double = 0, quiet: Double = 0,
    guidance: Guidance? = nil, optimiser: AdamWOptions = AdamWOptions(),
    average: MovingAverage.Options = MovingAverage.Options(), sideBySide: Int = 1, on engine: Engine
  ) throws {
    self.network = network
    self.accumulate = max(1, accumulate)
    (self.clip, self.spectral, self.quiet, self.guidance) = (clip, spectral, quiet, guidance)
    self.engine = engine
    replicas = try Replicas(of: network, count: sideBySide, on: engine)
    let count = network.layout.count
    self.optimiser = AdamW(count: network.layout.learntCount, optimiser)
    self.average = MovingAverage(of: network.values, count: count, average)
  }

  /// Learns from a micro-batch, and makes the optimiser's step when it is the last of one.
  ///
  /// - Returns: the mean squared error of the velocity, over all values of the batch.
  /// - Throws: `TrainingError.lossNotFinite` or `.gradientNotFinite` before any weight has changed.
  public func learn(_ batch: [Example]) throws -> Double {
    let share = 1 / Double(batch.count * accumulate)
    replicas.weightsStay(for: accumulate, of: batch.count)
    let losses = try replicas.addingGradients(batch) { network, example in
      try addGradient(of: example, share: share, with: network)
    }
    if let bad = losses.firstIndex(where: { !$0.isFinite }) { throw TrainingError.lossNotFinite(example: bad) }
    try finishMicroBatch()
    return losses.reduce(0) { $0 + $1 / Double(batch.count) }
  }

  /// What follows when a micro-batch's gradients, all of them those of the step, are there.
  /// - Throws: `TrainingError.gradientNotFinite` before any weight has changed.
  func finishMicroBatch() throws(TrainingError) {
    if pending + 1 == accumulate, !hasFiniteGradients { throw .gradientNotFinite }
    average.update(network.values, on: engine)
    pending += 1
    if pending == accumulate {
      gradientNorm = engine.clip(network.gradients, count: network.layout.count, toNorm: clip ?? .infinity)
      optimiser.update(network.values, by: network.gradients, on: engine)
      clearGradients()
    }
  }

  /// Forgets what is in the gradients; the weights may be others from here on.
  public func clearGradients() {
    zeroGradients()
    replicas.weightsChange()
    pending = 0
  }

  /// Makes all gradients zero.
  func zeroGradients() {
    engine.forChunks(network.layout.count) { first, count in
      network.gradients.slice(first, count).update(repeating: 0, count: count)
    }
  }

  /// The losses of examples by the average, without learning from them.
  /// - Returns: for each the mean squared error of the velocity, over all values.
  public func validate(_ examples: [Example]) throws -> [Double] {
    try replicas.map(examples) { network, example in
      let x = try Tensor(shape: [1, network.architecture.inChannels, network.length], values: example.noisy)
      var velocity = try network.with(average.values).velocity(of: x, sigma: [example.sigma]).values
      return example.loss(&velocity, shift: try guidance?.shift(by: network, of: x.values, sigma: example.sigma))
    }
  }

  /// The gradient of an example's loss, of which `share` counts, on top of what is in a network's gradients already.
  /// - Parameters:
  ///   - network: the trainer's own, or a replica of it.
  ///   - stageIsDone: told of each of the network's `gradientStages`, in their order.
  /// - Returns: the loss; one that is not finite leaves the gradients alone.
  func addGradient(
    of example: Example, share: Double, with network: TrainableNetwork, stageIsDone: (Int) throws -> Void = { _ in }
  ) throws -> Double {
    let noisy = example.noisy
    // Passes by other weights come first: the way back follows the network's own.
    let shift = try guidance?.shift(by: network, of: noisy, sigma: example.sigma)
    var gradient = try network.forward(noisy, sigma: example.sigma)
    let loss = example.loss(&gradient, shift: shift)
    guard loss.isFinite else {
      for stage in network.gradientStages.indices { try stageIsDone(stage) }
      return loss
    }
    let factor = Float(2 * share / Double(gradient.count))
    for index in gradient.indices { gradient[index] = factor * gradient[index] }
    if quiet > 0 {
      QuietWeights(of: example.sound, channels: network.architecture.inChannels, decibels: quiet).multiply(&gradient)
    }
    try network.backward(
      gradient, sizes: spectral > 0 ? (clean: example.sound, weight: Float(spectral * share)) : nil,
      stageIsDone: stageIsDone)
    return loss
  }

  /// Whether no gradient is NaN, infinite, or so large that its square is.
  private var hasFiniteGradients: Bool {
    // As integers magnitudes have the order that they have as floats, and NaN is the largest of all. The square of what
    // is larger than this would not be finite, and AdamW's means would not come back from that.
    let largest = Float(1e18).bitPattern
    return engine.chunks(network.layout.count, from: UInt32(0)) { first, count in
      var magnitude: UInt32 = 0
      for value in UnsafeBufferPointer(start: network.gradients.slice(first, count), count: count) {
        magnitude = max(magnitude, value.bitPattern & 0x7FFF_FFFF)
      }
      return magnitude
    }.allSatisfy { $0 <= largest }
  }
}

extension Trainer.Example {
  /// alpha·sound + beta·noise, [C, L].
  fileprivate var noisy: [Float] {
    let level = NoiseLevel(sigma: sigma)
    return zip(sound, noise).map { level.alpha * $0 + level.beta * $1 }
  }

  /// The mean squared error of a velocity predicted from `noisy`, [C, L]; v = alpha·noise − beta·sound is the right
  /// one, Salimans and Ho 2022, arXiv:2202.00512.
  /// - Parameters:
  ///   - velocity: becomes the error of each value.
  ///   - shift: by how much another than the right one is aimed at.
  fileprivate func loss(_ velocity: inout [Float], shift: [Float]?) -> Double {
    let level = NoiseLevel(sigma: sigma)
    var sum = 0.0
    for index in velocity.indices {
      var aim = level.alpha * noise[index] - level.beta * sound[index]
      if let shift { aim += shift[index] }
      let error = velocity[index] - aim
      sum += Double(error) * Double(error)
      velocity[index] = error
    }
    return sum / Double(velocity.count)
  }
}
