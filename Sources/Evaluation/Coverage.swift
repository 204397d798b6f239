import Analysis
import Tensors

/// How much of a set of real sounds others reach, and how thick they lie there: coverage and density of M. F. Naeem et
/// al. 2020, arXiv:2002.09797, between the features from the onsets on.
///
/// A real sound's neighbourhood reaches to the fifth nearest of the others. Coverage is the share of neighbourhoods
/// with a sound in them; density counts how many neighbourhoods a sound lies in, over five. Coverage tells what is
/// missing, density what is far from all.
public struct Coverage: Sendable, Equatable {
  /// Of the sounds.
  public let made: Reach
  /// Of as many real sounds that were not trained on, which is what can be reached; `nil` where the neighbourhoods are
  /// those real sounds' own.
  public let real: Reach?

  /// What one set of sounds reaches.
  public struct Reach: Sendable, Equatable {
    /// The share of neighbourhoods that hold one of the sounds, 0…1.
    public let coverage: Double
    /// In how many neighbourhoods a sound lies, over five: about 1 for sounds of the same kind.
    public let density: Double
  }

  private static let neighbours = 5
  /// The most neighbourhoods.
  private static let most = 1000

  /// Measures sounds in the neighbourhoods of those trained on, or of the real ones where it is not known which those
  /// are; `nil` where there are too few.
  init?(
    of made: EvaluatedSounds, real: EvaluatedSounds, training: EvaluatedSounds?, workers: Workers,
    onProgress: EvaluationProgress.Sink
  ) throws {
    let centres = (training ?? real).items.spread(over: Self.most)
    guard centres.count > Self.neighbours, !made.items.isEmpty else { return nil }
    let radii = try workers.inPortions(Array(centres.indices), .comparing(real.label), onProgress) { index in
      let distances = centres.indices.filter { $0 != index }
        .map { centres[index].aligned.distance(to: centres[$0].aligned) }
      return distances.sorted()[Self.neighbours - 1]
    }
    // As many of each, since more reach more.
    let count = training == nil ? made.items.count : min(made.items.count, real.items.count)
    func reach(_ items: [EvaluatedSounds.Item], _ label: String) throws -> Reach {
      let held = try workers.inPortions(Array(centres.indices), .comparing(label), onProgress) { index in
        items.count {
          !$0.isSame(as: centres[index]) && $0.aligned.distance(to: centres[index].aligned) <= radii[index]
        }
      }
      return Reach(
        coverage: Double(held.count { $0 > 0 }) / Double(centres.count),
        density: Double(held.reduce(0, +)) / Double(Self.neighbours * items.count))
    }
    self.made = try reach(made.items.spread(over: count), made.label)
    self.real = training == nil ? nil : try reach(real.items.spread(over: count), real.label)
  }
}
