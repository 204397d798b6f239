import Audio

/// What happens in a training, told in order to who runs it: the numbers alone, to be worded and drawn elsewhere.
///
/// Who is told may throw, which ends the training as it stands; what was saved last is whole. A `WholeFileError` counts
/// as the training's own (see `TrainingRun.run`).
public enum TrainingEvent: Sendable {
  /// A micro-batch was learnt from.
  case progressed(TrainingRun.Report)
  /// Something else than learning goes on, and so many parts of it are done.
  case busy(Aside, done: Int, of: Int)
  /// The moving average was tried on sounds that are not learnt from.
  case validated(Validation)
  /// The folder's state, checkpoints and losses are all of the same step; comes after each save, and when a training is
  /// resumed, so that a picture of the losses that a stop kept from being drawn is made good.
  case saved(losses: [TrainingLoss])
  /// A sound was made and written.
  case sampled(Sample)
  /// All sounds of a step were made.
  case finishedSampling(step: Int, count: Int)

  /// What is done beside learning.
  public enum Aside: Sendable, Equatable { case validating, sampling }

  /// What a validation found.
  public struct Validation: Sendable, Equatable {
    /// The optimiser's step after which it was made.
    public let step: Int
    /// The smoothed loss of the sounds that are learnt from.
    public let loss: Double
    /// The loss of the moving average on those that are not.
    public let validation: Double
    /// Whether that is the lowest so far.
    public let isBest: Bool
    /// The norms of the gradients at the steps since the last validation, before they were clipped: the median, and the
    /// largest.
    public let medianNorm, largestNorm: Double
  }

  /// A sound that the moving average makes of a seed.
  public struct Sample: Sendable {
    /// The optimiser's step after which it was made.
    public let step: Int
    /// What its noise was drawn from.
    public let seed: Int
    /// As the network makes it, before it was written.
    public let sound: Sound
    /// Where it lies, and where a picture of it belongs.
    public let files: RunFolder.SampleFiles
  }
}
