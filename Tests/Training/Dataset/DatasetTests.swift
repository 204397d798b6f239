import Audio
import DatasetFolder
import Foundation
import Testing
import Training

@Suite struct DatasetTests {
  let folder: DatasetFolder

  init() throws { folder = try DatasetFolder() }

  @Test func describesItsFiles() throws {
    try folder.put(tone(rate: 48_000, channels: 1, frames: 9600), "b/kick.flac")
    try folder.put(tone(channels: 6, frames: 50_000), "a/snare.WAV")
    let dataset = try folder.open()
    #expect(dataset.count == 2)
    #expect(dataset.items.map(\.path) == ["a/snare.WAV", "b/kick.flac"])
    #expect(dataset.items.map(\.sampleRate) == [44_100, 48_000])
    #expect(dataset.items.map(\.channels) == [6, 1])
    // Of the whole file, though only its beginning is read.
    #expect(dataset.items.map(\.frames) == [50_000, 9600])
    #expect(dataset.skipped.isEmpty)
    #expect(throws: DatasetError.noSuchSound(2, of: 2)) { try dataset.sound(at: 2) }
    #expect(throws: DatasetError.noSuchSound(-1, of: 2)) { try dataset.sound(at: -1) }
  }

  @Test func listsWhatItCannotUse() throws {
    try folder.put(tone(), "good.wav")
    try folder.put([], "empty.wav")
    try folder.put(Array("kick, snare and hat\n".utf8), "text.wav")
    try folder.put(Array(folder.bytes("good.wav").prefix(20_000)), "cut.wav")
    try folder.put(Sound(sampleRate: 44_100, channels: [[Float](repeating: 0, count: 5000)]), "silent.wav")
    try folder.put(tone(level: 1e-5), "whisper.wav")
    let late = try Sound(sampleRate: 44_100, channels: [[Float](repeating: 0, count: 9000)])
    try folder.put(late.concatenated(with: tone(channels: 1)), "late.wav")
    // Too much for a float once the converter's ringing comes to it.
    let huge = (0..<8000).map { Float($0 / 100 % 2 == 0 ? 3.4e38 : -3.4e38) }
    try folder.put(Sound(sampleRate: 48_000, channels: [huge]), "huge.wav")
    try folder.put(tone(level: 1e38), "loud.wav")
    try folder.put(tone(), "folder.wav/inside.wav")
    try folder.link("nowhere.wav", to: "gone")
    #expect(mkfifo(folder.file("pipe.wav"), 0o600) == 0)
    // No UTF-8: the file is found, but has no name that it could be opened by.
    #expect(close(open(folder.path + "/bad", O_CREAT | O_WRONLY, 0o600)) == 0)
    let raw = Array((folder.path + "/\u{1}.wav").utf8CString).map { $0 == 1 ? CChar(bitPattern: 0xFF) : $0 }
    #expect(rename(folder.path + "/bad", raw) == 0)

    let dataset = try folder.open()
    #expect(dataset.items.map(\.path) == ["folder.wav/inside.wav", "good.wav", "loud.wav"])
    let whole = try (20_000 - headerBytes) / 8
    let texts = dataset.skipped.map(\.description)
    #expect(
      texts == [
        "'cut.wav' is cut off: it should have 6000 frames, but holds \(whole)",
        "'empty.wav' is empty (0 bytes)",
        "'huge.wav' has samples that are too large to work with",
        "'late.wav' is silent in the part that would be trained on",
        "there is no file 'nowhere.wav'",
        "'pipe.wav' is a device or a pipe, not a sound file",
        "'silent.wav' is silent",
        "'text.wav' is no sound file that can be read (\(reason(texts)))",
        "'whisper.wav' is silent",
        "there is no file '\u{FFFD}.wav'",
      ])
  }

  /// libsndfile's WAV header of 32-bit floats is longer than 44 bytes.
  private var headerBytes: Int {
    get throws { try folder.bytes("good.wav").count - 6000 * 8 }
  }

  /// What libsndfile says about a text.
  private func reason(_ texts: [String]) -> String {
    let text = texts.first { $0.hasPrefix("'text.wav'") } ?? ""
    return text.split(separator: "(").last.map { String($0.dropLast()) } ?? ""
  }

  @Test func showsNoControlCharacters() throws {
    try folder.put(tone(), "good.wav")
    try folder.put([], "\u{1B}[31mred\n.wav")
    let text = try #require(folder.open().skipped.first?.description)
    #expect(text == "'\u{FFFD}[31mred\u{FFFD}.wav' is empty (0 bytes)")
  }

  @Test(.enabled(if: geteuid() != 0)) func listsWhatItMayNotRead() throws {
    try folder.put(tone(), "good.wav")
    try folder.put(tone(), "locked.wav")
    try folder.put(tone(), "closed/inside.wav")
    #expect(chmod(folder.file("locked.wav"), 0) == 0)
    #expect(chmod(folder.file("closed"), 0) == 0)
    defer { chmod(folder.file("closed"), 0o700) }
    let dataset = try folder.open()
    #expect(dataset.items.map(\.path) == ["good.wav"])
    #expect(
      dataset.skipped.map(\.description) == [
        "the folder 'closed' can't be looked into: permission denied",
        "cannot open 'locked.wav': permission denied",
      ])
  }

  @Test func saysWhyThereIsNothing() throws {
    #expect(folder.error() == .empty(folder: folder.path))
    try folder.put([], "notes.txt")
    #expect(folder.error() == .noSounds(folder: folder.path, files: 1, ending: "txt"))
    for name in ["a.m4a", "b.m4a"] { try folder.put([], name) }
    #expect(folder.error() == .noSounds(folder: folder.path, files: 3, ending: "m4a"))
    #expect(
      folder.error()?.description == """
        there is no sound file in '\(folder.path)', but 3 other files, most of them .m4a
        """)
    try folder.put([], "empty.wav")
    for index in 0..<9 { try folder.put([], "empty-\(index).wav") }
    #expect(
      folder.error()?.description == """
        of the 10 sound files in '\(folder.path)' none can be used
        'empty-0.wav' is empty (0 bytes)
        'empty-1.wav' is empty (0 bytes)
        'empty-2.wav' is empty (0 bytes)
        and 7 more
        """)
  }

  /// Whatever the budget and the number of threads.
  @Test func givesTheSameBitsEachTime() throws {
    for index in 0..<7 { try folder.put(tone(rate: 40_000 + 1000 * Double(index)), "\(index).wav") }
    let all = try folder.open()
    let size = 2 * 8192 * 4
    #expect(all.keptCount == 7)
    let none = try folder.open(budget: size - 1, threads: 3)
    #expect(none.keptCount == 0)
    let some = try folder.open(budget: 3 * size, threads: 2)
    #expect(some.keptCount == 3)
    #expect(try folder.open(budget: -5).keptCount == 0)
    for index in 0..<7 {
      let sound = try all.sound(at: index)
      #expect(try none.sound(at: index) == sound)
      #expect(try none.sound(at: index) == sound)
      #expect(try some.sound(at: index) == sound)
    }
    #expect(all.items == none.items && all.items == some.items)
    #expect(all.fingerprint == none.fingerprint)
  }

  @Test func servesSeveralThreads() async throws {
    for index in 0..<4 { try folder.put(tone(rate: 40_000 + 1000 * Double(index)), "\(index).wav") }
    let dataset = try folder.open(budget: 2 * 2 * 8192 * 4)
    let expected = try (0..<4).map { try dataset.sound(at: $0) }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<40 { group.addTask { try dataset.sound(at: task % 4) == expected[task % 4] } }
      for try await isEqual in group { #expect(isEqual) }
    }
  }

  @Test func noticesChangedAndLostFiles() throws {
    for name in ["a.wav", "b.wav", "c.wav"] { try folder.put(tone(), name) }
    let dataset = try folder.open(budget: 2 * 8192 * 4)
    try folder.put(tone(level: 0.5), "a.wav", overwrite: true)
    try folder.put(tone(rate: 22_050), "b.wav", overwrite: true)
    try FileManager.default.removeItem(atPath: folder.file("c.wav"))
    #expect(try !dataset.sound(at: 0).isEmpty)
    #expect(throws: DatasetError.changed(path: "b.wav")) { try dataset.sound(at: 1) }
    let gone = try #require(throws: DatasetError.self) { try dataset.sound(at: 2) }
    #expect(gone.description == "a sound can't be read any more: there is no file 'c.wav'")
  }

  @Test func tellsDataSetsApart() throws {
    try folder.put(tone(), "a.wav")
    try folder.put(tone(rate: 22_050), "b.wav")
    let one = try folder.open().fingerprint
    #expect(try folder.open().fingerprint == one)
    #expect(try folder.open(Preparation(length: 8193)).fingerprint != one)
    try FileManager.default.moveItem(atPath: folder.file("b.wav"), toPath: folder.file("c.wav"))
    #expect(try folder.open().fingerprint != one)
    try FileManager.default.moveItem(atPath: folder.file("c.wav"), toPath: folder.file("b.wav"))
    #expect(try folder.open().fingerprint == one)
    try folder.put(tone(rate: 22_051), "b.wav", overwrite: true)
    #expect(try folder.open().fingerprint != one)
  }

  @Test func reportsProgressAndStops() throws {
    struct Stop: Error {}
    for index in 0..<10 { try folder.put(tone(frames: 100), "\(index).wav") }
    var seen: [Dataset.Progress] = []
    _ = try folder.open { seen.append($0) }
    #expect(
      seen == [
        .searching(found: 0), .preparing(done: 0, of: 10), .preparing(done: 4, of: 10), .preparing(done: 8, of: 10),
        .preparing(done: 10, of: 10),
      ])
    #expect(throws: Stop.self) { try folder.open { if case .preparing(8, _) = $0 { throw Stop() } } }
  }
}
