import Files

/// Sound files, by libsndfile.
public enum AudioFile {
  /// Reads any sound file that libsndfile opens (WAV, FLAC, OGG, MP3, AIFF and more) as floats, integers scaled to
  /// ±1. Memory follows what the file really holds, not what it claims, up to `Sound.maximumSampleCount`. Throws for
  /// whatever is not a whole, finite, non-empty sound; pipes and devices are refused without waiting on them.
  public static func read(_ path: String) throws(AudioError) -> Sound {
    try SoundFileReader.read(path).sound
  }

  /// Reads the beginning of a sound file as `read` does, and no more of it: as many frames as `limit` says for the
  /// file's rate, one at least. What lies behind them may be damaged, but an end that is missing is an error.
  /// - Returns: the beginning, and how many frames the whole file has; where the format does not tell, how many were
  ///   read.
  public static func readBeginning(
    of path: String, limit: (_ sampleRate: Double) -> Int
  ) throws(AudioError) -> (sound: Sound, frames: Int) {
    try SoundFileReader.read(path, limit: limit)
  }

  /// The comment that a sound file carries in its standard field; `nil` when it has none.
  public static func comment(of path: String) throws(AudioError) -> String? {
    try SoundFileReader.comment(of: path)
  }

  /// Writes `sound` whole or not at all, see `WholeFile`; the same sound gives the same bytes in every format. For 16
  /// and 24 bits samples are rounded to the nearest step and clipped at full scale, and the report counts those that
  /// were beyond it. Throws for an empty sound, for NaN and infinities, and for what the format or the file system
  /// refuses.
  /// - Parameter comment: free text for the file's standard field, at most `format.container.commentLimit` bytes; a
  ///   longer one is left out.
  @discardableResult
  public static func write(
    _ sound: Sound, to path: String, format: AudioFormat, comment: String? = nil, overwrite: Bool
  ) throws(AudioError) -> WriteReport {
    do {
      // Before the work of encoding.
      try WholeFile.check(path, overwrite: overwrite)
    } catch { throw .file(error) }
    let (bytes, clipped) = try SoundFileEncoder.encode(sound, as: format, comment: comment)
    do {
      try WholeFile.write(bytes, to: path, overwrite: overwrite)
    } catch { throw .file(error) }
    return WriteReport(frames: sound.frameCount, bytes: bytes.count, clipped: clipped)
  }

  /// Throws what `write` would throw for the sound and the format: for an empty sound, for NaN and infinities, and for
  /// what the format refuses.
  public static func check(_ sound: Sound, as format: AudioFormat) throws(AudioError) {
    try sound.requireFinite()
    // What the format takes a frame of, it takes all of.
    _ = try SoundFileEncoder.encode(sound.prefix(1), as: format)
  }

  /// The bytes of the file that `write` writes, and how many samples were beyond ±1. Throws for an empty sound, for NaN
  /// and infinities, and for what the format refuses.
  public static func encode(
    _ sound: Sound, as format: AudioFormat, comment: String? = nil
  ) throws(AudioError) -> (bytes: [UInt8], clipped: Int) {
    try SoundFileEncoder.encode(sound, as: format, comment: comment)
  }
}

/// What was written.
public struct WriteReport: Sendable, Equatable {
  /// Frames, that is samples per channel.
  public let frames: Int
  /// The size of the file.
  public let bytes: Int
  /// How many samples, counted over all channels, were beyond ±1 and set to full scale; 0 for float and OGG.
  public let clipped: Int
}
