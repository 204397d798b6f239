import Analysis
import Tensors

/// Which of several classes of sounds each sound lies nearest to: by the mean distance to the five nearest of each
/// class, as many sounds in each (T. Cover and P. Hart, IEEE Trans. Inf. Theory 13, 1967, with distances for votes).
public struct ClassShares: Sendable {
  /// The sounds of a class, which need not be in memory.
  public struct Class: Sendable {
    /// What the class is called.
    public let label: String
    let items: [EvaluatedSounds.Item]

    /// A class of prepared sounds.
    public init(_ sounds: EvaluatedSounds) { (label, items) = (sounds.label, sounds.items) }
  }

  /// What the classes are called, the sounds' own first.
  public let names: [String]
  /// How many sounds of each class were held against.
  public let size: Int
  /// The share of the sounds nearest to each class, and of the real sounds of the first class, [classes].
  public let made, real: [Double]

  /// How many of the nearest sounds of a class count.
  static let neighbours = 5
  /// The most sounds of a class that are held against.
  public static let most = 500

  /// Finds the nearest class of each sound; `nil` where no sound has neighbours in every class.
  /// - Parameters:
  ///   - classes: of prepared sounds, the sounds' own class first.
  ///   - onProgress: told how far it is; what it throws ends the search.
  public init?(
    of made: EvaluatedSounds, real: EvaluatedSounds, classes: [Class], workers: Workers,
    onProgress: EvaluationProgress.Sink
  ) throws {
    names = classes.map(\.label)
    size = min(Self.most, classes.map(\.items.count).min() ?? 0)
    let members = classes.map { [size] sounds in
      sounds.items.spread(over: size)
    }
    self.made = try Self.shares(made, members, passingOver: false, workers, onProgress)
    self.real = try Self.shares(real, members, passingOver: true, workers, onProgress)
    if self.made.isEmpty || self.real.isEmpty { return nil }
  }

  /// - Parameter passingOver: whether the same recording in a class is no neighbour.
  private static func shares(
    _ sounds: EvaluatedSounds, _ classes: [[EvaluatedSounds.Item]], passingOver: Bool, _ workers: Workers,
    _ onProgress: EvaluationProgress.Sink
  ) throws -> [Double] {
    // A real sound is left out of its own class.
    let neighbours = min(Self.neighbours, max(1, (classes.first?.count ?? 0) - 1))
    let points = classes.map { $0.map(\.aligned) }
    let nearest = try workers.inPortions(
      Array(sounds.items.indices), .sorting(sounds.label), onProgress
    ) { index -> Int? in
      let item = sounds.items[index]
      let distances = classes.indices.map { number in
        Neighbours.meanDistance(
          to: item.aligned, nearest: neighbours, of: points[number], metric: { $0.distance(to: $1) },
          where: { !(passingOver && item.isSame(as: classes[number][$0])) })
      }
      guard distances.allSatisfy({ $0 != nil }) else { return nil }
      return Neighbours.nearest(to: 0, among: distances.map { $0 ?? 0 }, metric: { abs($0 - $1) })?.index
    }
    let counted = nearest.compactMap(\.self)
    guard !counted.isEmpty else { return [] }
    return classes.indices.map { number in Double(counted.count { $0 == number }) / Double(counted.count) }
  }
}
