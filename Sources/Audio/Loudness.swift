import CEbur128

extension Sound {
  /// The integrated loudness in LUFS (ITU-R BS.1770-4, by libebur128); −infinity for silence, which is everything below
  /// −70 LUFS.
  ///
  /// The standard measures blocks of 0.4 s and knows nothing shorter. A shorter sound is measured with silence behind
  /// it up to 0.4 s: what a meter shows at most when the sound is played alone. So halving a short sound's length
  /// lowers its loudness by 3 LU, about as it does for the ear.
  ///
  /// Channels are left, right, centre and so on; those behind the sixth don't count. A mono sound measures 3 LU less
  /// than the same sound on two channels, as it does wherever BS.1770 is applied.
  public func loudness() -> Double {
    guard peak > 0 else { return -.infinity }
    // The K filter's shelf lies at 1.7 kHz, and libebur128 takes whole rates alone.
    guard sampleRate >= 8000, sampleRate <= 384_000, let rate = UInt(exactly: sampleRate) else {
      return (try? resampled(to: 48_000).loudness()) ?? -.infinity
    }
    var state = ebur128_init(UInt32(min(channelCount, 64)), rate, Int32(EBUR128_MODE_I.rawValue))
    guard let meter = state else { return -.infinity }
    defer { ebur128_destroy(&state) }

    // As many frames as libebur128 has to a block: four times 0.1 s, each rounded to whole frames.
    let block = 4 * ((Int(rate) + 5) / 10)
    let frames = max(frameCount, block)
    let counted = channels.prefix(64)
    for start in stride(from: 0, to: frames, by: block) {
      let range = start..<min(start + block, frames)
      var interleaved: [Float] = []
      interleaved.reserveCapacity(range.count * counted.count)
      for frame in range {
        for plane in counted { interleaved.append(frame < frameCount ? plane[frame] : 0) }
      }
      guard ebur128_add_frames_float(meter, interleaved, range.count) == EBUR128_SUCCESS.rawValue else {
        return -.infinity
      }
    }
    var loudness = -Double.infinity
    guard ebur128_loudness_global(meter, &loudness) == EBUR128_SUCCESS.rawValue else { return -.infinity }
    return loudness
  }
}
