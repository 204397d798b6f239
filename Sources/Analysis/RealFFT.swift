import CKissfft
import Glibc

/// The power spectrum of real blocks, by kissfft.
package final class RealFFT {
  /// Samples in a block.
  package let size: Int
  private let plan: kiss_fftr_cfg
  private var spectrum: [kiss_fft_cpx]

  /// Nothing when `size` is no positive even number, or there is no memory for the plan.
  package init?(size: Int) {
    guard size > 0, size % 2 == 0, let length = Int32(exactly: size), let plan = kiss_fftr_alloc(length, 0, nil, nil)
    else { return nil }
    self.size = size
    self.plan = plan
    spectrum = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: size / 2 + 1)
  }

  deinit { free(UnsafeMutableRawPointer(plan)) }

  /// |X|² of the bins 0…size/2 of `block` [size]; zeros for a block of another length.
  package func power(of block: [Float]) -> [Float] {
    guard block.count == size else { return [Float](repeating: 0, count: size / 2 + 1) }
    kiss_fftr(plan, block, &spectrum)
    return spectrum.map { $0.r * $0.r + $0.i * $0.i }
  }
}
