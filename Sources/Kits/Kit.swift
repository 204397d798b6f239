import Audio
import Glibc

/// A drum kit: named voices, each on a key, with sounds that take turns.
public struct Kit: Sendable {
  /// A sound of a voice.
  public struct Sample: Sendable {
    /// As it is written: see `Sound.oneShot()`.
    public let sound: Sound
    /// The pitch that was measured, in Hz; nil for a sound without one.
    public let pitch: Double?

    /// A sound with its pitch.
    public init(_ sound: Sound, pitch: Double?) { (self.sound, self.pitch) = (sound, pitch) }
  }

  /// A drum.
  public struct Voice: Sendable {
    /// As it was called, whatever it holds.
    public let name: String
    /// The MIDI key that plays it.
    public let key: Int
    /// Whether it is one of those that end each other.
    public let isChoked: Bool
    /// In turns; one at least.
    public let samples: [Sample]

    /// A drum on a key.
    public init(_ name: String, key: Int, isChoked: Bool, samples: [Sample]) {
      (self.name, self.key, self.isChoked, self.samples) = (name, key, isChoked, samples)
    }
  }

  /// A file of a kit.
  public struct File: Sendable, Equatable {
    /// Without a folder.
    public let name: String
    /// What it holds.
    public let bytes: [UInt8]

    /// A name and what is under it.
    public init(_ name: String, _ bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
  }

  /// Safe as a file's name: see `KitName`.
  public let name: String
  /// In the order in which they were given.
  public let voices: [Voice]
  /// What the voices are called in files.
  let stems: [String]

  /// A kit by any name.
  public init(name: String, voices: [Voice]) {
    self.name = KitName.safe(name, fallback: "kit")
    self.voices = voices
    stems = KitName.stems(of: voices.map(\.name))
  }

  /// The name of the file of a voice's sound, both counted from 0 on.
  func fileName(voice: Int, sample: Int) -> String { "\(stems[voice])-\(sample + 1).wav" }

  /// The sounds as WAV files with the note that each is (see `SamplerChunk`), and how many samples were clipped.
  public func samples(bits: BitDepth) throws(AudioError) -> (files: [File], clipped: Int) {
    var files: [File] = []
    var clipped = 0
    let format = try AudioFormat(path: "sample.wav", bits: bits)
    for (number, voice) in voices.enumerated() {
      for (index, sample) in voice.samples.enumerated() {
        let (bytes, count) = try AudioFile.encode(sample.sound, as: format)
        let chunk = SamplerChunk(pitch: sample.pitch, else: voice.key, rate: sample.sound.sampleRate)
        files.append(File(fileName(voice: number, sample: index), chunk.added(to: bytes)))
        clipped += count
      }
    }
    return (files, clipped)
  }
}

extension Sound {
  /// What counts as silence before and behind a drum, below its peak.
  private static let silence = factor(decibels: -60)
  /// Seconds of fading: in before the first frame that is heard, out at the end.
  private static let (fadeIn, fadeOut) = (0.001, 0.005)

  /// The sound ready for a kit: without the silence, 60 dB below its peak, before and behind it, and faded in over the
  /// millisecond before it is heard and out over its last 5. Throws for a silent sound.
  public func oneShot() throws(AudioError) -> Sound {
    guard peak > 0, let heard = frames(reaching: Double(peak) * Sound.silence) else { throw .silent }
    let lead = min(heard.lowerBound, Int(Sound.fadeIn * sampleRate))
    let kept = try slice(from: heard.lowerBound - lead, to: heard.upperBound + 1)
    return try kept.faded(in: lead, out: min(Int(Sound.fadeOut * sampleRate), kept.frameCount - lead), curve: .cosine)
  }
}
