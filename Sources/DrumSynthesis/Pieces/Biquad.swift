import Tensors

/// A second-order filter by the bilinear transform (R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter
/// coefficients"), in transposed direct form II.
struct Biquad: Sendable {
  enum Kind: Sendable {
    case lowPass, highPass, bandPass
    /// A hill or a valley of so many dB.
    case peaking(Double)
    /// So many dB below or above the corner.
    case lowShelf(Double)
    case highShelf(Double)
  }

  private var feedforward: (Double, Double, Double)
  private var feedback: (Double, Double)

  /// - Parameter frequency: Hz, held between 5 Hz and 0.47 of the rate.
  init(_ kind: Kind, _ frequency: Double, quality: Double = 0.7071) {
    let angle = 2 * Double.pi * min(max(frequency, 5), 0.47 * Signal.rate) / Signal.rate
    let (sin, cos) = (sine(angle), cosine(angle))
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

  func filter(_ input: [Double]) -> [Double] {
    var (first, second) = (0.0, 0.0)
    return input.map { value in
      let output = feedforward.0 * value + first
      first = feedforward.1 * value - feedback.0 * output + second
      second = feedforward.2 * value - feedback.1 * output
      return output
    }
  }
}

extension Signal {
  /// Through a filter, see `Biquad`.
  func filtered(_ kind: Biquad.Kind, _ frequency: Double, quality: Double = 0.7071) -> Signal {
    Signal(Biquad(kind, frequency, quality: quality).filter(samples))
  }

  /// Through the filter twice: 24 dB an octave for low- and high-pass.
  func filteredTwice(_ kind: Biquad.Kind, _ frequency: Double, quality: Double = 0.7071) -> Signal {
    filtered(kind, frequency, quality: quality).filtered(kind, frequency, quality: quality)
  }
}
