import Analysis
import Audio
import Language
import Synchronization
import Tensors
import Training

/// Sounds that were brought to one preparation and measured.
struct EvaluatedSounds {
  /// What they are called in the report: a file's or a folder's name.
  let label: String
  let items: [Item]
  /// Why others were left out, a line each.
  let skipped: [String]
  /// The prepared sound of an item.
  let sound: @Sendable (Item) throws -> Sound

  struct Item {
    let name: String
    /// The place among the sounds that they were taken from.
    let place: Int
    /// Stands for the samples of a file; nothing for what was made just now.
    let fingerprint: UInt64?
    /// From its onset on.
    let aligned: SoundFeatures
    /// What is known of a sound that is more than a neighbour of others.
    let whole: Whole?

    struct Whole {
      let measures: SoundMeasures
      let features: SoundFeatures
    }

    /// Whether it is the same recording as another, which is no neighbour then.
    func isSame(as other: Item) -> Bool { fingerprint != nil && fingerprint == other.fingerprint }
  }

  /// The most sounds of a folder that are measured.
  static let most = 1000

  /// The sounds of a folder, as training would take them.
  /// - Parameters:
  ///   - most: so many are measured at most, evenly over their order.
  ///   - asNeighbours: whether they are only there to be held against.
  init(
    folder: String, preparation: Preparation, most: Int, asNeighbours: Bool, workers: Workers, _ call: Call
  ) throws {
    let dataset = try Dataset(folder, preparation: preparation, workers: workers) { progress in
      if case .preparing(let done, let count) = progress {
        call.host.show(Progress("reading \(Self.name(of: folder))", done: done, total: count))
      }
      try call.checkInterrupt()
    }
    label = Self.name(of: folder)
    skipped = dataset.skipped.map(\.description)
    let sound = { @Sendable (place: Int) throws -> Sound in
      let samples = try dataset.sound(at: place)
      let length = preparation.length
      return try Sound(
        sampleRate: preparation.sampleRate,
        channels: (0..<preparation.channels).map { Array(samples[($0 * length)..<(($0 + 1) * length)]) })
    }
    self.sound = { try sound($0.place) }
    let places = Session.spread(Array(0..<dataset.count), over: most)
    items = try Self.measured(places, label: label, workers, call) { place in
      let item = dataset.items[place]
      return try Item(
        name: item.path, place: place, fingerprint: item.fingerprint, of: sound(place), loudness: nil,
        asNeighbour: asNeighbours)
    }
  }

  /// Sounds in memory.
  /// - Parameter names: one for each sound.
  init(
    _ sounds: [Sound], names: [String], label: String, preparation: Preparation, workers: Workers, _ call: Call
  ) throws {
    self.label = label
    var skipped: [String] = []
    var kept: [(name: String, sound: Sound, loudness: Double)] = []
    for (place, sound) in sounds.enumerated() {
      guard sound.channels.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
        skipped.append("\(names[place]) has samples that are no numbers")
        continue
      }
      try call.checkInterrupt()
      let ready = try preparation.apply(to: sound)
      // As a data set has it.
      guard Double(ready.peak) >= Sound.factor(decibels: -60), ready.peak.isFinite else {
        skipped.append("\(names[place]) is silent")
        continue
      }
      kept.append((names[place], ready, sound.loudness()))
    }
    self.skipped = skipped
    let ready = kept
    sound = { item in ready[item.place].sound }
    items = try Self.measured(Array(ready.indices), label: label, workers, call) { index in
      let (name, sound, loudness) = ready[index]
      return try Item(name: name, place: index, fingerprint: nil, of: sound, loudness: loudness, asNeighbour: false)
    }
  }

  /// Measures sounds, several at once, in an order that does not depend on how many.
  private static func measured(
    _ places: [Int], label: String, _ workers: Workers, _ call: Call, _ measure: @Sendable (Int) throws -> Item
  ) throws -> [Item] {
    try inPortions(places, "measuring \(label)", workers, call, measure)
  }

  /// Does a piece of work for each value, some at once, with progress, until Ctrl-C; the results are in the values' order.
  static func inPortions<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ name: String, _ workers: Workers, _ call: Call,
    _ work: @Sendable (Input) throws -> Output
  ) throws -> [Output] {
    var outputs: [Output] = []
    let portion = 8 * workers.count
    for start in stride(from: 0, to: inputs.count, by: portion) {
      call.host.show(Progress(name, done: start, total: inputs.count))
      try call.checkInterrupt()
      let part = Array(inputs[start..<min(start + portion, inputs.count)])
      let results = Mutex<[Int: Result<Output, any Error>]>([:])
      workers.run(part.count) { index, _ in
        let result = Result { try work(part[index]) }
        results.withLock { $0[index] = result }
      }
      for index in part.indices {
        if let result = results.withLock({ $0[index] }) { outputs.append(try result.get()) }
      }
    }
    call.host.show(nil)
    return outputs
  }

  /// Of the sounds as they are, in their order.
  var features: [SoundFeatures] { items.compactMap(\.whole?.features) }

  /// The last part of a path.
  static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
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
