import CKernels
import Tensors

/// `count` brought up to a multiple of `multiple`, sixteen lanes unless told otherwise.
func padded(_ count: Int, to multiple: Int = 16) -> Int { (count + multiple - 1) / multiple * multiple }

/// A weight in the order in which a product reads it: panels of 32 columns, [columns / 32, steps, 32], and a bias.
struct PackedProduct: Sendable {
  let panels: FloatBuffer
  /// What sums start from, [columns].
  let bias: FloatBuffer
  /// How many units of a tile's row one product takes.
  let steps: Int
  /// The number of columns, brought up to a multiple of 16; surplus ones give zero.
  let columns: Int

  /// The panels as a product takes them.
  var operand: CPanels { CPanels(values: panels.all, steps: steps, columns: columns) }
  /// The bias as a product takes it.
  var start: CRows { .bias(bias.all) }

  /// Packs values that stand `columnStride` apart from column to column.
  /// - Parameters:
  ///   - offsets: per input the place of its first column in `weight`; nil for an input that doesn't count.
  ///   - count: how many columns there are.
  ///   - unit: how many inputs stand in one unit: 1 as floats, 2 as bfloat16.
  init(
    _ weight: [Float], offsets: [Int?], columnStride: Int, count: Int, bias: [Float]? = nil, unit: Int
  ) throws {
    let rest = padded(offsets.count, to: unit) - offsets.count
    let offsets = offsets + [Int?](repeating: nil, count: rest)
    steps = offsets.count / unit
    columns = padded(count)
    let panelCount = padded(count, to: 32) / 32
    panels = FloatBuffer(panelCount * steps * 32)
    self.bias = FloatBuffer(bias ?? [], count: panelCount * 32)
    let last = (offsets.compactMap(\.self).max() ?? 0) + (count - 1) * columnStride
    guard last < weight.count, bias?.count ?? count == count else {
      throw NetworkError.wrongInput(expected: "a weight of \(last + 1) values", found: [weight.count])
    }
    let target = panels.all
    weight.withUnsafeBufferPointer { weight in
      for panel in 0..<panelCount {
        let width = min(32, count - panel * 32)
        for (step, offset) in offsets.enumerated() {
          guard let offset else { continue }
          let first = offset + panel * 32 * columnStride
          let place = (panel * steps + step / unit) * 32
          if unit == 1 {
            for column in 0..<width { target[place + column] = weight[first + column * columnStride] }
          } else {
            let halves = UnsafeMutableRawPointer(target + place).assumingMemoryBound(to: UInt16.self)
            for column in 0..<width {
              halves[column * 2 + step % 2] = bfloat16(weight[first + column * columnStride])
            }
          }
        }
      }
    }
  }

  /// A Linear's weight [out, in], the input's channels brought up to `width`.
  init(linear weight: [Float], in inputs: Int, out: Int, width: Int, bias: [Float]? = nil, unit: Int) throws {
    try self.init(
      weight, offsets: (0..<width).map { $0 < inputs ? $0 : nil }, columnStride: inputs, count: out, bias: bias,
      unit: unit)
  }

  /// A Conv1d's weight [out, in, taps] over rows that lie one after another, each brought up to a multiple of 16.
  init(convolution weight: [Float], in inputs: Int, out: Int, taps: Int, bias: [Float], unit: Int) throws {
    let width = padded(inputs)
    let offsets = (0..<(taps * width)).map { step in
      step % width < inputs ? step % width * taps + step / width : nil
    }
    try self.init(
      weight, offsets: offsets, columnStride: inputs * taps, count: out, bias: bias, unit: unit)
  }
}

/// The upper half of the float nearest to `value` among those whose lower half is zero, ties to even.
private func bfloat16(_ value: Float) -> UInt16 {
  let bits = value.bitPattern
  return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
}
