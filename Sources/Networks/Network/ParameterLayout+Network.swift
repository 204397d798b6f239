import Checkpoints
import Tensors

extension ParameterLayout {
  /// The layout of a network.
  public init(_ architecture: NetworkDescription) {
    self.init(
      architecture.expectedTensors().filter { architecture.firstName(of: $0.name) == $0.name }
        .map { Parameter($0.name, $0.shape) })
  }

  /// Reads a state dict's tensors into memory that lies in this order; throws when they don't fit the architecture.
  public func read(_ weights: StateDict, of architecture: NetworkDescription, into buffer: FloatBuffer) throws {
    try architecture.checkWeights(weights)
    let source = WeightSource(weights)
    for entry in entries {
      let values = try source.values(of: entry.parameter)
      buffer.slice(entry.offset, entry.count).update(from: values, count: entry.count)
    }
  }
}

extension TrainableNetwork {
  /// About how many bytes a training takes: weights, gradients, what AdamW and the moving average keep of them, and
  /// activations.
  public static func memoryNeeded(_ description: NetworkDescription, length: Int, recomputes: Bool) -> Int {
    let weights = 5 * ParameterLayout(description).count
    let architecture = description.unet
    let inner = padded(architecture.attentionHeads * architecture.attentionFeatures)
    var (activations, largest, rows) = (0, 0, length / description.transform.frameFactor)
    // A transform keeps the sound, its gradient, and what goes into and comes out of the U-Net and its decoder.
    activations += 4 * rows * (padded(architecture.inChannels) + padded(architecture.outChannels))
    for level in architecture.channels.indices {
      rows /= architecture.factors[level]
      let width = padded(architecture.channels[level])
      let items = 2 * architecture.items[level]
      let attentions = architecture.attentions[level]
      let kept = rows * ((2 + attentions) * width + 4 * attentions * inner)
      activations += items * rows * width + (recomputes ? min(items, 2) : items) * kept + 4 * rows * width
      largest = max(largest, rows * width * architecture.factors[level])
    }
    return 4 * (weights + activations + 8 * largest) + (40 << 20)
  }
}
