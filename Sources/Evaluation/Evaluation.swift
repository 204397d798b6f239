import Analysis

/// What a set of sounds was found to be beside a set of real ones.
public struct Evaluation {
  /// The sounds, and the real ones that they are held against.
  public let made, real: EvaluatedSounds
  /// How the sounds were made, in words; `nil` where they were there already.
  public let settings: String?
  /// MMD² to the real sounds, between halves of them, and the deviation of the latter; all times 1000. `nil` where
  /// there are too few sounds.
  public let distance, yardstick, yardstickSpread: Double?
  /// How near the sounds lie to those that were trained on; `nil` where that was not asked or can't be told.
  public var memorising: Memorising?
  /// Which class of sounds each lies nearest to; `nil` where that was not asked or can't be told.
  public var classes: ClassShares?

  /// Measures the distance of the sounds to the real ones.
  /// - Parameter kernel: over the real sounds; `nil` where there are too few.
  public init(made: EvaluatedSounds, real: EvaluatedSounds, settings: String?, kernel: KernelDistance<SoundFeatures>?) {
    (self.made, self.real, self.settings) = (made, real, settings)
    let halves = kernel?.betweenHalves()
    distance = kernel?.squared(to: made.features).map { $0 * 1000 }
    yardstick = halves.map { $0.mean * 1000 }
    yardstickSpread = halves.map { $0.deviation * 1000 }
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
