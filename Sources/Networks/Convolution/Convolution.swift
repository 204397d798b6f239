/// Conv1d of kernel 3, stride 1 and padding 1: [L, in] → [L, out]; torch.nn.Conv1d.
///
/// y[t] = b + Σ_j W_j·x[t + j − 1] with x zero outside of the sound.
package struct Convolution: Layer {
  /// The number of channels of x, and of y.
  package let inChannels, outChannels: Int
  /// W, [out, in, 3].
  package let weight: Parameter
  /// b, [out].
  package let bias: Parameter
  /// The number of taps.
  static let kernel = 3

  /// The convolution whose names begin with `prefix`.
  package init(_ prefix: String, in inChannels: Int, out outChannels: Int) {
    (self.inChannels, self.outChannels) = (inChannels, outChannels)
    weight = .weight(of: prefix, [outChannels, inChannels, Self.kernel])
    bias = .bias(of: prefix, [outChannels])
  }

  package var parameters: [Parameter] { [weight, bias] }
}

/// Conv1d whose stride is its kernel f: [L, in] → [L / f, out]; torch.nn.Conv1d.
///
/// y[t] = b + Σ_j W_j·x[f·t + j]. It is a level's downsampling, and with f = 1 the 1×1 convolution.
package struct StridedConvolution: Layer {
  /// The number of channels of x, and of y.
  package let inChannels, outChannels: Int
  /// f.
  package let factor: Int
  /// W, [out, in, f].
  package let weight: Parameter
  /// b, [out].
  package let bias: Parameter

  /// The convolution whose names begin with `prefix`.
  package init(_ prefix: String, in inChannels: Int, out outChannels: Int, factor: Int) {
    (self.inChannels, self.outChannels, self.factor) = (inChannels, outChannels, factor)
    weight = .weight(of: prefix, [outChannels, inChannels, factor])
    bias = .bias(of: prefix, [outChannels])
  }

  package var parameters: [Parameter] { [weight, bias] }
}
