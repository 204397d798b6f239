import Tensors

/// A second-order filter by the bilinear transform (R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter
/// coefficients"), in transposed direct form II and double precision.
///
/// Its sine and cosine are our own: a filter that feeds back would carry another last bit on through the whole sound.
package struct Biquad: Sendable {
  /// The shape of its frequency response.
  package enum Kind: Sendable {
    case lowPass, highPass
    /// 0 dB at the frequency.
    case bandPass
    /// A hill or a valley of so many dB.
    case peaking(Double)
    /// So many dB below or above the corner.
    case lowShelf(Double)
    case highShelf(Double)
  }

  private let feedforward: (Double, Double, Double)
  private let feedback: (Double, Double)
  private var state = (0.0, 0.0)

  /// A filter at rest.
  /// - Parameters:
  ///   - frequency: the corner or the centre in Hz, above 0 and below half of the rate.
  ///   - quality: Q; 1/√2 is a Butterworth filter of order 2.
  package init(_ kind: Kind, _ frequency: Double, quality: Double = 0.7071, sampleRate: Double) {
    let angle = 2 * Double.pi * frequency / sampleRate
    let (sin, cos) = sineAndCosine(angle)
    let alpha = sin / (2 * quality)
    var (b0, b1, b2) = (0.0, 0.0, 0.0)
    var (a0, a1, a2) = (1 + alpha, -2 * cos, 1 - alpha)
    switch kind {
    case .lowPass: (b0, b1, b2) = ((1 - cos) / 2, 1 - cos, (1 - cos) / 2)
    case .highPass: (b0, b1, b2) = ((1 + cos) / 2, -1 - cos, (1 + cos) / 2)
    case .bandPass: (b0, b1, b2) = (alpha, 0, -alpha)
    case .peaking(let decibels):
      let a = amplitude(decibels: decibels / 2)
      (b0, b1, b2) = (1 + alpha * a, -2 * cos, 1 - alpha * a)
      (a0, a1, a2) = (1 + alpha / a, -2 * cos, 1 - alpha / a)
    case .lowShelf(let decibels), .highShelf(let decibels):
      let a = amplitude(decibels: decibels / 2)
      var low = true
      if case .highShelf = kind { low = false }
      // The high shelf is the low one mirrored: cos changes its sign, and with it the odd coefficients.
      let c = low ? cos : -cos
      let s = 2 * a.squareRoot() * alpha
      (b0, b1, b2) = (a * (a + 1 - (a - 1) * c + s), 2 * a * (a - 1 - (a + 1) * c), a * (a + 1 - (a - 1) * c - s))
      (a0, a1, a2) = (a + 1 + (a - 1) * c + s, -2 * (a - 1 + (a + 1) * c), a + 1 + (a - 1) * c - s)
      if !low { (b1, a1) = (-b1, -a1) }
    }
    feedforward = (b0 / a0, b1 / a0, b2 / a0)
    feedback = (a1 / a0, a2 / a0)
  }

  /// The next sample of the output, for the next one of the input.
  package mutating func next(_ input: Double) -> Double {
    let output = feedforward.0 * input + state.0
    state.0 = feedforward.1 * input - feedback.0 * output + state.1
    state.1 = feedforward.2 * input - feedback.1 * output
    return output
  }

  /// The output for samples [frames], as long as they are.
  package func filter(_ samples: [Double]) -> [Double] {
    var filter = self
    return samples.map { filter.next($0) }
  }
}

/// A Butterworth low- or high-pass of an even order: −3 dB at its corner, and 6 dB an octave for each order beyond it.
package struct Butterworth: Sendable {
  private var sections: [Biquad]

  /// - Parameters:
  ///   - kind: `.lowPass` or `.highPass`.
  ///   - order: even; half as many sections of the second order are run one after the other.
  ///   - frequency: the corner in Hz, above 0 and below half of the rate.
  package init(_ kind: Biquad.Kind, order: Int, frequency: Double, sampleRate: Double) {
    sections = (0..<order / 2).map { index in
      // The poles of the analogue filter lie on a half circle, at odd multiples of pi/2/order.
      let quality = 1 / (2 * cosine(Double(2 * index + 1) * .pi / Double(2 * order)))
      return Biquad(kind, frequency, quality: quality, sampleRate: sampleRate)
    }
  }

  /// The next sample of the output, for the next one of the input.
  package mutating func next(_ input: Double) -> Double {
    var value = input
    for index in sections.indices { value = sections[index].next(value) }
    return value
  }
}
