import Audio
import Foundation
import Testing

@Suite struct AudioFileTests {
  /// A sample comes back within half a step of its bit depth, and exactly from floating point.
  @Test(
    arguments: ["wav", "aiff", "flac"].flatMap { ending in
      BitDepth.allCases.filter { ending != "flac" || $0 != .float }.map { (ending, $0) }
    })
  func roundTrips(ending: String, bits: BitDepth) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("sound." + ending)
    let tolerance: Float = bits == .int16 ? 0.5 / 32768 : bits == .int24 ? 0.5 / 8_388_608 : 0
    for channels in [1, 2, 6] {
      let sound = try TestSound.make(channels: channels, frames: 4999, rate: 48000)
      let format = try AudioFormat(path: path, bits: bits)
      let report = try AudioFile.write(sound, to: path, format: format, overwrite: true)
      #expect(report.frames == 4999 && report.clipped == 0)
      #expect(report.bytes == (try folder.bytes("sound." + ending).count))
      let back = try AudioFile.read(path)
      #expect(back.sampleRate == 48000)
      #expect(back.channelCount == channels)
      #expect(back.frameCount == 4999)
      let worst = zip(sound.channels.joined(), back.channels.joined()).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
      #expect(worst <= tolerance + 1e-9)
      #expect(bits == .float || worst > 0)
    }
    #expect(folder.names == ["sound." + ending])
  }

  /// Vorbis is lossy: every frame is there, and the error is 26 dB below the sound.
  @Test func roundTripsVorbis() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("sound.ogg")
    for frames in [1, 100, 32768] {
      let sound = try TestSound.make(frames: frames)
      let format = try AudioFormat(path: path)
      #expect(try AudioFile.write(sound, to: path, format: format, overwrite: true).frames == frames)
      let back = try AudioFile.read(path)
      #expect(back.frameCount == frames && back.channelCount == 2 && back.sampleRate == 44100)
      guard frames > 1000 else { continue }
      let error = zip(sound.channels, back.channels).map { zip($0, $1).map { $0 - $1 } }
      #expect(try Sound(sampleRate: 44100, channels: error).rms < 0.05 * sound.rms)
    }
  }

  @Test(arguments: ["wav", "aiff", "flac", "ogg"])
  func givesTheSameBytesForTheSameSound(ending: String) throws {
    let folder = try TemporaryFolder()
    let sound = try TestSound.make(frames: 20_000)
    for name in ["a", "b"] {
      let path = folder.file("\(name).\(ending)")
      try AudioFile.write(sound, to: path, format: try AudioFormat(path: path), overwrite: false)
    }
    let first = try folder.bytes("a." + ending)
    #expect(first == (try folder.bytes("b." + ending)))
    #expect(first.count > 1000)
  }

  /// Shorter than the headers are.
  @Test(arguments: ["wav", "aiff", "flac"]) func roundTripsAFewFrames(ending: String) throws {
    let folder = try TemporaryFolder()
    for bits in try AudioFormat(path: "k." + ending).container.depths {
      for frames in 1...7 {
        let path = folder.file("\(bits)-\(frames).\(ending)")
        let sound = try TestSound.make(channels: 1, frames: frames)
        try AudioFile.write(sound, to: path, format: AudioFormat(path: path, bits: bits), overwrite: false)
        #expect(try AudioFile.read(path).frameCount == frames)
      }
    }
  }

  /// The chunk that libsndfile adds to floating point files by itself holds the time of day.
  @Test func keepsTheTimeOutOfFloatFiles() throws {
    let folder = try TemporaryFolder()
    for name in ["a.wav", "a.aiff"] {
      let format = try AudioFormat(path: name, bits: .float)
      try AudioFile.write(try TestSound.make(frames: 50), to: folder.file(name), format: format, overwrite: false)
      #expect(Data(try folder.bytes(name)).range(of: Data("PEAK".utf8)) == nil)
    }
  }

  @Test func overwritesOnlyWhenTold() throws {
    let folder = try TemporaryFolder()
    let path = try folder.put([1, 2, 3], "kick.wav")
    let format = try AudioFormat(path: path)
    let sound = try TestSound.make(frames: 10)
    #expect(throws: AudioError.file(.exists(path: path))) {
      try AudioFile.write(sound, to: path, format: format, overwrite: false)
    }
    #expect(try folder.bytes("kick.wav") == [1, 2, 3])
    try AudioFile.write(sound, to: path, format: format, overwrite: true)
    #expect(try AudioFile.read(path).frameCount == 10)
    #expect(folder.names == ["kick.wav"])
  }

  @Test func writesNothingForWhatIsNoSound() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kick.wav")
    let format = try AudioFormat(path: path)
    let broken = try Sound(sampleRate: 44100, channels: [[0, 0], [0, .nan]])
    #expect(throws: AudioError.notFinite(path: nil, channel: 1, frame: 1)) {
      try AudioFile.write(broken, to: path, format: format, overwrite: false)
    }
    let empty = try Sound(sampleRate: 44100, channels: [[]])
    #expect(throws: AudioError.emptySound) { try AudioFile.write(empty, to: path, format: format, overwrite: false) }
    let uneven = try Sound(sampleRate: 44100.5, channels: [[0]])
    #expect(throws: AudioError.self) { try AudioFile.write(uneven, to: path, format: format, overwrite: false) }
    #expect(folder.names.isEmpty)
  }
}
