import CKissfft
import Glibc

/// The spectrum of real blocks, and back, by kissfft.
package final class RealFFT {
  /// Samples in a block.
  package let size: Int
  private let plan, back: kiss_fftr_cfg
  private var bins: [kiss_fft_cpx]

  /// One bin of a spectrum.
  package struct Bin: Sendable, Equatable {
    /// Real and imaginary part.
    package let re, im: Float

    /// A bin of both parts.
    package init(re: Float, im: Float) { (self.re, self.im) = (re, im) }
  }

  /// `nil` when `size` is no positive even number, or there is no memory for the plan.
  package init?(size: Int) {
    guard size > 0, size % 2 == 0, let length = Int32(exactly: size), let plan = kiss_fftr_alloc(length, 0, nil, nil)
    else { return nil }
    guard let back = kiss_fftr_alloc(length, 1, nil, nil) else {
      free(UnsafeMutableRawPointer(plan))
      return nil
    }
    (self.size, self.plan, self.back) = (size, plan, back)
    bins = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: size / 2 + 1)
  }

  deinit {
    free(UnsafeMutableRawPointer(plan))
    free(UnsafeMutableRawPointer(back))
  }

  /// |X|² of the bins 0…size/2 of `block` [size]; zeros for a block of another length.
  package func power(of block: [Float]) -> [Float] {
    guard block.count == size else { return [Float](repeating: 0, count: size / 2 + 1) }
    kiss_fftr(plan, block, &bins)
    return bins.map { $0.r * $0.r + $0.i * $0.i }
  }

  /// The bins 0…size/2 of `block` [size]; zeros for a block of another length.
  package func spectrum(of block: [Float]) -> [Bin] {
    guard block.count == size else { return [Bin](repeating: Bin(re: 0, im: 0), count: size / 2 + 1) }
    kiss_fftr(plan, block, &bins)
    return bins.map { Bin(re: $0.r, im: $0.i) }
  }

  /// The block that has these bins, [size]; zeros for another number of them.
  package func samples(of spectrum: [Bin]) -> [Float] {
    var block = [Float](repeating: 0, count: size)
    guard spectrum.count == bins.count else { return block }
    for (index, bin) in spectrum.enumerated() { bins[index] = kiss_fft_cpx(r: bin.re, i: bin.im) }
    kiss_fftri(back, bins, &block)
    return block.map { $0 / Float(size) }
  }
}
