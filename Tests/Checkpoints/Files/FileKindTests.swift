import Checkpoints
import Testing

@Suite struct FileKindTests {
  @Test(
    arguments: [
      ("PK\u{3}\u{4}rest", FileKind.zip), ("PK\u{5}\u{6}", .zip),
      ("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 508986303\n", .gitLFSPointer),
      ("RIFF\u{10}\u{0}\u{0}\u{0}WAVEfmt ", .sound("WAV")), ("FORM\u{0}\u{0}\u{0}\u{8}AIFF", .sound("AIFF")),
      ("fLaC\u{0}", .sound("FLAC")), ("OggS\u{0}", .sound("Ogg")), ("ID3\u{3}", .sound("MP3")),
      ("<!DOCTYPE html><html>", .webPage), ("\u{FEFF}\n  <HTML lang=en>", .webPage),
      ("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>", .webPage),
      ("{\"error\": \"Repository not found\"}", .text), ("sampling_rate: 44100\n", .text),
      ("BZh91AY", .packed("bzip2")), ("%PDF-1.7", .named("a PDF document")), ("GGUF\u{3}", .named("a GGUF model")),
      ("\u{1}\u{2}\u{3}", .unknown), ("\u{10}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}{\"a\":1}", .safetensors),
    ])
  func beginningsAreRecognised(head: String, kind: FileKind) {
    #expect(FileKind(head: Array(head.utf8)) == kind)
  }

  @Test func binaryBeginningsAreRecognised() {
    #expect(FileKind(head: [0x1F, 0x8B, 8, 0]) == .packed("gzip"))
    #expect(FileKind(head: [0x80, 4, 0x95, 1]) == .barePickle)
    #expect(FileKind(head: [UInt8](repeating: 0xFF, count: 8) + [0x7B]) == .safetensors)
    #expect(FileKind(head: [UInt8](repeating: 0, count: 257) + Array("ustar\u{0}".utf8)) == .legacyTorch)
    #expect(FileKind(head: []) == .unknown)
  }

  @Test func everyKindSaysWhatToDoInItsOwnWords() throws {
    let kinds: [FileKind] = [
      .legacyTorch, .barePickle, .gitLFSPointer, .webPage, .sound("WAV"), .packed("gzip"), .named("a PDF document"),
      .text, .unknown,
    ]
    #expect(Set(kinds.map(\.description)).count == kinds.count)
    #expect(try fault(opening: Array("<html>Not found</html>".utf8)) == .notACheckpoint(.webPage))
  }
}
