import Glibc

/// A Butterworth low-pass of order 4, in double precision: −3 dB at its corner, −24 dB an octave above.
///
/// Two second-order sections by the bilinear transform (R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter
/// coefficients", LPF), in transposed direct form II.
package struct LowPass {
  private struct Section {
    let feedforward: Double
    let feedback: (Double, Double)
    var state = (0.0, 0.0)
  }

  private var sections: [Section]

  /// - Parameter frequency: Hz, below half of the rate.
  package init(frequency: Double, sampleRate: Double) {
    let angle = 2 * Double.pi * frequency / sampleRate
    sections = (0..<2).map { index in
      let alpha = sin(angle) * cos(Double(2 * index + 1) * .pi / 8)
      let scale = 1 / (1 + alpha)
      return Section(
        feedforward: (1 - cos(angle)) / 2 * scale, feedback: (-2 * cos(angle) * scale, (1 - alpha) * scale))
    }
  }

  /// The next sample of the output, for the next one of the input.
  package mutating func next(_ input: Double) -> Double {
    var value = input
    for index in sections.indices {
      let section = sections[index]
      let output = section.feedforward * value + section.state.0
      sections[index].state.0 = 2 * section.feedforward * value - section.feedback.0 * output + section.state.1
      sections[index].state.1 = section.feedforward * value - section.feedback.1 * output
      value = output
    }
    return value
  }
}
