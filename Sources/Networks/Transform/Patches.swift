import Tensors

/// Frames that lie side by side as channels, `size` at a time: [C, L] → [C·size, L / size], channel c·size + j of
/// position t being frame t·size + j of channel c, einops' "c (t j) -> (c j) t".
struct Patches: SteadyTransform {
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
