import Tensors

extension Upsampling {
  /// Repeated rows, and the plain convolution.
  package struct Plain: PlainLayer {
    private let convolution: Convolution.Plain
    private let factor: Int

    /// Reads the weights; throws when they don't fit.
    package init(_ layer: Upsampling, _ weights: WeightSource) throws {
      convolution = try Convolution.Plain(layer.convolution, weights)
      factor = layer.factor
    }

    /// [L, in] → [L·f, out].
    package func forward(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      try convolution.forward(factor == 1 ? x : repeated(x, pass), pass)
    }

    /// [L, C] → [L·f, C], each row f times.
    private func repeated(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      let width = x.channels
      let repeated = try x.mapRows(to: factor * width, on: pass.workers) { rows, input, output in
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
}
