import Analysis
import Language
import Tensors

/// Which of several classes of sounds each sound lies nearest to: by the mean distance to the five nearest of each class,
/// as many sounds in each (T. Cover and P. Hart, IEEE Trans. Inf. Theory 13, 1967, with distances for votes).
struct ClassShares {
  /// The sounds of a class, which need not be in memory.
  struct Class {
    let label: String
    let items: [EvaluatedSounds.Item]

    init(_ sounds: EvaluatedSounds) { (label, items) = (sounds.label, sounds.items) }
  }

  let names: [String]
  /// How many sounds of each class were held against.
  let size: Int
  /// The share of the sounds nearest to each class, and of the real sounds of the first class, [classes].
  let made, real: [Double]

  static let neighbours = 5
  static let most = 500

  /// - Parameter classes: of prepared sounds, the sounds' own class first.
  init?(
    of made: EvaluatedSounds, real: EvaluatedSounds, classes: [Class], workers: Workers, _ call: Call
  ) throws {
    names = classes.map(\.label)
    size = min(Self.most, classes.map(\.items.count).min() ?? 0)
    let members = classes.map { [size] sounds in
      Session.spread(Array(sounds.items.indices), over: size).prefix(size).map { sounds.items[$0] }
    }
    self.made = try Self.shares(made, members, passingOver: false, workers, call)
    self.real = try Self.shares(real, members, passingOver: true, workers, call)
    if self.made.isEmpty || self.real.isEmpty { return nil }
  }

  /// - Parameter passingOver: whether the same recording in a class is no neighbour.
  private static func shares(
    _ sounds: EvaluatedSounds, _ classes: [[EvaluatedSounds.Item]], passingOver: Bool, _ workers: Workers,
    _ call: Call
  ) throws -> [Double] {
    // A real sound is left out of its own class.
    let neighbours = min(Self.neighbours, max(1, (classes.first?.count ?? 0) - 1))
    let points = classes.map { $0.map(\.aligned) }
    let nearest = try EvaluatedSounds.inPortions(
      Array(sounds.items.indices), "sorting \(sounds.label)", workers, call
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
