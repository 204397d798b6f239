import Analysis
import Audio
import Language
import Tensors

/// How near sounds lie to those that were trained on, against how near real sounds lie to them: what is learnt by heart
/// lies nearer.
struct Memorising {
  /// A sound and the nearest one trained on.
  struct Pair {
    let name, nearest: String
    /// Of the features from the onsets on, in dB (see `SoundFeatures`).
    let distance: Double
    /// Of the waveforms (see `CrossCorrelation`).
    let correlation: Double
  }

  /// [sounds] in their order, and those of the real ones.
  let made, real: [Pair]
  /// Whether it was told what was trained on: else the real sounds stand in for that.
  let isTrainingGiven: Bool
  /// How many of the sounds correlate with their nearest ones as a copy does.
  var copies: Int { made.count { $0.correlation >= Self.copy } }
  var realCopies: Int { real.count { $0.correlation >= Self.copy } }

  /// From which correlation on a waveform counts as a copy.
  static let copy = 0.95

  /// Nothing where one side has no neighbours.
  init?(
    of made: EvaluatedSounds, real: EvaluatedSounds, training given: EvaluatedSounds?, workers: Workers, _ call: Call
  ) throws {
    let training = given ?? real
    isTrainingGiven = given != nil
    self.made = try Self.pairs(made, in: training, passingOver: false, workers, call)
    self.real = try Self.pairs(real, in: training, passingOver: true, workers, call)
    if self.made.isEmpty || self.real.isEmpty { return nil }
  }

  /// The median distance of the sounds by that of the real ones: 1 where they lie as far from the training's sounds as
  /// real ones do, near 0 for copies; nothing where real ones lie at no distance.
  var ratio: Double? {
    guard let one = Distribution(of: made.map(\.distance)), let other = Distribution(of: real.map(\.distance)),
      other.median > 0
    else { return nil }
    return one.median / other.median
  }

  /// The pairs from the nearest on.
  var closest: [Pair] {
    made.enumerated().sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }.map(\.element)
  }

  /// - Parameter passingOver: whether the same recording among those trained on is no neighbour.
  private static func pairs(
    _ sounds: EvaluatedSounds, in training: EvaluatedSounds, passingOver: Bool, _ workers: Workers, _ call: Call
  ) throws -> [Pair] {
    let points = training.items.map(\.aligned)
    let found = try EvaluatedSounds.inPortions(
      Array(sounds.items.indices), "comparing \(sounds.label)", workers, call
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
