import Checkpoints
import Networks
import Tensors

/// The moving average of the weights (EMA), as ema-pytorch 0.8 keeps it: told of each micro-batch, it copies the
/// weights until call 100, and from then on moves towards them at every tenth call,
///
///     average += (weights − average)·(1 − decay),  decay = min(1 − (1 + calls − 100)^−power, beta).
public final class MovingAverage {
  /// The numbers that a training is run with; the defaults are tiny-audio-diffusion's.
  public struct Options: Sendable, Equatable {
    /// The most that stays of the average, and how fast the share that stays grows towards it.
    public var beta, power: Double

    /// What a training's config.yaml tells of the average.
    public init(beta: Double = TrainingOptions().averageBeta, power: Double = TrainingOptions().averagePower) {
      self.beta = beta
      self.power = power
    }
  }

  /// How it moves.
  public var options: Options
  /// The average, which lies as the weights do.
  public let values: FloatBuffer
  /// How often it was told.
  public var calls = 0

  private static let copiesUntil = 100
  private static let every = 10

  /// An average of `count` weights, a multiple of 16, that begins as a copy of them.
  public init(of weights: FloatBuffer, count: Int, _ options: Options = Options()) {
    self.options = options
    values = FloatBuffer(count)
    values.all.update(from: weights.all, count: count)
  }

  /// Takes note of the weights before an optimiser's step.
  public func update(_ weights: FloatBuffer, on engine: Engine) {
    let call = calls
    calls += 1
    guard call % Self.every == 0 else { return }
    if call <= Self.copiesUntil {
      engine.forChunks(values.count) { first, count in
        values.slice(first, count).update(from: weights.slice(first, count), count: count)
      }
      return
    }
    let decay = decay(atCall: call)
    engine.forChunks(values.count) { first, count in
      engine.training.lerp(values.slice(first, count), weights.slice(first, count), count, Float(1 - Double(decay)))
    }
  }

  /// How much of the average stays, at a call that is more than 100.
  func decay(atCall call: Int) -> Float {
    let epoch = Double(call - Self.copiesUntil)
    // The C library's power has other last bits on other processors.
    let share = exponential(Float(-options.power * logarithm(1 + epoch)))
    return min(1 - share, Float(options.beta))
  }
}
