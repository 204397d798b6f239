import Files
import Glibc

/// What can be wrong with a sound or a sound file.
public enum AudioError: Error, Equatable, Sendable {
  // A sound.
  case noChannels
  case channelsDiffer(lengths: [Int])
  case rateNotPossible(Double)
  case rateTooFar(from: Double, to: Double)
  case cannotResample(reason: String)
  case tooLong(seconds: Double, rate: Double)
  case nothingToJoin
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
  /// Frames are nothing where the file does not tell how many there should be.
  case truncated(path: String, framesFound: Int, framesDeclared: Int?)
  case damaged(path: String, reason: String, frame: Int)
  case noFrames(path: String)
  case tooLarge(path: String)

  /// A sample is NaN or infinite; the path is nothing for a sound in memory.
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
  public var description: String {
    switch self {
    case .noChannels:
      "a sound needs at least one channel"
    case .channelsDiffer(let lengths):
      "the channels of a sound must be equally long; these have "
        + lengths.map(String.init).joined(separator: ", ") + " frames"
    case .rateNotPossible(let rate):
      "a sample rate of \(hertz(rate)) is not possible\ngive a rate above zero, such as 44.1kHz"
    case .rateTooFar(let from, let to):
      "cannot resample from \(hertz(from)) to \(hertz(to)): the rates are more than 256 times apart"
    case .cannotResample(let reason):
      "cannot resample: \(reason)"
    case .tooLong(let seconds, let rate):
      "a sound of \(Int(exactly: seconds.rounded()) ?? .max) seconds at \(hertz(rate)) is too long: "
        + "a sound may have \(Sound.maximumSampleCount) samples (1 GiB)\nmake it shorter"
    case .nothingToJoin:
      "there are no sounds to put together"
    case .ratesDiffer(let first, let other, let index):
      "sounds of different rates don't go together: the first has \(hertz(first)), number \(index + 1) has "
        + "\(hertz(other))\nresample one of them"
    case .channelCountsDiffer(let first, let other, let index):
      "sounds of different channel counts don't go together: the first has \(first), number \(index + 1) has "
        + "\(other)\nmake both of them mono or stereo"
    case .silent:
      "the sound is silent, and no gain changes that"
    case .quieterThan(let level, let peak):
      "nothing in the sound reaches \(decibels(level)): "
        + (peak > 0 ? "its peak is \(decibels(peak))\ngive a lower level" : "it is silent")
    case .tooQuietToMeasure(let peak):
      "the sound is too quiet to have a loudness: it is below -70 LUFS, with a peak of \(decibels(peak))"
        + "\nbring its peak up first"
    case .gainNotPossible:
      "this gain takes the sound beyond what its samples can hold"
    case .fadesTooLong(let fadeIn, let fadeOut, let frames, let rate):
      if fadeIn <= frames, fadeOut <= frames {
        "fades of \(seconds(fadeIn, rate)) and \(seconds(fadeOut, rate)) overlap: the sound has only "
          + "\(seconds(frames, rate))\nshorten one of them"
      } else {
        "the fade is longer than the sound, which has \(seconds(frames, rate))\nshorten it"
      }
    case .noSuchSlice(let start, let end, let frames, let rate):
      if start >= frames {
        "the slice starts where the sound has ended: it has \(length(frames, rate))"
      } else if start < end {
        "the slice ends behind the sound's end: it has \(length(frames, rate))"
          + "\nleave the end out to take all that is left"
      } else {
        "there is nothing between \(seconds(start, rate)) and \(seconds(end, rate))\nthe end comes after the start"
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
        + "of channel \(channel)" + (path == nil ? "\nnothing was written" : "")
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
      "\(format.container.rawValue) cannot hold a sound with \(channels) channel\(channels == 1 ? "" : "s") "
        + "at \(hertz(rate)): \(reason)"
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

/// A level for people: a linear one in dB, with a decimal where it is not whole.
func decibels(_ level: Double) -> String {
  let tenths = (200 * log10(level)).rounded() / 10
  return "\(Int(exactly: tenths).map(String.init) ?? tenths.description) dB"
}

/// A length for people: seconds to the millisecond, or frames where that would show nothing.
private func seconds(_ frames: Int, _ rate: Double) -> String {
  let rounded = (Double(frames) / rate * 1000).rounded() / 1000
  guard frames == 0 || rounded > 0 else { return frames == 1 ? "1 frame" : "\(frames) frames" }
  return "\(Int(exactly: rounded).map(String.init) ?? "\(rounded)") s"
}

/// A length in time and in frames, the one that it is too short for left out.
private func length(_ frames: Int, _ rate: Double) -> String {
  let time = seconds(frames, rate)
  return time.contains("frame") ? time : "\(time), which is \(frames == 1 ? "1 frame" : "\(frames) frames")"
}

/// A rate for people: a whole number of Hz where it is one.
private func hertz(_ rate: Double) -> String {
  Int(exactly: rate).map { "\($0) Hz" } ?? "\(rate) Hz"
}
