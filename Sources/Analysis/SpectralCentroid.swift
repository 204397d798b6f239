import Audio

/// Where the middle of a sound's spectrum lies.
package enum SpectralCentroid {
  /// Σ f·|X(f)|² / Σ |X(f)|² in Hz over the bins f of one transform of the whole sound, padded to a power of two, the
  /// channels' powers added: the mean frequency weighted by energy (G. Peeters, "A large set of audio features", IRCAM
  /// 2004, 6.1.1, with the power for the amplitude, so that hiss far below the sound counts little). Nothing for silence.
  package static func of(_ sound: Sound) throws(AnalysisError) -> Double? {
    var size = 2
    while size < sound.frameCount { size *= 2 }
    guard let fft = RealFFT(size: size) else { throw .outOfMemory }
    var moment = 0.0
    var total = 0.0
    for plane in sound.channels {
      let power = fft.power(of: plane + [Float](repeating: 0, count: size - plane.count))
      for (bin, value) in power.enumerated() where value.isFinite {
        moment += Double(bin) * Double(value)
        total += Double(value)
      }
    }
    return total > 0 ? moment / total * sound.sampleRate / Double(size) : nil
  }
}
