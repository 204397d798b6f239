/// x + Conv3(SiLU(GroupNorm(Conv3(SiLU(GroupNorm(x)))))): [L, C] → [L, C]; He et al. 2016, arXiv:1603.05027.
///
/// `ResnetBlock` of a-unet's blocks.py.
package struct ResNet: ItemLayer {
  /// A norm with its SiLU, and the convolution behind it.
  package struct Half: Layer {
    package let norm: GroupNorm
    package let convolution: Convolution

    package var parameters: [Parameter] { norm.parameters + convolution.parameters }
  }
  package let first, second: Half

  /// The layer at a numbered block.
  package init(_ block: String, channels: Int, groups: Int) {
    func half(_ index: Int) -> Half {
      let prefix = "\(block)block.blocks.0.blocks.\(index)."
      return Half(
        norm: GroupNorm(prefix + "0.", channels: channels, groups: groups),
        convolution: Convolution(prefix + "2.", in: channels, out: channels))
    }
    (first, second) = (half(0), half(1))
  }

  package var parameters: [Parameter] { first.parameters + second.parameters }

  static func marker(at block: String) -> String { ResNet(block, channels: 1, groups: 1).first.norm.weight.name }
}
