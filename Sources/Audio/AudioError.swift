import Files
import Glibc
import Text

/// What can be wrong with a sound or a sound file.
public enum AudioError: Error, Equatable, Sendable {
  // A sound.
  case noChannels
  case channelsDiffer(lengths: [Int])
  case rateNotPossible(Double)
  case cannotResample(reason: String)
  case tooLong(seconds: Double, rate: Double)
  case nothingToJoin
  /// Who waits for it wants no more of it.
  case interrupted
  case ratesDiffer(first: Double, other: Double, index: Int)
  case channelCountsDiffer(first: Int, other: Int, index: Int)

  // Effects. Levels are linear.
  case silent
  case quieterThan(level: Double, peak: Double)
  case tooQuietToMeasure(peak: Double)
  case gainNotPossible(Double)
  case fadesTooLong(fadeIn: Int, fadeOut: Int, frames: Int, rate: Double)
  case noSuchSlice(start: Int, end: Int, frames: Int, rate: Double)
  case noSuchChannel(Int, of: Int)

  // Reading.
  case missing(path: String)
  case cannotOpen(path: String, reason: String)
  case isFolder(path: String)
  /// A pipe, a device or a socket.
  case notAFile(path: String)
  case emptyFile(path: String)
  case notASound(path: String, reason: String)
  /// Frames are `nil` where the file does not tell how many there should be.
  case truncated(path: String, framesFound: Int, framesDeclared: Int?)
  case damaged(path: String, reason: String, frame: Int)
  case noFrames(path: String)
  case tooLarge(path: String)

  /// A sample is NaN or infinite; the path is `nil` for a sound in memory.
  case notFinite(path: String?, channel: Int, frame: Int)

  // Writing.
  case emptySound
  case unknownEnding(path: String, ending: String)
  case unknownBits(String)
  case bitsNotPossible(container: AudioFormat.Container, bits: BitDepth)
  case notWritable(format: AudioFormat, sampleRate: Double, channels: Int, reason: String)
  case file(WholeFileError)
}

extension AudioError: CustomStringConvertible {
  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .noChannels:
      "a sound needs at least one channel"
    case .channelsDiffer(let lengths):
      "the channels of a sound must be equally long; these have "
        + lengths.map(String.init).joined(separator: ", ") + " frames"
    case .rateNotPossible(let rate):
      "a sample rate of \(shortest(rate)) Hz is not possible\ngive a rate above zero, such as 44.1kHz"
    case .interrupted: "interrupted"
    case .cannotResample(let reason):
      "cannot resample: \(reason)"
    case .tooLong(let seconds, let rate):
      "a sound of \(Int(exactly: seconds.rounded()) ?? .max) seconds at \(shortest(rate)) Hz is too long: "
        + "a sound may have \(Sound.maximumSampleCount) samples (1 GiB)\nmake it shorter"
    case .nothingToJoin:
      "there are no sounds to put together"
    case .ratesDiffer(let first, let other, let index):
      "sounds of different rates don't go together: the first has \(shortest(first)) Hz, number \(index + 1) has "
        + "\(shortest(other)) Hz\nresample one of them"
    case .channelCountsDiffer(let first, let other, let index):
      "sounds of different channel counts don't go together: the first has \(first), number \(index + 1) has "
        + "\(other)\nmake both of them mono or stereo"
    case .silent:
      "the sound is silent, and no gain changes that"
    case .quieterThan(let level, let peak):
      "nothing in the sound reaches \(levelText(level)): "
        + (peak > 0 ? "its peak is \(levelText(peak))\ngive a lower level" : "it is silent")
    case .tooQuietToMeasure(let peak):
      "the sound is too quiet to have a loudness: it is below -70 LUFS, with a peak of \(levelText(peak))"
        + "\nbring its peak up first"
    case .gainNotPossible:
      "this gain takes the sound beyond what its samples can hold"
    case .fadesTooLong(let fadeIn, let fadeOut, let frames, let rate):
      if fadeIn <= frames, fadeOut <= frames {
        "fades of \(time(frames: fadeIn, rate: rate)) and \(time(frames: fadeOut, rate: rate)) overlap: "
          + "the sound has only \(time(frames: frames, rate: rate))\nshorten one of them"
      } else {
        "the fade is longer than the sound, which has \(time(frames: frames, rate: rate))\nshorten it"
      }
    case .noSuchSlice(let start, let end, let frames, let rate):
      if start >= frames {
        "the sound has ended there: it has \(length(frames, rate))"
      } else if start < end {
        "the end lies behind the sound's own: it has \(length(frames, rate))"
          + "\nleave the end out to take all that is left"
      } else {
        "there is nothing between \(time(frames: start, rate: rate)) and \(time(frames: end, rate: rate))\n"
          + "the end comes after the start"
      }
    case .noSuchChannel(let channel, let count):
      "the sound has no channel \(channel): it has " + (count == 1 ? "one, number 0" : "0 to \(count - 1)")
    case .missing(let path):
      path.isEmpty ? "the file name is empty" : "there is no file '\(path)'"
    case .cannotOpen(let path, let reason):
      "cannot open '\(path)': \(reason)"
    case .isFolder(let path):
      "'\(path)' is a folder, not a sound file\nname a file inside it"
    case .notAFile(let path):
      "'\(path)' is a device or a pipe, not a sound file"
    case .emptyFile(let path):
      "'\(path)' is empty (0 bytes)"
    case .notASound(let path, let reason):
      "'\(path)' is no sound file that can be read (\(reason))\nWAV, FLAC, OGG, MP3, AIFF and a few more can be read"
    case .truncated(let path, let found, let declared):
      "'\(path)' is cut off: "
        + (declared.map { "it should have \($0) frames, but holds \(found)" }
          ?? "its end is missing after \(found) frames")
        + "\ncopy or download it again"
    case .damaged(let path, let reason, let frame):
      "'\(path)' is damaged at frame \(frame): \(reason)\ncopy or download it again"
    case .noFrames(let path):
      "'\(path)' is a sound file without any sound in it (0 frames)"
    case .tooLarge(let path):
      "'\(path)' is too long: a sound may have \(Sound.maximumSampleCount) samples (1 GiB)\ncut it into shorter files"
    case .notFinite(let path, let channel, let frame):
      (path.map { "'\($0)'" } ?? "the sound") + " has a sample that is no number (NaN or infinite) at frame \(frame) "
        + "of channel \(channel)"
    case .emptySound:
      "the sound is empty (0 frames)\nnothing was written"
    case .unknownEnding(let path, let ending):
      (ending.isEmpty
        ? "'\(path)' has no ending that says what kind of sound file it is"
        : "'.\(ending)' is no kind of sound file that can be written")
        + "\nuse one of \(AudioFormat.knownEndings.joined(separator: ", "))"
    case .unknownBits(let word):
      "'\(word)' is no bit depth\nuse 16, 24 or float"
    case .bitsNotPossible(let container, let bits):
      bitsText(container, bits)
    case .notWritable(let format, let rate, let channels, let reason):
      "\(format.container.rawValue) cannot hold a sound with \(counted(channels, "channel")) "
        + "at \(shortest(rate)) Hz: \(reason)"
    case .file(let error):
      error.description
    }
  }

  private func bitsText(_ container: AudioFormat.Container, _ bits: BitDepth) -> String {
    guard !container.depths.isEmpty else {
      return "\(container.rawValue) is a lossy format and has no bit depth\n"
        + "leave the bits out, or write a .wav or .flac"
    }
    let possible = container.depths.map(\.rawValue).joined(separator: " or ")
    let wanted = bits == .float ? "floating point" : "\(bits.rawValue) bit"
    return "\(container.rawValue) cannot hold \(wanted) samples; it holds \(possible) bit\n"
      + "write a .wav or .aiff for floating point"
  }
}

/// A length in time and in frames, where the time is not frames already.
private func length(_ frames: Int, _ rate: Double) -> String {
  let text = time(frames: frames, rate: rate)
  return text.contains("frame") ? text : "\(text), which is \(counted(frames, "frame"))"
}
