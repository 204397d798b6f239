import Checkpoints
import Tensors

/// What becomes of a sound before a U-Net, and of the U-Net's output behind it.
package protocol Transform: Sendable {
  /// x [B, C, L] at sigma [B] → its velocity [B, C, L], by a U-Net [B, C·k, T] → [B, C·k, T].
  func velocity(of x: Tensor, sigma: [Float], by unet: (Tensor) throws -> Tensor) throws -> Tensor
}

/// A transform that is the same at all noise levels.
package protocol SteadyTransform: Transform {
  /// [B, C, L] → [B, C·k, T].
  func encode(_ x: Tensor) throws -> Tensor
  /// [B, C·k, T] → [B, C, L].
  func decode(_ y: Tensor) throws -> Tensor
}

extension SteadyTransform {
  package func velocity(of x: Tensor, sigma: [Float], by unet: (Tensor) throws -> Tensor) throws -> Tensor {
    try decode(unet(encode(x)))
  }
}

/// LTPlugin of audio-diffusion-pytorch's components.py: a strided Conv1d with reflection at the ends makes filters of
/// the sound, and a ConvTranspose1d sound of filters; no biases.
///
///     encode: y[t, f] = Σ x[t·s + r − p, c]·E[f, c, r]        decode: x[t·s + r − p, c] += y[t, f]·D[f, c, r]
///
/// with window r < w, stride s and p = w/2 − s/2 frames of padding.
package struct LearnedTransform: Layer {
  /// C of the sound, and of what comes out.
  package let inChannels, outChannels: Int
  /// Filters of the encoder, which are the channels that the U-Net takes, and of the decoder.
  package let filtersIn, filtersOut: Int
  /// w, s and p.
  package let window, stride, padding: Int
  /// E [filters, C, w] and D [filters, C, w].
  package let encode, decode: Parameter

  /// The transform's two convolutions.
  package init(inChannels: Int, outChannels: Int, filters: Int, window: Int, stride: Int) {
    (self.inChannels, self.outChannels) = (inChannels, outChannels)
    (filtersIn, filtersOut) = (filters * inChannels, filters * outChannels)
    (self.window, self.stride, padding) = (window, stride, Self.padding(window: window, stride: stride))
    encode = .weight(of: "blocks.0.", [filtersIn, inChannels, window])
    decode = .weight(of: "blocks.1.", [filtersOut, outChannels, window])
  }

  package var parameters: [Parameter] { [encode, decode] }

  /// What stands before the names of the U-Net, which is listed behind the two convolutions.
  static let unetPrefix = "blocks.2."

  /// The two convolutions' names: a state dict that has them is of a network in a learned transform.
  static let markers = LearnedTransform(inChannels: 1, outChannels: 1, filters: 1, window: 1, stride: 1).parameters
    .map(\.name)

  /// By how many frames the windows reach beyond the sound on either side.
  static func padding(window: Int, stride: Int) -> Int { window / 2 - stride / 2 }

  // MARK: Both ways as products

  /// How many windows reach a frame at most.
  var reach: Int { (window + stride - 1) / stride }

  /// How many groups of `stride` frames the windows of so many positions lie in; the first begins `padding` frames
  /// before the sound.
  func groups(positions: Int) -> Int { positions + reach - 1 }

  /// Per value of a window, [w, C], its place in a filter's weight [C, w].
  var encodeOffsets: [Int] {
    (0..<(window * inChannels)).map { $0 % inChannels * window + $0 / inChannels }
  }

  /// The place in the decoder's weight [filters, C, w] of what a row of `reach` neighbouring ones, a filter of it,
  /// gives to a column [stride, C] of a group; nil where the row's window has ended before.
  func decodePlace(column: Int, row: Int, filter: Int) -> Int? {
    let (place, channel) = column.quotientAndRemainder(dividingBy: outChannels)
    let tap = (reach - 1 - row) * stride + place
    return tap < window ? (filter * outChannels + channel) * window + tap : nil
  }
}

/// The frame inside of a sound that one beside it mirrors: −1 is 1, and length is length − 2.
package func reflected(_ frame: Int, _ length: Int) -> Int {
  frame < 0 ? -frame : frame < length ? frame : 2 * (length - 1) - frame
}
