import Analysis
import Audio
import Tensors
import Training

/// Sounds that were brought to one preparation and measured.
public struct EvaluatedSounds: Sendable {
  /// What they are called in the report: a file's or a folder's name.
  public let label: String
  /// The sounds, in the order that they came in.
  public let items: [Item]
  /// Which others were left out.
  public let skipped: [Skipped]
  /// The prepared sound of an item.
  public let sound: @Sendable (Item) throws -> Sound

  /// A sound, with what was measured of it.
  public struct Item: Sendable {
    /// A file's path below its folder, or what a sound in memory is called.
    public let name: String
    /// The place among the sounds that they were taken from.
    let place: Int
    /// Stands for the samples of a file; `nil` for what was made just now.
    let fingerprint: UInt64?
    /// From its onset on.
    let aligned: SoundFeatures
    /// What is known of a sound that is more than a neighbour of others.
    public let whole: Whole?

    /// What is measured of a sound as it is.
    public struct Whole: Sendable {
      /// Its numbers.
      public let measures: SoundMeasures
      /// What distances are taken between.
      public let features: SoundFeatures
    }

    /// Whether it is the same recording as another, which is no neighbour then.
    func isSame(as other: Item) -> Bool { fingerprint != nil && fingerprint == other.fingerprint }
  }

  /// A sound that was left out, and why.
  public enum Skipped: Sendable, Equatable, CustomStringConvertible {
    case file(SkippedFile)
    /// Samples that are NaN or infinite.
    case notFinite(name: String)
    /// Nothing in it reaches −60 dB after preparation.
    case silent(name: String)

    /// What is wrong with it, in one line.
    public var description: String {
      switch self {
      case .file(let file): file.description
      case .notFinite(let name): "\(name) has samples that are no numbers"
      case .silent(let name): "\(name) is silent"
      }
    }
  }

  /// The most sounds of a folder that are measured.
  public static let most = 1000

  /// The sounds of a folder, as training would take them.
  /// - Parameters:
  ///   - most: so many are measured at most, evenly over their order.
  ///   - asNeighbours: whether they are only there to be held against.
  ///   - onProgress: told how far it is; what it throws ends the work.
  /// - Throws: `DatasetError` when there is no sound in the folder that can be used; `AnalysisError`.
  public init(
    folder: String, preparation: Preparation, most: Int, asNeighbours: Bool, workers: Workers,
    onProgress: EvaluationProgress.Sink
  ) throws {
    let name = Self.name(of: folder)
    let dataset = try Dataset(folder, preparation: preparation, workers: workers) { progress in
      switch progress {
      case .searching(let found): try onProgress(EvaluationProgress(stage: .searching(name), done: found, count: 0))
      case .preparing(let done, let count):
        try onProgress(EvaluationProgress(stage: .reading(name), done: done, count: count))
      }
    }
    label = name
    skipped = dataset.skipped.map(Skipped.file)
    let sound = { @Sendable (place: Int) throws -> Sound in
      let samples = try dataset.sound(at: place)
      let length = preparation.length
      return try Sound(
        sampleRate: preparation.sampleRate,
        channels: (0..<preparation.channels).map { Array(samples[($0 * length)..<(($0 + 1) * length)]) })
    }
    self.sound = { try sound($0.place) }
    let places = Array(0..<dataset.count).spread(over: most)
    items = try workers.inPortions(places, .measuring(label), onProgress) { place in
      let item = dataset.items[place]
      return try Item(
        name: item.path, place: place, fingerprint: item.fingerprint, of: sound(place), loudness: nil,
        asNeighbour: asNeighbours)
    }
  }

  /// Sounds in memory.
  /// - Parameters:
  ///   - names: one for each sound.
  ///   - onProgress: told how far it is; what it throws ends the work.
  /// - Throws: `AudioError` for what can't be prepared; `AnalysisError`.
  public init(
    _ sounds: [Sound], names: [String], label: String, preparation: Preparation, workers: Workers,
    onProgress: EvaluationProgress.Sink
  ) throws {
    self.label = label
    var skipped: [Skipped] = []
    var kept: [(name: String, sound: Sound, loudness: Double)] = []
    for (place, sound) in sounds.enumerated() {
      guard sound.channels.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
        skipped.append(.notFinite(name: names[place]))
        continue
      }
      try onProgress(EvaluationProgress(stage: .preparing(label), done: place, count: sounds.count))
      let ready = try preparation.apply(to: sound)
      // As a data set has it.
      guard Double(ready.peak) >= Sound.factor(decibels: -60), ready.peak.isFinite else {
        skipped.append(.silent(name: names[place]))
        continue
      }
      kept.append((names[place], ready, sound.loudness()))
    }
    self.skipped = skipped
    let ready = kept
    sound = { item in ready[item.place].sound }
    items = try workers.inPortions(Array(ready.indices), .measuring(label), onProgress) { index in
      let (name, sound, loudness) = ready[index]
      return try Item(name: name, place: index, fingerprint: nil, of: sound, loudness: loudness, asNeighbour: false)
    }
  }

  /// Of the sounds as they are, in their order.
  public var features: [SoundFeatures] { items.compactMap(\.whole?.features) }

  /// At most `count` of the sounds, prepared, evenly over their order.
  /// - Throws: what keeps a file from being read again.
  public func examples(_ count: Int) throws -> [Sound] { try items.spread(over: count).map { try sound($0) } }

  /// The last part of a path.
  private static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

extension EvaluatedSounds.Item {
  /// Measures a prepared sound.
  fileprivate init(
    name: String, place: Int, fingerprint: UInt64?, of sound: Sound, loudness: Double?, asNeighbour: Bool
  ) throws {
    (self.name, self.place, self.fingerprint) = (name, place, fingerprint)
    aligned = try SoundFeatures(of: sound, aligned: true)
    whole =
      asNeighbour
      ? nil
      : try Whole(
        measures: SoundMeasures(of: sound, loudness: loudness), features: SoundFeatures(of: sound, aligned: false))
  }
}
