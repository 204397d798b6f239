import Networks
import Tensors

extension ParameterLayout {
  /// Fills weights as PyTorch's layers begin: convolutions and Linears evenly in ±1/√(inputs of an output), their
  /// biases likewise, norms with ones and zeros, the frequencies of the time features normally.
  ///
  /// The numbers come from PyTorch's generator at the seed, in the order of the state dict; PyTorch itself draws in the
  /// order of construction, so the same seed gives other weights there.
  /// - Parameter zeros: tensors that begin with zeros instead.
  public func initialise(_ values: FloatBuffer, seed: Int, zeros: Set<String> = []) {
    var generator = TorchGenerator(seed: seed)
    // A bias stands behind its weight, whose bound it shares.
    var bound: Float = 0
    for entry in entries {
      let target = values.slice(entry.offset, entry.count)
      let isBias = entry.name.hasSuffix("bias")
      if entry.shape.count == 1, !isBias, entry.name.hasSuffix("weights") {
        target.update(from: generator.randn(entry.count), count: entry.count)
      } else if entry.shape.count == 1, !isBias {
        target.update(repeating: 1, count: entry.count)
        bound = 0
      } else {
        if entry.shape.count > 1 { bound = 1 / Float(entry.shape.dropFirst().reduce(1, *)).squareRoot() }
        let scale = zeros.contains(entry.name) ? 0 : bound
        for (index, value) in generator.rand(entry.count).enumerated() { target[index] = (2 * value - 1) * scale }
      }
    }
  }
}
