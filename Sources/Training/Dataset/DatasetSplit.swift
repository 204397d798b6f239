import Tensors

/// Which sounds of a data set are trained on, and which are kept back to see whether it learned.
///
/// As tiny-audio-diffusion splits (audio_data_pytorch.utils.fractional_random_split over torch.randperm): the sounds in
/// a random order, of which the first count × (1 − share), rounded up, are trained on. So a tenth of less than ten
/// sounds is none. The reference draws the order from a generator that other parts have drawn from before, here it is
/// the first thing drawn from the seed: torch.randperm(count) after torch.manual_seed(seed).
public struct DatasetSplit: Sendable, Equatable {
  /// Numbers of sounds, in the order drawn.
  public let training: [Int]
  /// Numbers of sounds, in the order drawn; none for a small share of few sounds.
  public let validation: [Int]

  /// Splits `count` sounds.
  /// - Parameter share: of the sounds that are kept back, 0 … 1; at least one sound is trained on, if there is any.
  public init(count: Int, share: Double = 0.1, seed: some BinaryInteger) {
    var generator = TorchGenerator(seed: seed)
    let order = generator.randperm(count)
    let kept = share.isFinite ? min(max(0, share), 1) : 0
    // In double precision and in this order, as Python does it: 0.9 is 1 − 0.1.
    let trained = max(1, Int((Double(order.count) * (1 - kept)).rounded(.up)))
    training = Array(order.prefix(trained))
    validation = Array(order.dropFirst(trained))
  }
}
