import Audio
import Testing

@Suite struct SoundFileEncoderTests {
  private func written(_ samples: [Float], _ name: String, _ bits: BitDepth) throws -> (back: [Float], clipped: Int) {
    let folder = try TemporaryFolder()
    let format = try AudioFormat(path: name, bits: bits)
    let sound = try Sound(sampleRate: 44100, channels: [samples])
    let report = try AudioFile.write(sound, to: folder.file(name), format: format, overwrite: false)
    return (try AudioFile.read(folder.file(name)).channels[0], report.clipped)
  }

  @Test(arguments: ["k.wav", "k.flac", "k.aiff"])
  func roundsToTheNearestStep(name: String) throws {
    let step: Float = 1 / 32768
    let (back, clipped) = try written([0.4, 0.6, -0.4, -0.6, 1.6, -99.7].map { $0 * step }, name, .int16)
    #expect(back == [0, 1, 0, -1, 2, -100].map { $0 * step })
    #expect(clipped == 0)
  }

  @Test(arguments: ["k.wav", "k.flac", "k.aiff"])
  func clipsAtFullScaleAndCounts(name: String) throws {
    let top16: Float = 32767 / 32768
    let (back16, clipped16) = try written([1, -1, 1.5, -3, 0.5, 1e30], name, .int16)
    #expect(back16 == [top16, -1, top16, -1, 0.5, top16])
    #expect(clipped16 == 3)
    let top24: Float = 8_388_607 / 8_388_608
    let (back24, clipped24) = try written([1, -1, 1.0001, -3, 0.5], name, .int24)
    #expect(back24 == [top24, -1, top24, -1, 0.5])
    #expect(clipped24 == 2)
  }

  @Test(arguments: ["k.wav", "k.aiff"])
  func leavesFloatsAlone(name: String) throws {
    let samples: [Float] = [1.5, -3, 1e-30, 0.1, 1e30]
    let (back, clipped) = try written(samples, name, .float)
    #expect(back == samples)
    #expect(clipped == 0)
  }

  /// Full steps of an integer file come back as the same steps: reading and writing changes nothing.
  @Test func writesBackWhatItRead() throws {
    let samples = (-32768..<32768).map { Float($0) / 32768 }
    #expect(try written(samples, "k.flac", .int16).back == samples)
  }

  @Test func saysWhatAFormatCannotHold() throws {
    let folder = try TemporaryFolder()
    let many = try TestSound.make(channels: 9, frames: 10)
    let error = try #require(throws: AudioError.self) {
      try AudioFile.write(many, to: folder.file("k.flac"), format: AudioFormat(path: "k.flac"), overwrite: false)
    }
    #expect(error.description.hasPrefix("FLAC cannot hold a sound with 9 channels at 44100 Hz"))
    #expect(folder.names.isEmpty)
  }
}
