/// Nearest-neighbour upsampling by f, then a convolution of kernel 3: [L, in] → [L·f, out].
///
/// `Upsample` of a-unet's blocks.py.
package struct Upsampling: Layer {
  /// f.
  package let factor: Int
  /// What makes in of out channels, at the higher rate.
  package let convolution: Convolution

  /// The layer at a numbered block.
  package init(_ block: String, in inChannels: Int, out outChannels: Int, factor: Int) {
    self.factor = factor
    convolution = Convolution(block + "block.1.", in: inChannels, out: outChannels)
  }

  package var parameters: [Parameter] { convolution.parameters }

  /// The row of x, counted from its own row l, that a tap of output row f·l + `phase` falls on: −1, 0 or 1.
  func row(phase: Int, tap: Int) -> Int { Int((Double(phase + tap - 1) / Double(factor)).rounded(.down)) }

  /// The parameter that tells that this layer stands at a numbered block; its rows are the channels that come out.
  static func marker(at block: String) -> String {
    Upsampling(block, in: 1, out: 1, factor: 1).convolution.weight.name
  }
}
