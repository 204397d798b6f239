import Audio
import Foundation
import Testing

@Suite struct SoundFileReaderTests {
  private func error(_ path: String) throws -> AudioError {
    try #require(throws: AudioError.self) { try AudioFile.read(path) }
  }

  @Test func namesWhatIsNotThere() throws {
    let folder = try TemporaryFolder()
    #expect(try error(folder.file("no.wav")) == .missing(path: folder.file("no.wav")))
    #expect(try error("") == .missing(path: ""))
    #expect(try error("a\0b.wav") == .missing(path: "a\0b.wav"))
    #expect(try error(folder.path) == .isFolder(path: folder.path))
  }

  @Test(.timeLimit(.minutes(1))) func refusesPipesAndDevicesAtOnce() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.file("pipe.wav")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(try error(pipe) == .notAFile(path: pipe))
    #expect(try error("/dev/zero") == .notAFile(path: "/dev/zero"))
  }

  @Test func refusesWhatIsNoSoundFile() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.put([], "empty.wav")
    #expect(try error(empty) == .emptyFile(path: empty))
    let text = try folder.put(Array("<!DOCTYPE html><title>Not found</title>".utf8), "page.wav")
    #expect(try error(text).description.hasPrefix("'\(text)' is no sound file that can be read ("))
    let head = try folder.put(Array("RIFF".utf8), "head.wav")
    #expect(try isNoSound(error(head)))
    let noise = try folder.put((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7919 ^ $0 >> 3) }, "noise.wav")
    #expect(try isNoSound(error(noise)))
  }

  private func isNoSound(_ error: AudioError) -> Bool {
    if case .notASound = error { true } else { false }
  }

  @Test(arguments: ["wav", "aiff", "flac", "ogg"])
  func noticesACutEnd(ending: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("whole." + ending)
    let sound = try TestSound.make(frames: 30_000)
    try AudioFile.write(sound, to: path, format: try AudioFormat(path: path), overwrite: false)
    let bytes = try folder.bytes("whole." + ending)
    let cut = try folder.put(Array(bytes.prefix(bytes.count * 2 / 3)), "cut." + ending)
    switch try error(cut) {
    case .truncated(_, let found, let declared):
      #expect(found < 30_000)
      #expect(declared == nil || declared == 30_000)
      #expect(ending == "ogg" || declared == 30_000)
    case .damaged(_, _, let frame):
      #expect(ending == "flac" && frame < 30_000)
    case let other:
      Issue.record("\(other)")
    }
  }

  /// Every beginning of a file is an error or, where the format cannot tell, a shorter sound; never a crash.
  @Test(arguments: ["wav", "aiff", "flac", "ogg"])
  func survivesEveryPrefix(ending: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("whole." + ending)
    let sound = try TestSound.make(channels: 1, frames: 400)
    try AudioFile.write(sound, to: path, format: try AudioFormat(path: path), overwrite: false)
    let bytes = try folder.bytes("whole." + ending)
    for count in Swift.stride(from: 0, to: bytes.count - 1, by: max(1, bytes.count / 80)) {
      let cut = try folder.put(Array(bytes.prefix(count)), "cut-\(count)." + ending)
      #expect(throws: AudioError.self) { try AudioFile.read(cut) }
    }
  }

  /// The same numbers at every run.
  private struct Congruential: RandomNumberGenerator {
    var state: UInt64 = 7
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 31
    }
  }

  /// Bytes changed at random are read or refused, with no more frames than there can be.
  @Test(arguments: ["wav", "aiff", "flac", "ogg"])
  func survivesChangedBytes(ending: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("whole." + ending)
    let sound = try TestSound.make(channels: 2, frames: 3000)
    try AudioFile.write(sound, to: path, format: try AudioFormat(path: path), overwrite: false)
    let bytes = try folder.bytes("whole." + ending)
    var random = Congruential()
    // A new name each: replacing a file waits for the disk.
    for round in 0..<80 {
      var changed = bytes
      // Headers matter most.
      for _ in 0..<4 {
        let index = Int.random(in: 0..<min(200, bytes.count), using: &random)
        changed[index] = .random(in: 0...255, using: &random)
      }
      let file = try folder.put(changed, "changed-\(round)." + ending)
      if let read = try? AudioFile.read(file) { #expect(read.frameCount <= bytes.count * 20) }
    }
  }

  @Test func readsNoMoreThanThereIs() throws {
    let folder = try TemporaryFolder()
    let samples = TestSound.floats([0.25, -0.5, 0.125])
    let lie = try folder.put(TestSound.wav(samples, dataSize: 0x7000_0000), "lie.wav")
    #expect(try error(lie) == .truncated(path: lie, framesFound: 3, framesDeclared: 0x7000_0000 / 4))
    // What a program leaves that writes to a pipe: unknown, so what is there counts.
    let stream = try folder.put(TestSound.wav(samples, dataSize: .max), "stream.wav")
    #expect(try AudioFile.read(stream).channels == [[0.25, -0.5, 0.125]])
  }

  /// FLAC says in 36 bits at byte 21 how many frames follow; 0 stands for unknown.
  @Test func doesNotTrustTheFrameCountOfFLAC() throws {
    let folder = try TemporaryFolder()
    let sound = try TestSound.make(channels: 1, frames: 5000)
    try AudioFile.write(sound, to: folder.file("k.flac"), format: AudioFormat(path: "k.flac"), overwrite: false)
    var bytes = try folder.bytes("k.flac")
    bytes[21] |= 0x0F
    for index in 22...25 { bytes[index] = 0xFF }
    let lie = try folder.put(bytes, "lie.flac")
    #expect(try error(lie) == .truncated(path: lie, framesFound: 5000, framesDeclared: (1 << 36) - 1))
    bytes[21] &= 0xF0
    for index in 22...25 { bytes[index] = 0 }
    let unknown = try folder.put(bytes, "unknown.flac")
    #expect(try AudioFile.read(unknown).frameCount == 5000)
  }

  @Test func refusesEmptySoundsAndNaN() throws {
    let folder = try TemporaryFolder()
    let none = try folder.put(TestSound.wav([]), "none.wav")
    #expect(try error(none) == .noFrames(path: none))
    let nan = try folder.put(TestSound.wav(TestSound.floats([0, 1, .nan, 0]), channels: 2), "nan.wav")
    #expect(try error(nan) == .notFinite(path: nan, channel: 0, frame: 1))
    let infinite = try folder.put(TestSound.wav(TestSound.floats([0, -.infinity])), "infinite.wav")
    #expect(try error(infinite) == .notFinite(path: infinite, channel: 0, frame: 1))
  }

  @Test(arguments: ["wav", "aiff", "flac", "ogg"])
  func readsTheBeginningAlone(ending: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("whole." + ending)
    try AudioFile.write(
      try TestSound.make(frames: 150_000), to: path, format: try AudioFormat(path: path), overwrite: false)
    let whole = try AudioFile.read(path)
    for limit in [1, 1000, 32_768, 32_769, 149_999, 150_000, 150_001, .max] {
      let (sound, frames) = try AudioFile.readBeginning(of: path) { $0 == 44_100 ? limit : 0 }
      #expect(sound == whole.prefix(limit))
      #expect(frames == 150_000)
    }
    #expect(try AudioFile.readBeginning(of: path) { _ in -5 }.sound.frameCount == 1)
  }

  @Test func noticesACutEndBehindTheBeginning() throws {
    let folder = try TemporaryFolder()
    let bytes = TestSound.wav(TestSound.floats([Float](repeating: 0.5, count: 1000)))
    let cut = try folder.put(Array(bytes.dropLast(400)), "cut.wav")
    #expect(throws: AudioError.truncated(path: cut, framesFound: 10, framesDeclared: 1000)) {
      try AudioFile.readBeginning(of: cut) { _ in 10 }
    }
  }
}
