import Audio
import Glibc

/// The levels of a sound's mean over channels by octaves: a constant-Q transform (J. C. Brown, J. Acoust. Soc. Am. 89,
/// 1991), whose windows grow longer the lower the frequency is. A sine at full scale has a power of 1.
package struct OctaveSpectrogram: Sendable {
  /// Bands to an octave.
  package static let resolution = 16
  /// Hz of the lowest band.
  package static let lowest = 20.0
  /// Periods in a window, which a band's width and its blur in time hang on.
  private static let periods = 12.0
  /// The shortest and the longest windows, in seconds.
  private static let windows = 0.003...0.12
  /// The most columns.
  private static let mostColumns = 1024

  /// Power [columns][bands], from the lowest frequency.
  package let power: [[Float]]
  /// The bands' centres in Hz.
  package let frequencies: [Double]
  /// Seconds from one column to the next; the first lies at the sound's start.
  package let step: Double

  /// From the lowest band's centre to where a further one would be.
  package var range: ClosedRange<Double> {
    Self.lowest...(Self.lowest * pow(2, Double(frequencies.count) / Double(Self.resolution)))
  }

  /// Throws for an empty sound, for samples that are not finite, and `AnalysisError.interrupted` soon after
  /// `isInterrupted` has become true.
  package init(of sound: Sound, isInterrupted: () -> Bool = { false }) throws(AnalysisError) {
    guard sound.frameCount > 0 else { throw .emptySound }
    let mono = sound.withChannels(1).channels.first ?? []
    guard mono.allSatisfy(\.isFinite) else { throw .notFinite }
    let rate = sound.sampleRate
    let octaves = log2(max(rate / 2 / Self.lowest, 2))
    let bands = Int(octaves * Double(Self.resolution))
    frequencies = (0..<bands).map { Self.lowest * pow(2, Double($0) / Double(Self.resolution)) }
    let hop = max(1, max(Int(rate / 300), (mono.count + Self.mostColumns - 1) / Self.mostColumns))
    step = Double(hop) / rate
    var power = [[Float]](repeating: [], count: mono.count / hop + 1)
    for frequency in frequencies {
      let seconds = min(max(Self.periods / frequency, Self.windows.lowerBound), Self.windows.upperBound)
      // No longer than reaches over the sound from both of its ends.
      let length = min(max(4, Int(seconds * rate)), 2 * mono.count + 2)
      let kernel = Kernel(frequency: frequency / rate, length: length)
      for column in power.indices {
        if column % 32 == 0, isInterrupted() { throw .interrupted }
        power[column].append(kernel.power(of: mono, around: column * hop))
      }
    }
    self.power = power
  }

  /// A windowed complex wave.
  private struct Kernel {
    let cosine, sine: [Float]

    /// - Parameters:
    ///   - frequency: in parts of the rate.
    ///   - length: in samples; the window is Hann's.
    init(frequency: Double, length: Int) {
      var (cosine, sine, sum) = ([Float](), [Float](), 0.0)
      for index in 0..<length {
        let window = 0.5 - 0.5 * cos(2 * .pi * (Double(index) + 0.5) / Double(length))
        let angle = 2 * .pi * frequency * (Double(index) - Double(length) / 2)
        cosine.append(Float(window * cos(angle)))
        sine.append(Float(window * sin(angle)))
        sum += window
      }
      let scale = Float(2 / sum)
      (self.cosine, self.sine) = (cosine.map { $0 * scale }, sine.map { $0 * scale })
    }

    func power(of samples: [Float], around centre: Int) -> Float {
      let start = centre - cosine.count / 2
      var (real, imaginary): (Float, Float) = (0, 0)
      for index in max(0, -start)..<max(max(0, -start), min(cosine.count, samples.count - start)) {
        real += cosine[index] * samples[start + index]
        imaginary += sine[index] * samples[start + index]
      }
      let power = real * real + imaginary * imaginary
      // Samples near the largest float have no finite power.
      return power.isFinite ? power : .greatestFiniteMagnitude
    }
  }
}
