import CSndfile

/// Turns a sound into the bytes of a file, in memory: the disk is then one write away, and a failure costs nothing.
enum SoundFileEncoder {
  static func encode(
    _ sound: Sound, as format: AudioFormat, comment: String? = nil
  ) throws(AudioError) -> (bytes: [UInt8], clipped: Int) {
    guard sound.frameCount > 0 else { throw .emptySound }
    try sound.requireFinite()
    func refuse(_ reason: String) -> AudioError {
      .notWritable(
        format: format, sampleRate: sound.sampleRate, channels: sound.channelCount, reason: reason)
    }
    guard let rate = Int32(exactly: sound.sampleRate) else { throw refuse("the rate must be a whole number of Hz") }
    var info = SF_INFO()
    info.samplerate = rate
    info.channels = Int32(clamping: sound.channelCount)
    info.format = Int32(code(format))
    guard sf_format_check(&info) != 0 else { throw refuse("the format does not allow that") }

    let memory = MemoryFile()
    var access = MemoryFile.access
    let reference = Unmanaged.passUnretained(memory).toOpaque()
    guard let file = sf_open_virtual(&access, Int32(SFM_WRITE), &info, reference) else {
      throw refuse(String(cString: sf_strerror(nil)))
    }
    if format.bits == .float {
      // The chunk would carry the time of day into the file. It is in the header that opening has written, and the
      // end of that would stay behind a very short sound; the header comes anew with the first samples.
      sf_command(file, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, 0)
      memory.clear()
    }
    if format.container == .ogg {
      var quality = 0.7
      sf_command(file, Int32(SFC_SET_VBR_ENCODING_QUALITY), &quality, Int32(MemoryLayout<Double>.size))
    }
    if let comment, comment.utf8.count <= format.container.commentLimit, !comment.utf8.contains(0) {
      sf_set_string(file, Int32(SF_STR_COMMENT), comment)
    }
    let clipped = write(sound, to: file, bits: format.bits)
    let failure = sf_error(file) != 0 ? String(cString: sf_strerror(file)) : nil
    let closed = withExtendedLifetime(memory) { sf_close(file) }
    if let failure { throw refuse(failure) }
    guard let clipped, closed == 0 else { throw refuse("it could not be encoded") }
    return (format.container == .ogg ? OggPages.withFixedSerial(memory.bytes) : memory.bytes, clipped)
  }

  private static func code(_ format: AudioFormat) -> Int {
    let samples =
      switch format.bits {
      case .int16: SF_FORMAT_PCM_16
      case .int24: SF_FORMAT_PCM_24
      case .float: SF_FORMAT_FLOAT
      case nil: SF_FORMAT_VORBIS
      }
    let container =
      switch format.container {
      case .wav: SF_FORMAT_WAV
      case .flac: SF_FORMAT_FLAC
      case .ogg: SF_FORMAT_OGG
      case .aiff: SF_FORMAT_AIFF
      }
    return container | samples
  }

  /// Gives the samples to libsndfile block by block (its Vorbis encoder puts a whole call on the stack); returns how
  /// many were clipped, or `nil` when libsndfile took fewer than given.
  private static func write(_ sound: Sound, to file: OpaquePointer, bits: BitDepth?) -> Int? {
    let channels = sound.channels
    var clipped = 0
    var start = 0
    while start < sound.frameCount {
      let range = start..<min(start + 2048, sound.frameCount)
      let taken: sf_count_t
      switch bits {
      case .int16, .int24:
        let step = bits == .int16 ? 16 : 24
        var block = [Int32](repeating: 0, count: range.count * channels.count)
        for (channel, plane) in channels.enumerated() {
          for (index, frame) in range.enumerated() {
            let value = quantized(plane[frame], bits: step, clipped: &clipped)
            block[index * channels.count + channel] = value << Int32(32 - step)
          }
        }
        taken = sf_writef_int(file, block, sf_count_t(range.count))
      case .float, nil:
        var block = [Float](repeating: 0, count: range.count * channels.count)
        for (channel, plane) in channels.enumerated() {
          for (index, frame) in range.enumerated() { block[index * channels.count + channel] = plane[frame] }
        }
        taken = sf_writef_float(file, block, sf_count_t(range.count))
      }
      guard taken == sf_count_t(range.count) else { return nil }
      start = range.upperBound
    }
    return clipped
  }

  /// The nearest of the 2^bits steps; a sample of exactly 1 becomes the highest step and is not counted as clipped.
  private static func quantized(_ sample: Float, bits: Int, clipped: inout Int) -> Int32 {
    if sample.magnitude > 1 { clipped += 1 }
    let scale = Double(1 << (bits - 1))
    return Int32(min(max((Double(sample) * scale).rounded(), -scale), scale - 1))
  }
}

/// A file in memory that libsndfile writes through its callbacks.
private final class MemoryFile {
  private(set) var bytes: [UInt8] = []
  private var position = 0

  func clear() { (bytes, position) = ([], 0) }

  private func write(_ source: UnsafeRawBufferPointer) {
    let end = position + source.count
    if end > bytes.count { bytes.append(contentsOf: [UInt8](repeating: 0, count: end - bytes.count)) }
    bytes.withUnsafeMutableBytes { $0[position..<end].copyBytes(from: source) }
    position = end
  }

  private func seek(_ offset: Int, _ whence: Int32) -> Int {
    let base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : bytes.count
    position = max(0, base + offset)
    return position
  }

  private func read(_ target: UnsafeMutableRawBufferPointer) -> Int {
    guard position < bytes.count else { return 0 }
    let count = min(target.count, bytes.count - position)
    target.copyBytes(from: bytes[position..<(position + count)])
    position += count
    return count
  }

  private static func file(_ reference: UnsafeMutableRawPointer?) -> MemoryFile? {
    reference.map { Unmanaged<MemoryFile>.fromOpaque($0).takeUnretainedValue() }
  }

  static var access: SF_VIRTUAL_IO {
    SF_VIRTUAL_IO(
      get_filelen: { sf_count_t(MemoryFile.file($0)?.bytes.count ?? 0) },
      seek: { sf_count_t(MemoryFile.file($2)?.seek(Int($0), $1) ?? -1) },
      read: { sf_count_t(MemoryFile.file($2)?.read(UnsafeMutableRawBufferPointer(start: $0, count: Int($1))) ?? 0) },
      write: {
        MemoryFile.file($2)?.write(UnsafeRawBufferPointer(start: $0, count: Int($1)))
        return $1
      },
      tell: { sf_count_t(MemoryFile.file($0)?.position ?? 0) })
  }
}
