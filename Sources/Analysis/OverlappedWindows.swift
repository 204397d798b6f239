import Tensors

/// Windows of samples as spectra, and spectra as samples again: overlapped and added, windows that nothing was done to
/// give the samples back.
struct OverlappedWindows {
  let fft: RealFFT
  /// Frames from one window to the next, a half or a quarter of a window.
  let hop: Int
  /// The square root of a Hann window, before and behind: the products of those that overlap add up to size / (2·hop).
  private let shape: [Float]

  /// Nil where there is no memory for the transform.
  init?(size: Int, hop: Int) {
    guard let fft = RealFFT(size: size) else { return nil }
    (self.fft, self.hop) = (fft, hop)
    // The project's own sine: models finish their sounds by it, with the same bits on each machine.
    shape = (0..<size).map { Float(sine(.pi * Double($0) / Double(size))) }
  }

  /// Where windows of so many samples begin; they reach beyond both ends, so that each sample lies in as many.
  func starts(of count: Int) -> [Int] { Array(stride(from: hop - fft.size, to: count, by: hop)) }

  /// A window of samples, zero where there are none, times the shape.
  func block(_ samples: [Float], from start: Int) -> [Float] {
    (0..<fft.size).map { samples.indices.contains(start + $0) ? samples[start + $0] * shape[$0] : 0 }
  }

  /// Adds a window's samples to those that it is one of.
  func add(_ spectrum: [RealFFT.Bin], at start: Int, to output: inout [Float]) {
    let share = Float(2 * hop) / Float(fft.size)
    for (place, value) in fft.samples(of: spectrum).enumerated() where output.indices.contains(start + place) {
      output[start + place] += value * shape[place] * share
    }
  }
}
