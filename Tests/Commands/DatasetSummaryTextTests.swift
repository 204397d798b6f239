import Audio
import Commands
import DatasetFolder
import Testing
import Training

/// What is said of a data set before a training begins.
@Suite struct DatasetSummaryTextTests {
  let folder: DatasetFolder

  init() throws { folder = try DatasetFolder() }

  @Test func tellsWhatThereIs() throws {
    try folder.put(tone(frames: 44_100), "long.wav")
    try folder.put(tone(rate: 48_000, channels: 1, frames: 8400), "kicks/a.wav")
    try folder.put(tone(rate: 48_000, channels: 1, frames: 8400), "kicks/copy.flac", bits: .int24)
    try folder.put(tone(rate: 48_000, channels: 1, frames: 8400), "kicks/same.wav")
    try folder.put(tone(rate: 48_000, frames: 8400, level: 0.7), "kicks/quieter.aiff")
    try folder.put(tone(rate: 8000, channels: 6, frames: 100), "tick.wav")
    let overdriven = try tone(frames: 5000, level: 5)
    let flat = overdriven.channels.map { $0.map { min(1, max(-1, $0)) } }
    try folder.put(Sound(sampleRate: 44_100, channels: flat), "clipped.wav")
    try folder.put([], "empty.wav")
    // Flat tops behind what is used don't count.
    let end = try Sound(sampleRate: 44_100, channels: flat)
    let start = try Sound(sampleRate: 44_100, channels: tone(frames: 9000).channels.reversed())
    try folder.put(start.concatenated(with: end), "late.wav")

    let summary = DatasetSummary(of: try folder.open())
    #expect(
      summary.lines == [
        "8 sounds, 2.14 s together, from 0.013 s to 1 s",
        "used: the first 0.186 s (8192 frames) of each at 44.1 kHz, stereo, brought to -20 LUFS",
        "rates: 8 kHz (1), 44.1 kHz (3), 48 kHz (4)",
        "channels: mono (3), stereo (4), 6 channels (1)",
        "longer than what is used of them: 2 files",
        "shorter than 0.019 s, so mostly padding: 1 file",
        "  'tick.wav'",
        "clipped: 1 file",
        "  'clipped.wav'",
        "there more than once: 1 sound, in 1 surplus file",
        "  'kicks/a.wav' = 'kicks/same.wav'",
        "left out: 1 file",
        "  'empty.wav' is empty (0 bytes)",
      ])
  }

  @Test func namesAFewAndCountsTheRest() throws {
    for index in 0..<8 { try folder.put(tone(frames: 5000), "copy-\(index).wav") }
    for index in 0..<7 { try folder.put([], "empty-\(index).wav") }
    let summary = DatasetSummary(of: try folder.open(Preparation(channels: 1, length: 5000, loudness: nil)))
    #expect(
      summary.lines == [
        "8 sounds, 0.907 s together, from 0.113 s to 0.113 s",
        "used: the first 0.113 s (5000 frames) of each at 44.1 kHz, mono",
        "rates: 44.1 kHz (8)",
        "channels: stereo (8)",
        "there more than once: 1 sound, in 7 surplus files",
        "  'copy-0.wav' = 'copy-1.wav' and 6 more",
        "left out: 7 files",
        "  'empty-0.wav' is empty (0 bytes)",
        "  'empty-1.wav' is empty (0 bytes)",
        "  'empty-2.wav' is empty (0 bytes)",
        "  'empty-3.wav' is empty (0 bytes)",
        "  'empty-4.wav' is empty (0 bytes)",
        "  and 2 more",
      ])
  }

  @Test func saysMinutesAndHours() throws {
    // 1 kHz keeps the files small.
    for index in 0..<5 { try folder.put(tone(rate: 1000, channels: 1, frames: 61_000 + index), "\(index).wav") }
    let first = try #require(DatasetSummary(of: try folder.open()).lines.first)
    #expect(first == "5 sounds, 5 min 5 s together, from 1 min 1 s to 1 min 1 s")
  }
}
