import Tensors

/// Which sound each micro-batch learns from, and the noise that it is to be found in: all of it follows from the seed and
/// the number of the example, so that a training that is resumed goes on as it would have.
package struct Examples: Sendable {
  private let dataset: Dataset
  private let split: DatasetSplit
  private var order: EpochOrder
  private let seed: Int

  package init(_ dataset: Dataset, seed: Int) {
    self.dataset = dataset
    self.seed = seed
    split = DatasetSplit(count: dataset.count, seed: seed)
    order = EpochOrder(count: split.training.count, seed: seed)
  }

  /// How many sounds are learnt from in an epoch, and how many are kept for validation.
  var trainingCount: Int { split.training.count }
  var validationCount: Int { split.validation.count }

  /// The examples of a micro-batch, counted from 0, with the paths of their sounds.
  package mutating func microBatch(_ number: Int, of size: Int) throws -> (examples: [Trainer.Example], paths: [String])
  {
    var examples: [Trainer.Example] = []
    var paths: [String] = []
    for place in (number * size)..<((number + 1) * size) {
      let (epoch, index) = place.quotientAndRemainder(dividingBy: split.training.count)
      if orderOf.epoch != epoch { orderOf = (epoch, order.order(ofEpoch: epoch)) }
      let item = split.training[orderOf.items[index]]
      examples.append(try example(item, stream: UInt64(place)))
      paths.append(dataset.items[item].path)
    }
    return (examples, paths)
  }

  private var orderOf: (epoch: Int, items: [Int]) = (-1, [])

  /// An example of the validation, always with the same noise.
  func validation(_ index: Int) throws -> Trainer.Example {
    try example(split.validation[index], stream: UInt64(index) | 1 << 63)
  }

  private func example(_ item: Int, stream: UInt64) throws -> Trainer.Example {
    let sound = try dataset.sound(at: item)
    var generator = TorchGenerator(seed: Self.mixed(UInt64(bitPattern: Int64(seed)), stream))
    let sigma = generator.rand(1).first ?? 0
    return Trainer.Example(sound: sound, noise: generator.randn(sound.count), sigma: sigma)
  }

  /// SplitMix64 of a seed and a stream's number (Steele, Lea and Flood 2014), of which the low 32 bits are a seed.
  private static func mixed(_ seed: UInt64, _ stream: UInt64) -> UInt64 {
    var x = seed &* 0xD134_2543_DE82_EF95 &+ stream &* 0x9E37_79B9_7F4A_7C15 &+ 0x9E37_79B9_7F4A_7C15
    x = (x ^ x >> 30) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ x >> 27) &* 0x94D0_49BB_1331_11EB
    return x ^ x >> 31
  }
}
