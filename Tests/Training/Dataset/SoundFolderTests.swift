import DatasetFolder
import Foundation
import Testing
import Training

@Suite struct SoundFolderTests {
  let folder: DatasetFolder

  init() throws { folder = try DatasetFolder() }

  private func search() throws -> SoundFolder { try SoundFolder(folder.path) { _ in } }

  @Test func findsSoundsAtAnyDepthSortedByBytes() throws {
    for name in ["b.wav", "a/z.FLAC", "a/b/c/d/deep.Wav", "a-b.ogg", "B.mp3", "a.aif", "10.wav", "9.wav"] {
      try folder.put([], name)
    }
    // Capitals come before small letters, '-' before '.', '.' before '/'.
    let expected = ["10.wav", "9.wav", "B.mp3", "a-b.ogg", "a.aif", "a/b/c/d/deep.Wav", "a/z.FLAC", "b.wav"]
    #expect(try search().sounds == expected)
  }

  @Test func keepsNamesApartThatSwiftHoldsEqual() throws {
    let composed = "\u{E9}.wav"
    let decomposed = "e\u{301}.wav"
    try folder.put([1], composed)
    try folder.put([2, 2], decomposed)
    try folder.put([], "日本/太鼓 🥁.wav")
    let found = try search().sounds
    #expect(found.map { Array($0.utf8) } == [decomposed, composed, "日本/太鼓 🥁.wav"].map { Array($0.utf8) })
  }

  @Test func countsWhatHasAnotherEnding() throws {
    for name in ["a.txt", "b.TXT", "c.m4a", "README", "wav", "x.wav"] { try folder.put([], name) }
    let found = try search()
    #expect(found.sounds == ["x.wav"])
    #expect(found.others == ["txt": 2, "m4a": 1, "": 2])
  }

  /// The samples of a training that is kept among its sounds are none of them.
  @Test func passesOverTrainings() throws {
    for name in ["a.wav", "runs/one/training.json", "runs/one/samples/1.wav", "runs/b.wav", "training.json"] {
      try folder.put([], name)
    }
    let found = try search()
    #expect(found.sounds == ["a.wav", "runs/b.wav"])
    #expect(found.trainings == ["runs/one"])
  }

  @Test func passesOverHiddenFilesAndFolders() throws {
    for name in [".hidden.wav", "._mac.wav", ".git/a.wav", "a/.b/c.wav", "a/seen.wav"] { try folder.put([], name) }
    let found = try search()
    #expect(found.sounds == ["a/seen.wav"])
    #expect(found.others.isEmpty)
  }

  @Test(.timeLimit(.minutes(1))) func followsLinksOnceAndWithoutEnd() throws {
    let elsewhere = try DatasetFolder()
    try elsewhere.put([], "out.wav")
    try elsewhere.link("back", to: folder.path)
    try folder.put([], "z/kick.wav")
    try folder.link("z/up", to: "..")
    try folder.link("z/self", to: ".")
    try folder.link("a-link", to: "z")
    try folder.link("b-link.wav", to: "z/kick.wav")
    try folder.link("elsewhere", to: elsewhere.path)
    try folder.link("elsewhere-again", to: elsewhere.path)
    try folder.link("ring.wav", to: "ring.wav")
    try folder.link("nowhere.wav", to: "no such file")
    try folder.link("nowhere", to: "no such file")
    let found = try search()
    // The two that lead nowhere are left to the reader, which says so.
    #expect(found.sounds == ["elsewhere/out.wav", "nowhere.wav", "ring.wav", "z/kick.wav"])
  }

  @Test func takesAFolderThatIsALinkOrHidden() throws {
    try folder.put([], ".inside/a.wav")
    try folder.link("link", to: ".inside")
    #expect(try SoundFolder(folder.file("link")) { _ in }.sounds == ["a.wav"])
    #expect(try SoundFolder(folder.file(".inside/")) { _ in }.sounds == ["a.wav"])
  }

  @Test func namesWhatIsNoFolder() throws {
    try folder.put([], "a.wav")
    let missing = folder.file("no")
    #expect(throws: DatasetError.missing(folder: missing)) { try SoundFolder(missing) { _ in } }
    #expect(throws: DatasetError.missing(folder: "")) { try SoundFolder("") { _ in } }
    #expect(throws: DatasetError.missing(folder: "a\0b")) { try SoundFolder("a\0b") { _ in } }
    let file = folder.file("a.wav")
    #expect(throws: DatasetError.notAFolder(path: file)) { try SoundFolder(file) { _ in } }
    let below = folder.file("a.wav/b")
    #expect(throws: DatasetError.missing(folder: below)) { try SoundFolder(below) { _ in } }
    let long = folder.file(String(repeating: "x", count: 300))
    #expect(throws: DatasetError.closed(folder: long, reason: "file name too long")) { try SoundFolder(long) { _ in } }
  }

  @Test(.enabled(if: geteuid() != 0)) func listsFoldersThatAreClosed() throws {
    try folder.put([], "closed/a.wav")
    try folder.put([], "open/b.wav")
    #expect(chmod(folder.file("closed"), 0) == 0)
    defer { chmod(folder.file("closed"), 0o700) }
    let found = try search()
    #expect(found.sounds == ["open/b.wav"])
    #expect(found.closed.map(\.path) == ["closed"])
    #expect(found.closed.map(\.reason) == ["permission denied"])
    let closed = folder.file("closed")
    #expect(throws: DatasetError.closed(folder: closed, reason: "permission denied")) {
      try SoundFolder(closed) { _ in }
    }
  }

  @Test func stopsWhenItIsToldTo() throws {
    struct Stop: Error {}
    for index in 0..<5 { try folder.put([], "\(index)/a.wav") }
    var calls = 0
    #expect(throws: Stop.self) {
      try SoundFolder(folder.path) { _ in
        calls += 1
        if calls == 3 { throw Stop() }
      }
    }
    #expect(calls == 3)
  }
}
