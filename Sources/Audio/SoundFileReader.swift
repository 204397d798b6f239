import CSndfile
import Files
import Glibc

/// Reads a sound file in pieces, so that memory grows with what is there.
enum SoundFileReader {
  /// The sound of a file up to the frame that `limit` says for its rate, and how many frames the file has.
  static func read(
    _ path: String, limit: (_ sampleRate: Double) -> Int = { _ in .max }
  ) throws(AudioError) -> (sound: Sound, frames: Int) {
    let descriptor = try openFile(path)
    let fileSize: Int
    let declared: DeclaredLength
    do throws(AudioError) {
      fileSize = try regularFileSize(descriptor, path: path)
      declared = DeclaredLength(descriptor: descriptor, fileSize: fileSize)
    } catch {
      close(descriptor)
      throw error
    }
    var info = SF_INFO()
    // libsndfile closes the descriptor, also when it fails.
    guard let file = sf_open_fd(descriptor, Int32(SFM_READ), &info, 1) else {
      throw .notASound(path: path, reason: reason(nil))
    }
    defer { sf_close(file) }
    guard info.samplerate > 0, info.channels > 0, let channels = Int(exactly: info.channels) else {
      throw .notASound(path: path, reason: "it has no channels or no sample rate")
    }
    // Streams of unknown length claim an enormous one.
    let expected = info.frames > 0 && info.frames < Int64.max / 2 ? Int(exactly: info.frames) : nil
    let limit = max(1, limit(Double(info.samplerate)))
    // A claim alone reserves no more than the file could hold as bytes.
    let planes = try readPlanes(
      file, path: path, channels: channels, limit: limit, capacity: min(expected ?? 0, fileSize / channels, limit))
    let found = planes.first?.count ?? 0
    if declared.isCut(fileSize: fileSize) {
      throw .truncated(path: path, framesFound: found, framesDeclared: declared.frames)
    }
    if let expected, found < min(expected, limit) {
      throw .truncated(path: path, framesFound: found, framesDeclared: expected)
    }
    guard found > 0 else { throw .noFrames(path: path) }
    return (Sound(rate: Double(info.samplerate), planes: planes), max(found, expected ?? 0))
  }

  /// The comment in the file's standard field; `nil` when it has none.
  static func comment(of path: String) throws(AudioError) -> String? {
    let descriptor = try openFile(path)
    do throws(AudioError) {
      _ = try regularFileSize(descriptor, path: path)
    } catch {
      close(descriptor)
      throw error
    }
    var info = SF_INFO()
    guard let file = sf_open_fd(descriptor, Int32(SFM_READ), &info, 1) else {
      throw .notASound(path: path, reason: reason(nil))
    }
    defer { sf_close(file) }
    return sf_get_string(file, Int32(SF_STR_COMMENT)).map { String(cString: $0) }
  }

  private static func openFile(_ path: String) throws(AudioError) -> Int32 {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .missing(path: path) }
    // Without O_NONBLOCK a pipe that nobody writes to would hold the program.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor < 0 else { return descriptor }
    switch errno {
    case ENOENT, ENOTDIR: throw .missing(path: path)
    case ENXIO: throw .notAFile(path: path)
    default: throw .cannotOpen(path: path, reason: systemReason())
    }
  }

  private static func regularFileSize(_ descriptor: Int32, path: String) throws(AudioError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .cannotOpen(path: path, reason: systemReason()) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .isFolder(path: path)
    default: throw .notAFile(path: path)
    }
    guard status.st_size > 0 else { throw .emptyFile(path: path) }
    return status.st_size
  }

  private static func readPlanes(
    _ file: OpaquePointer, path: String, channels: Int, limit: Int, capacity: Int
  ) throws(AudioError) -> [[Float]] {
    let framesAtOnce = max(1, 65536 / channels)
    var block = [Float](repeating: 0, count: framesAtOnce * channels)
    var planes = [[Float]](repeating: [], count: channels)
    for channel in planes.indices {
      planes[channel].reserveCapacity(min(capacity, Sound.maximumSampleCount / channels))
    }
    var frames = 0
    while frames < limit {
      let count = Int(sf_readf_float(file, &block, sf_count_t(min(framesAtOnce, limit - frames))))
      if sf_error(file) != 0 { throw .damaged(path: path, reason: reason(file), frame: frames + max(0, count)) }
      guard count > 0 else { break }
      guard (frames + count) * channels <= Sound.maximumSampleCount else { throw .tooLarge(path: path) }
      for channel in planes.indices {
        for frame in 0..<count {
          let sample = block[frame * channels + channel]
          guard sample.isFinite else { throw .notFinite(path: path, channel: channel, frame: frames + frame) }
          planes[channel].append(sample)
        }
      }
      frames += count
    }
    return planes
  }

  /// libsndfile's own words, of a file or of the last failure to open one.
  private static func reason(_ file: OpaquePointer?) -> String {
    var text = sf_strerror(file).map { String(cString: $0) } ?? "unknown reason"
    while text.hasSuffix(".") || text.hasSuffix(" ") || text.hasSuffix("\n") { text.removeLast() }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
