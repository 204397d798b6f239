import Audio

/// The one pitch that a drum is heard at.
package enum DrumPitch {
  /// The frequency in Hz that it settles at, and where it is over before that, the one that it begins with; `nil` for
  /// a sound without a clear pitch below 1 kHz. See `PitchSweep`.
  package static func of(_ sound: Sound) -> Double? {
    guard let low = LowPart(of: sound) else { return nil }
    return low.late ?? low.early
  }
}
