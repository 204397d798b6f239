import Glibc

/// A Butterworth high-pass of order 8, in double precision: −3 dB at its corner, −48 dB and more an octave below, so that
/// a loud bass leaves no trace of itself above it.
///
/// Four second-order sections by the bilinear transform (R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter
/// coefficients", HPF), in transposed direct form II.
package struct HighPass {
  private struct Section {
    var feedforward: (Double, Double, Double)
    var feedback: (Double, Double)
    var state = (0.0, 0.0)
  }

  private var sections: [Section]

  /// - Parameter frequency: Hz, below half of the rate.
  package init(frequency: Double, sampleRate: Double) {
    let angle = 2 * Double.pi * frequency / sampleRate
    sections = (0..<4).map { index in
      // The poles of the analogue filter lie on a half circle, at odd multiples of pi/16.
      let quality = 1 / (2 * cos(Double(2 * index + 1) * .pi / 16))
      let alpha = sin(angle) / (2 * quality)
      let scale = 1 / (1 + alpha)
      let edge = (1 + cos(angle)) / 2 * scale
      return Section(
        feedforward: (edge, -2 * edge, edge), feedback: (-2 * cos(angle) * scale, (1 - alpha) * scale))
    }
  }

  /// The next sample of the output, for the next one of the input.
  package mutating func next(_ input: Double) -> Double {
    var value = input
    for index in sections.indices {
      let section = sections[index]
      let output = section.feedforward.0 * value + section.state.0
      sections[index].state.0 =
        section.feedforward.1 * value - section.feedback.0 * output + section.state.1
      sections[index].state.1 = section.feedforward.2 * value - section.feedback.1 * output
      value = output
    }
    return value
  }
}
