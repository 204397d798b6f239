import Analysis
import Tensors

/// What a set of sounds was found to be beside a set of real ones.
public struct Comparison: Sendable {
  /// The sounds, and the real ones that they are held against.
  public let made, real: EvaluatedSounds
  /// MMD² to the real sounds, between halves of them, and the deviation of the latter; all times 1000. `nil` where
  /// there are too few sounds.
  public let distance, yardstick, yardstickSpread: Double?
  /// How near the sounds lie to those that were trained on; `nil` where that can't be told.
  public let memorising: Memorising?
  /// How much of what was trained on, or of the real sounds, is reached; `nil` where there are too few.
  public let coverage: Coverage?
  /// MMD² to real sounds of other sources, times 1000, and the mean between halves of them; `nil` for too few.
  public let sources: [Source]
  /// Which class of sounds each lies nearest to; `nil` where there are no other classes, or where that can't be told.
  public let classes: ClassShares?

  /// Real sounds of another source.
  public struct Source: Sendable {
    /// What they are called.
    public let label: String
    /// Of the made sounds and of the folder's real ones to them, and between halves of them; each times 1000.
    public let distance, realDistance, yardstick: Double?

    init(_ sounds: EvaluatedSounds, made: EvaluatedSounds, real: EvaluatedSounds) {
      let kernel = KernelDistance(reference: sounds.features, metric: { $0.distance(to: $1) })
      label = sounds.label
      distance = kernel?.squared(to: made.features).map { $0 * 1000 }
      realDistance = kernel?.squared(to: real.features).map { $0 * 1000 }
      yardstick = kernel?.betweenHalves().map { $0.mean * 1000 }
    }
  }

  /// Compares sounds, of one preparation, with real ones.
  /// - Parameters:
  ///   - training: what was trained on; the real sounds stand in for it where that is `nil`.
  ///   - sources: further real sounds, of other sources than the folder's.
  ///   - otherClasses: sounds of other classes than the own one, which is `training`.
  ///   - onProgress: told how far it is; what it throws ends the work.
  /// - Throws: what keeps a file from being read again.
  public init(
    of made: EvaluatedSounds, with real: EvaluatedSounds, training: EvaluatedSounds?,
    sources: [EvaluatedSounds] = [], otherClasses: [ClassShares.Class], workers: Workers,
    onProgress: EvaluationProgress.Sink
  ) throws {
    (self.made, self.real) = (made, real)
    self.sources = sources.map { Source($0, made: made, real: real) }
    coverage = try Coverage(of: made, real: real, training: training, workers: workers, onProgress: onProgress)
    let kernel = KernelDistance(reference: real.features, metric: { $0.distance(to: $1) })
    let halves = kernel?.betweenHalves()
    distance = kernel?.squared(to: made.features).map { $0 * 1000 }
    yardstick = halves.map { $0.mean * 1000 }
    yardstickSpread = halves.map { $0.deviation * 1000 }
    memorising = try Memorising(of: made, real: real, training: training, workers: workers, onProgress: onProgress)
    classes =
      otherClasses.isEmpty
      ? nil
      : try ClassShares(
        of: made, real: real, classes: [ClassShares.Class(training ?? real)] + otherClasses, workers: workers,
        onProgress: onProgress)
  }

  /// A measure's distributions over the sounds and over the real ones; `nil` where no sound has it.
  public func distributions(of measure: SoundMeasures.Measure) -> (made: Distribution?, real: Distribution?) {
    func distribution(_ sounds: EvaluatedSounds) -> Distribution? {
      Distribution(of: sounds.items.compactMap { $0.whole?.measures[measure] })
    }
    return (distribution(made), distribution(real))
  }

  /// Whether the sounds' median of a measure lies beyond 10 % or 90 % of the real sounds, and further from theirs than
  /// what can be heard. Fewer than five real sounds have no such ends.
  public func differs(in measure: SoundMeasures.Measure) -> Bool {
    guard case (let made?, let real?) = distributions(of: measure), real.count >= 5 else { return false }
    let isWithin = made.median >= real.low && made.median <= real.high
    return !isWithin && abs(made.median - real.median) > measure.resolution
  }
}
