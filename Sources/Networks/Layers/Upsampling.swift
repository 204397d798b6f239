import Tensors

/// Nearest-neighbour upsampling by f, then a convolution of kernel 3: [L, in] → [L·f, out].
package struct Upsampling: Sendable {
  package let convolution: Convolution
  package let factor: Int

  /// Reads the convolution's `weight` and `bias`.
  package init(_ weights: WeightSource, in inChannels: Int, out outChannels: Int, factor: Int) throws {
    convolution = try Convolution(weights, in: inChannels, out: outChannels)
    self.factor = factor
  }

  /// [L, in] → [L·f, out].
  package func forward(_ x: Activations) throws -> Activations {
    try convolution.forward(factor == 1 ? x : repeated(x))
  }

  /// [L, C] → [L·f, C], each row f times.
  private func repeated(_ x: Activations) throws -> Activations {
    let width = x.channels
    let repeated = try x.mapRows(to: factor * width) { rows, input, output in
      guard let source = input.baseAddress, let target = output.baseAddress else { return }
      for row in rows {
        for copy in (row * factor)..<((row + 1) * factor) {
          (target + copy * width).update(from: source + row * width, count: width)
        }
      }
    }
    return try repeated.unfolded(by: factor)
  }
}
