import CKernels
import Tensors
import Testing

struct ProductTests {
  static let rows = [1, 2, 3, 5, 7, 8, 9, 13, 63]
  static let inputs = [2, 6, 16, 34, 48]
  static let columns = [16, 32, 48, 80]

  /// Σ a·b + bias against doubles: off by a rounding for each product at most.
  @Test(arguments: KernelTable.all)
  func isTheSumOfProducts(_ kernels: KernelTable) {
    var numbers = Numbers()
    for rows in Self.rows {
      for inputs in Self.inputs {
        for columns in Self.columns {
          let a = numbers.take(rows * inputs)
          let weight = numbers.take(inputs * columns)
          let bias = numbers.take(columns)
          let out = Guarded(rows * columns)
          let packed = Input(kernels.panels(weight, inputs: inputs, columns: columns))
          let (tile, start) = (Input(kernels.tile(a)), Input(bias))
          let steps = inputs / kernels.unit
          let panels = packed.panels(steps: steps, columns: columns)
          kernels.table.product(tile.rows(steps), rows, panels, start.bias, out.target(columns))
          out.expectGuards()

          let (found, values) = (out.values, out)
          var worst = 0.0
          for row in 0..<rows {
            for column in 0..<columns {
              var (sum, size) = (Double(bias[column]), abs(Double(bias[column])))
              for input in 0..<inputs {
                let product = Double(a[row * inputs + input]) * Double(weight[input * columns + column])
                (sum, size) = (sum + product, size + abs(product))
              }
              worst = max(worst, abs(Double(found[row * columns + column]) - sum) / size)
            }
          }
          #expect(worst < kernels.tolerance, "\(rows) × \(inputs) × \(columns): \(worst)")

          // Turned on its diagonal, the same numbers in the same order; and added to what is there.
          let turned = Input(transposed(kernels.tile(a), rows: rows, columns: steps))
          let again = Guarded(rows * columns)
          kernels.table.transposedProduct(turned.rows(rows), rows, panels, start.bias, again.target(columns))
          again.expectGuards()
          #expect(again.values == found)
          kernels.table.product(
            tile.rows(steps), rows, packed.panels(steps: 0, columns: columns), values.rows(columns),
            values.target(columns))
          #expect(values.values == found)
        }
      }
    }
  }

  private func transposed(_ values: [Float], rows: Int, columns: Int) -> [Float] {
    (0..<columns).flatMap { column in (0..<rows).map { values[$0 * columns + column] } }
  }

  /// Every step is a fused multiply-add, also where the processor has none: rounded once, with all the hard cases.
  @Test(arguments: KernelTable.exact)
  func roundsOnce(_ kernels: KernelTable) {
    let tiny = Float.leastNonzeroMagnitude
    let factors: [Float] = [
      1, -1, 1 + .ulpOfOne, 1 - .ulpOfOne / 2, 3, 0x1p-75, 0x1.fffffep-75, 0x1p64, 1e30, -1e30, 0, -0.0, tiny,
      .leastNormalMagnitude, 0x1.000002p-126, .greatestFiniteMagnitude, .infinity, .nan, 0.1, -0.3, 12_582_913, 0x1p-24,
    ]
    var numbers = Numbers(3)
    let addends = factors + [0x1p-149, -0x1p-149, 16_777_216, -16_777_215] + numbers.take(37)
    for a in factors + numbers.take(40) {
      for b in factors + numbers.take(10) {
        let out = Guarded(64)
        let bias = addends + [Float](repeating: 0, count: 64 - addends.count)
        let (tile, panels, start) = (Input([a]), Input([Float](repeating: b, count: 64)), Input(bias))
        kernels.table.product(
          tile.rows(1), 1, panels.panels(steps: 1, columns: 64), start.bias, out.target(64))
        for (found, addend) in zip(out.values, bias) {
          let expected = addend.addingProduct(a, b)
          #expect(
            found.bitPattern == expected.bitPattern || found.isNaN && expected.isNaN,
            "\(a) · \(b) + \(addend): \(found), not \(expected)")
        }
      }
    }
  }

  /// A convolution of kernel 3 by doubles: Winograd's sums cost a few more roundings.
  @Test(arguments: KernelTable.all)
  func convolves(_ kernels: KernelTable) {
    var numbers = Numbers(1)
    let points = kernels.table.convolutionPoints
    for rows in [1, 2, 3, 4, 5, 31, 64] {
      for (width, columns) in [(16, 16), (32, 48), (48, 80)] {
        let padding = padded(rows, to: kernels.table.convolutionRows) + 2
        let x = numbers.take(padding * width)
        let taps = (0..<3).map { _ in numbers.take(width * columns) }
        let bias = numbers.take(columns)
        var combined: [Float] = []
        for point in Self.combinations(points) {
          combined += (0..<(width * columns)).map { index in
            Float((0..<3).reduce(0) { $0 + point[$1] * Double(taps[$1][index]) })
          }
        }
        let panels = Input(kernels.panels(combined, inputs: points * width, columns: columns))
        let out = Guarded(rows * columns)
        let scratch = FloatBuffer(2 * (rows + 4) * (width + 32))
        kernels.table.convolve(
          x, rows, panels.panels(steps: width / kernels.unit, columns: columns), bias, scratch.all, out.target(columns))
        out.expectGuards()
        var worst = 0.0
        for row in 0..<rows {
          for column in 0..<columns {
            var sum = Double(bias[column])
            for tap in 0..<3 {
              for input in 0..<width {
                sum += Double(x[(row + tap) * width + input]) * Double(taps[tap][input * columns + column])
              }
            }
            worst = max(worst, abs(Double(out.values[row * columns + column]) - sum))
          }
        }
        // Of sums of 3·width products of random numbers, whose size grows with the root.
        #expect(worst < (kernels.unit == 1 ? 4e-6 : 0.02) * Double(width).squareRoot(), "\(rows), \(width): \(worst)")
      }
    }
  }

  /// Winograd's G, a row a point.
  private static func combinations(_ points: Int) -> [[Double]] {
    let two: [[Double]] = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]]
    let (sixth, twelfth, twentyFourth) = (1.0 / 6, 1.0 / 12, 1.0 / 24)
    let four: [[Double]] = [
      [0.25, 0, 0], [-sixth, -sixth, -sixth], [-sixth, sixth, -sixth], [twentyFourth, twelfth, sixth],
      [twentyFourth, -twelfth, sixth], [0, 0, 1],
    ]
    return points == 6 ? four : two
  }
}
