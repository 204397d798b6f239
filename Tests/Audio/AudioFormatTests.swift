import Audio
import Testing

@Suite struct AudioFormatTests {
  @Test func followsTheEnding() throws {
    #expect(try AudioFormat(path: "a/kick.wav").container == .wav)
    #expect(try AudioFormat(path: "KICK.FLAC").container == .flac)
    #expect(try AudioFormat(path: "k.1.ogg").container == .ogg)
    #expect(try AudioFormat(path: "k.aif").container == .aiff)
    #expect(try AudioFormat(path: "k.AIFF").container == .aiff)
  }

  @Test func takes24BitsUnlessTold() throws {
    #expect(try AudioFormat(path: "k.wav").bits == .int24)
    #expect(try AudioFormat(path: "k.wav", bits: .float).bits == .float)
    #expect(try AudioFormat(path: "k.flac", bits: .int16).bits == .int16)
    #expect(try AudioFormat(path: "k.ogg").bits == nil)
  }

  @Test(arguments: ["kick", "kick.", "kick.mp3", "folder.wav/kick", "", "wav"])
  func namesTheEndingsItKnows(path: String) throws {
    let error = try #require(throws: AudioError.self) { try AudioFormat(path: path) }
    #expect(error.description.contains(".wav, .flac, .ogg, .aiff, .aif"))
  }

  @Test func refusesBitsThatTheFormatLacks() throws {
    let flac = try #require(throws: AudioError.self) { try AudioFormat(path: "k.flac", bits: .float) }
    #expect(flac.description.hasPrefix("FLAC cannot hold floating point samples; it holds 16 or 24 bit"))
    let ogg = try #require(throws: AudioError.self) { try AudioFormat(path: "k.ogg", bits: .int16) }
    #expect(ogg.description.hasPrefix("OGG is a lossy format and has no bit depth"))
  }

  @Test func readsBitsAsPeopleWriteThem() throws {
    #expect(try BitDepth(named: "16") == .int16)
    #expect(try BitDepth(named: "Float") == .float)
    #expect(throws: AudioError.unknownBits("32")) { try BitDepth(named: "32") }
  }
}
