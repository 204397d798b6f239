/// What joins a level's way around with its way through: x + scale·y, [L, C] each.
///
/// scale = Linear(SiLU(features)), [F] → [C]. Where the level's input and output differ in channels, which only the
/// top level's can, a 1×1 convolution adapts x first. `MergeModulate` of a-unet's blocks.py.
package struct Skip: Layer {
  /// [C, F].
  package let toScale: Linear
  /// From the level's channels in to those out; nil where they are the same.
  package let adapter: StridedConvolution?

  /// The skip of the level whose names begin with `prefix`.
  package init(_ prefix: String, in inChannels: Int, out outChannels: Int, features: Int) {
    toScale = Linear(prefix + "skip.blocks.0.1.", in: features, out: outChannels)
    adapter =
      inChannels == outChannels
      ? nil : StridedConvolution(prefix + "skip_adapter.block.", in: inChannels, out: outChannels, factor: 1)
  }

  /// The adapter's; the level lists the scale's behind its other layers.
  package var parameters: [Parameter] { (adapter?.parameters ?? []) + toScale.parameters }

  /// The parameter that tells that a level's names begin with `prefix`.
  static func marker(at prefix: String) -> String { Skip(prefix, in: 1, out: 1, features: 1).toScale.weight.name }
}
