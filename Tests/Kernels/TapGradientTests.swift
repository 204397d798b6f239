import CKernels
import Tensors
import Testing

/// The gradient of a convolution's taps by Winograd's way back, against sums over rows in double precision; on every
/// instruction set, whose bits are equal.
struct TapGradientTests {
  /// The gradient of a convolution's taps on top of what is there, in segments as short and as long as they come.
  @Test func sumsTaps() {
    var numbers = Numbers(25)
    for (channels, rows) in [(1, 1), (5, 3), (16, 4), (33, 7), (24, 257), (130, 140), (40, 600)] {
      let width = padded(channels)
      let none = [Float](repeating: 0, count: 6 * width)
      let x = none.prefix(width) + BackwardTests.rows(rows, channels, &numbers) + none
      let (dy, before) = (BackwardTests.rows(rows, channels, &numbers) + none, numbers.take(channels * channels * 3))
      let found = BackwardTests.onEveryInstructionSet { kernels in
        let points = kernels.forward.convolutionPoints
        let gradients = Guarded(before.count)
        gradients.pointer.update(from: before, count: before.count)
        let filters = CFilters(weights: gradients.pointer, outputs: channels, inputs: channels)
        x.withUnsafeBufferPointer { x in
          dy.withUnsafeBufferPointer { dy in
            for first in stride(from: 0, to: channels, by: 32) {
              guard let x = x.baseAddress, let dy = dy.baseAddress else { continue }
              let count = min(32, channels - first)
              let (scratch, sums) = (
                FloatBuffer(points * MOST_WINDOWS * (width + 32)), Guarded(points * width * 32)
              )
              kernels.training.convolutionSums(
                CRows(values: x + first, stride: width), CRows(values: dy, stride: width), rows, padded(count),
                scratch.all, sums.pointer)
              kernels.training.addTaps(sums.pointer, width, first, count, filters, gradients.pointer)
            }
          }
        }
        return BackwardTests.checked(gradients)
      }
      for output in 0..<channels {
        for input in 0..<channels {
          for tap in 0..<3 {
            let place = (output * channels + input) * 3 + tap
            var (sum, size) = (Double(before[place]), abs(Double(before[place])))
            for row in 0..<rows {
              let product = Double(x[(row + tap) * width + input]) * Double(dy[row * width + output])
              (sum, size) = (sum + product, size + abs(product))
            }
            #expect(abs(Double(found[place]) - sum) <= 2e-6 * size, "\(channels) channels, \(rows) rows")
          }
        }
      }
    }
  }
}
