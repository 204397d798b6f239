/// Self-attention with a residual: [L, C] → [L, C]; Vaswani et al. 2017, arXiv:1706.03762.
///
/// q = LayerNorm(x)·Wq, [k, v] = LayerNorm'(x)·Wkv, per head softmax(q·kᵀ / sqrt(D))·v, heads side by side [L, H·D],
/// then a projection back to C, and x added. `Attention` of a-unet's blocks.py.
package struct Attention: ItemLayer {
  /// C, H and D.
  package let channels, heads, features: Int
  /// Of what queries are made of, and of what keys and values are made of.
  package let norm, contextNorm: LayerNorm
  /// Wq [H·D, C], Wkv [2·H·D, C] with the keys' rows first, and the projection back [C, H·D].
  package let toQuery, toKeyValue, toOutput: Linear

  /// The layer at a numbered block.
  package init(_ block: String, channels: Int, heads: Int, features: Int) {
    (self.channels, self.heads, self.features) = (channels, heads, features)
    let prefix = block + "blocks.0.block."
    let width = heads * features
    norm = LayerNorm(prefix + "norm.", channels: channels)
    contextNorm = LayerNorm(prefix + "norm_context.", channels: channels)
    toQuery = Linear(prefix + "to_q.", in: channels, out: width, bias: false)
    toKeyValue = Linear(prefix + "to_kv.", in: channels, out: 2 * width, bias: false)
    toOutput = Linear(prefix + "attention.blocks.0.", in: width, out: channels, bias: false)
  }

  package var parameters: [Parameter] {
    norm.parameters + contextNorm.parameters + toQuery.parameters + toKeyValue.parameters + toOutput.parameters
  }

  /// The query's weight, whose rows are H·D.
  static func marker(at block: String) -> String {
    Attention(block, channels: 1, heads: 1, features: 1).toQuery.weight.name
  }
}
