import Tensors

/// In what order a training takes its sounds: each once in every epoch, in an order of the epoch's own.
///
/// It hangs on the seed and the epoch alone, so that a training goes on at any place: the order of an epoch is that of
/// torch.randperm(count) after torch.manual_seed(seed + epoch), as in torch.utils.data.DistributedSampler.
public struct EpochOrder: Sendable {
  /// How many sounds an epoch has.
  public let count: Int
  private let seed: UInt32
  private var latest: (epoch: Int, order: [Int])?

  /// An order of 0 ..< `count`; of the seed only the low 32 bits matter, as in PyTorch.
  public init(count: Int, seed: some BinaryInteger) {
    self.count = max(0, count)
    self.seed = UInt32(truncatingIfNeeded: seed)
  }

  /// The numbers 0 ..< count in the order of an epoch; the first epoch is number 0.
  public func order(ofEpoch epoch: Int) -> [Int] {
    var generator = TorchGenerator(seed: seed &+ UInt32(truncatingIfNeeded: epoch))
    return generator.randperm(count)
  }

  /// The number, in 0 ..< count, that comes at `place` in the training, counted from 0 over all epochs; `nil` where
  /// there are no sounds or the place is negative.
  public mutating func item(at place: Int) -> Int? {
    guard count > 0, place >= 0 else { return nil }
    let epoch = place / count
    if let latest, latest.epoch == epoch { return latest.order[place % count] }
    let order = order(ofEpoch: epoch)
    latest = (epoch, order)
    return order[place % count]
  }
}
