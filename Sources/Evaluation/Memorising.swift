import Analysis
import Audio
import Tensors

/// How near sounds lie to those that were trained on, against how near real sounds lie to them: what is learnt by heart
/// lies nearer.
public struct Memorising: Sendable {
  /// A sound and the nearest one trained on.
  public struct Pair: Sendable {
    /// What both are called.
    public let name, nearest: String
    /// Of the features from the onsets on, in dB (see `SoundFeatures`).
    public let distance: Double
    /// Of the waveforms (see `CrossCorrelation`).
    public let correlation: Double
  }

  /// A pair for each of the sounds, in their order, and for each of the real ones.
  public let made, real: [Pair]
  /// Whether it was told what was trained on: else the real sounds stand in for that.
  public let isTrainingGiven: Bool
  /// How many of the sounds correlate with their nearest ones as a copy does.
  public var copies: Int { made.count { $0.correlation >= Self.copy } }
  /// The same of the real sounds.
  public var realCopies: Int { real.count { $0.correlation >= Self.copy } }

  /// From which correlation on a waveform counts as a copy.
  public static let copy = 0.95

  /// Finds each sound's nearest one among those trained on; `nil` where one side has no neighbours.
  /// - Parameters:
  ///   - given: what was trained on; the real sounds stand in for it where that is `nil`.
  ///   - onProgress: told how far it is; what it throws ends the search.
  public init?(
    of made: EvaluatedSounds, real: EvaluatedSounds, training given: EvaluatedSounds?, workers: Workers,
    onProgress: EvaluationProgress.Sink
  ) throws {
    let training = given ?? real
    isTrainingGiven = given != nil
    self.made = try Self.pairs(made, in: training, passingOver: false, workers, onProgress)
    self.real = try Self.pairs(real, in: training, passingOver: true, workers, onProgress)
    if self.made.isEmpty || self.real.isEmpty { return nil }
  }

  /// The median distance of the sounds by that of the real ones: 1 where they lie as far from the training's sounds as
  /// real ones do, near 0 for copies; `nil` where real ones lie at no distance.
  public var ratio: Double? {
    guard let one = Distribution(of: made.map(\.distance)), let other = Distribution(of: real.map(\.distance)),
      other.median > 0
    else { return nil }
    return one.median / other.median
  }

  /// The pairs from the nearest on.
  public var closest: [Pair] {
    made.enumerated().sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }.map(\.element)
  }

  /// - Parameter passingOver: whether the same recording among those trained on is no neighbour.
  private static func pairs(
    _ sounds: EvaluatedSounds, in training: EvaluatedSounds, passingOver: Bool, _ workers: Workers,
    _ onProgress: EvaluationProgress.Sink
  ) throws -> [Pair] {
    let points = training.items.map(\.aligned)
    let found = try workers.inPortions(
      Array(sounds.items.indices), .comparing(sounds.label), onProgress
    ) { index -> Pair? in
      let item = sounds.items[index]
      let nearest = Neighbours.nearest(to: item.aligned, among: points, metric: { $0.distance(to: $1) }) {
        !(passingOver && item.isSame(as: training.items[$0]))
      }
      guard let nearest else { return nil }
      let other = training.items[nearest.index]
      let correlation = try CrossCorrelation.peak(sounds.sound(item), training.sound(other))
      return Pair(name: item.name, nearest: other.name, distance: nearest.distance, correlation: correlation ?? 0)
    }
    return found.compactMap(\.self)
  }
}
