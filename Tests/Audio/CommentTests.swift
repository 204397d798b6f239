import Audio
import Testing

/// Free text in a sound file's standard field.
@Suite struct CommentTests {
  private let sound: Sound
  init() throws { sound = try Sound(sampleRate: 44100, channels: [[0.5, -0.25, 0.125], [0, 0.5, -1]]) }

  private static let cases: [(String, BitDepth?)] = [
    ("a.wav", .int24), ("a.wav", .int16), ("a.wav", .float), ("a.flac", nil), ("a.ogg", nil), ("a.aiff", nil),
    ("a.aiff", .float),
  ]

  @Test(arguments: cases) func comesBackWhole(name: String, bits: BitDepth?) throws {
    let folder = try TemporaryFolder()
    let path = folder.file(name)
    let format = try AudioFormat(path: path, bits: bits)
    // As long as the format allows, with several lines and letters of several bytes.
    for comment in ["one line", "two\nlines, \"quoted\" and ünïcödé 音"] {
      let long = comment + String(repeating: "x", count: format.container.commentLimit - comment.utf8.count)
      for text in [comment, long] {
        try AudioFile.write(sound, to: path, format: format, comment: text, overwrite: true)
        #expect(try AudioFile.comment(of: path) == text)
        let back = try AudioFile.read(path)
        #expect(back.frameCount == 3 && back.channelCount == 2)
      }
      try AudioFile.write(sound, to: path, format: format, comment: long + "y", overwrite: true)
      #expect(try AudioFile.comment(of: path) == nil)
      #expect(try AudioFile.read(path).frameCount == 3)
    }
  }

  @Test func withoutOneThereIsNone() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.wav")
    try AudioFile.write(sound, to: path, format: AudioFormat(path: path), overwrite: false)
    #expect(try AudioFile.comment(of: path) == nil)
    #expect(throws: AudioError.missing(path: folder.file("b.wav"))) { try AudioFile.comment(of: folder.file("b.wav")) }
  }

  @Test func theSamplesAreTheSameWithIt() throws {
    let folder = try TemporaryFolder()
    for (name, bits) in Self.cases {
      let (with, without) = (folder.file("with-" + name), folder.file("without-" + name))
      let format = try AudioFormat(path: with, bits: bits)
      try AudioFile.write(sound, to: with, format: format, comment: "made so", overwrite: true)
      try AudioFile.write(sound, to: without, format: format, overwrite: true)
      #expect(try AudioFile.read(with) == AudioFile.read(without))
    }
  }
}
