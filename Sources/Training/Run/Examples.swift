import Dispatch
import Synchronization
import Tensors

/// Which sound each micro-batch learns from, and the noise that it is to be found in: all of it follows from the seed
/// and the number of the example, so that a training that is resumed goes on as it would have.
package struct Examples: Sendable {
  private let dataset: Dataset
  private let split: DatasetSplit
  /// The sounds to learn from; in a balanced training those of each folder, which have their turns.
  private var groups: [Group]
  private let seed: Int
  private let levels: TrainingLevels
  private let gain: Double
  private let augmentation: Augmentation
  /// The sounds to learn from in each folder, by any of them: with what others a sound may be layered.
  private let neighbours: [Int: [Int]]

  /// The examples of a training on `dataset`.
  /// - Parameters:
  ///   - gain: how many times as large as the sounds the network's are.
  ///   - isBalanced: whether the folders right inside of the data set's have their turns, however many sounds each has.
  package init(
    _ dataset: Dataset, seed: Int, levels: TrainingLevels = .even, gain: Double = 1,
    augmentation: Augmentation = Augmentation(), isBalanced: Bool = false
  ) {
    self.dataset = dataset
    self.seed = seed
    (self.levels, self.gain, self.augmentation) = (levels, gain, augmentation)
    split = DatasetSplit(count: dataset.count, seed: seed)
    neighbours = augmentation.layer > 0 ? Self.neighbours(dataset, split.training) : [:]
    groups = (isBalanced ? dataset.folders(of: split.training) : [split.training]).map {
      Group(items: $0, order: EpochOrder(count: $0.count, seed: seed))
    }
  }

  /// The numbers of the sounds to learn from, group by group.
  var groupsOfItems: [[Int]] { groups.map(\.items) }

  /// A sound as it is in the data set, [C, L].
  /// - Throws: `DatasetError` for one that can't be had any more.
  func sound(_ item: Int) throws -> [Float] { try dataset.sound(at: item) }

  /// How many sounds are learnt from in an epoch.
  var trainingCount: Int { split.training.count }
  /// How many sounds are kept for validation.
  var validationCount: Int { split.validation.count }

  /// What a micro-batch learns from, and the paths of its sounds.
  package typealias MicroBatch = (examples: [Trainer.Example], paths: [String])

  /// The examples of a micro-batch, counted from 0.
  /// - Throws: `DatasetError` for a sound that can't be had any more.
  package mutating func microBatch(_ number: Int, of size: Int) throws -> MicroBatch {
    var examples: [Trainer.Example] = []
    var paths: [String] = []
    for place in (number * size)..<((number + 1) * size) {
      guard let item = item(at: place) else { continue }
      examples.append(try example(item, stream: UInt64(place), isVaried: true))
      paths.append(dataset.items[item].path)
    }
    return (examples, paths)
  }

  /// The example at a place among all that are learnt from, counted from 0: micro-batches one after another.
  /// - Throws: as `microBatch` does.
  mutating func example(at place: Int) throws -> Trainer.Example {
    guard let item = item(at: place) else { throw DatasetError.noSuchSound(place, of: trainingCount) }
    return try example(item, stream: UInt64(place), isVaried: true)
  }

  /// The path of that example's sound.
  mutating func path(at place: Int) -> String { item(at: place).map { dataset.items[$0].path } ?? dataset.folder }

  /// The number of that example's sound.
  private mutating func item(at place: Int) -> Int? {
    let (turn, group) = place.quotientAndRemainder(dividingBy: groups.count)
    return groups[group].order.item(at: turn).map { groups[group].items[$0] }
  }

  /// An example of the validation, always with the same noise.
  package func validation(_ index: Int) throws -> Trainer.Example {
    try example(split.validation[index], stream: UInt64(index) | 1 << 63, isVaried: false)
  }

  private func example(_ item: Int, stream: UInt64, isVaried: Bool) throws -> Trainer.Example {
    var sound = try dataset.sound(at: item)
    let seed = UInt64(bitPattern: Int64(seed))
    if isVaried {
      let preparation = dataset.preparation
      let others = (neighbours[item] ?? []).filter { $0 != item }
      let layer = augmentation.layered(with: others.count, seed: Self.mixed(seed, stream | 1 << 61))
      sound = augmentation.varied(
        sound, channels: preparation.channels, sampleRate: preparation.sampleRate,
        seed: Self.mixed(seed, stream | 1 << 62), under: try layer.map { try dataset.sound(at: others[$0]) })
    }
    var generator = TorchGenerator(seed: Self.mixed(seed, stream))
    let sigma = levels.sigma(&generator, gain: gain)
    return Trainer.Example(sound: sound, noise: generator.randn(sound.count), sigma: sigma)
  }

  /// Of each of these sounds all of its own folder, itself among them.
  private static func neighbours(_ dataset: Dataset, _ numbers: [Int]) -> [Int: [Int]] {
    let folders = Dictionary(grouping: numbers) { number in
      dataset.items[number].path.split(separator: "/").dropLast().joined(separator: "/")
    }
    return folders.values.reduce(into: [:]) { found, folder in
      for number in folder { found[number] = folder }
    }
  }

  private struct Group: Sendable {
    let items: [Int]
    var order: EpochOrder
  }

  /// SplitMix64 of a seed and a stream's number (Steele, Lea and Flood 2014), of which the low 32 bits are a seed.
  private static func mixed(_ seed: UInt64, _ stream: UInt64) -> UInt64 {
    var x = seed &* 0xD134_2543_DE82_EF95 &+ stream &* 0x9E37_79B9_7F4A_7C15 &+ 0x9E37_79B9_7F4A_7C15
    x = (x ^ x >> 30) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ x >> 27) &* 0x94D0_49BB_1331_11EB
    return x ^ x >> 31
  }
}

/// Examples of which the next micro-batch is prepared while the network learns from this one: reading, resampling and
/// drawing noise take a processor that the network's own threads leave idle now and then. The same bits as `Examples`,
/// since an example follows from its number alone.
package final class ExamplesAhead: Sendable {
  /// The micro-batch that was prepared last.
  private struct State: Sendable {
    var examples: Examples
    var number = -1
    var result: Result<Examples.MicroBatch, any Error>?

    /// The micro-batch of that number, which may be there already.
    mutating func prepare(_ number: Int, of size: Int) -> Result<Examples.MicroBatch, any Error> {
      if self.number == number, let result { return result }
      let made = Result { try examples.microBatch(number, of: size) }
      (self.number, result) = (number, made)
      return made
    }
  }

  private let state: Mutex<State>
  private let size: Int
  /// Serial, so that whoever asks for a micro-batch waits for the one in preparation.
  private let queue = DispatchQueue(label: "examples", qos: .userInitiated)

  /// Examples in micro-batches of `size` sounds.
  package init(_ examples: Examples, of size: Int) {
    state = Mutex(State(examples: examples))
    self.size = size
  }

  /// The examples of a micro-batch, counted from 0; those of the next one are begun with.
  /// - Throws: what is wrong with a sound of this one. Of the next one it is told when that is asked for.
  package func microBatch(_ number: Int) throws -> Examples.MicroBatch {
    let result = queue.sync { state.withLock { $0.prepare(number, of: size) } }
    queue.async { [self] in
      state.withLock { state in
        state.result = nil
        _ = state.prepare(number + 1, of: size)
      }
    }
    return try result.get()
  }
}
