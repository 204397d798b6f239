import Checkpoints
import Tensors

/// What becomes of a sound before a U-Net, and of the U-Net's output behind it.
package protocol Transform: Sendable {
  /// [B, C, L] → [B, C·k, T].
  func encode(_ x: Tensor) throws -> Tensor
  /// [B, C·k, T] → [B, C, L].
  func decode(_ y: Tensor) throws -> Tensor
}

/// A U-Net inside of a transform.
struct TransformedNetwork: VelocityNetwork {
  let architecture: NetworkDescription
  let transform: any Transform
  let unet: any VelocityNetwork

  var parameterCount: Int { architecture.parameterCount }

  func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor {
    try architecture.checkInput(x.shape, sigma: sigma)
    return try transform.decode(unet.velocity(of: transform.encode(x), sigma: sigma))
  }

  func prepare(for sigmas: ArraySlice<Float>) { unet.prepare(for: sigmas) }
}

/// Frames that lie side by side as channels, `size` at a time: [C, L] → [C·size, L / size], channel c·size + j of
/// position t being frame t·size + j of channel c, einops' "c (t j) -> (c j) t".
struct Patches: Transform {
  let size: Int

  func encode(_ x: Tensor) throws -> Tensor { try turned(x, rows: x.shape[2] / size, columns: size) }

  func decode(_ y: Tensor) throws -> Tensor {
    let (channels, positions) = (y.shape[1] / size, y.shape[2])
    return try turned(y, rows: size, columns: positions).reshaped([y.shape[0], channels, positions * size])
  }

  /// Each [rows, columns] of the values turned to [columns, rows], the result's last extent `rows`.
  private func turned(_ x: Tensor, rows: Int, columns: Int) throws -> Tensor {
    let values = x.values
    let turned = [Float](unsafeUninitializedCapacity: values.count) { target, count in
      count = values.count
      for start in stride(from: 0, to: values.count, by: max(1, rows * columns)) {
        for column in 0..<columns {
          for row in 0..<rows { target[start + column * rows + row] = values[start + row * columns + column] }
        }
      }
    }
    return try Tensor(shape: [x.shape[0], values.count / max(1, x.shape[0] * rows), rows], values: turned)
  }
}
