import Audio
import DatasetFolder
import Testing
import Training

@Suite struct DatasetSummaryTests {
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
    #expect(summary.count == 8)
    let seconds = 1 + 4 * 0.175 + 0.0125 + 5000 / 44_100.0 + 14_000 / 44_100.0
    #expect(abs(summary.seconds - seconds) < 1e-9)
    #expect(summary.shortest == 0.0125 && summary.longest == 1)
    #expect(summary.rates.map(\.value) == [8000, 44_100, 48_000] && summary.rates.map(\.count) == [1, 3, 4])
    #expect(summary.channels.map(\.value) == [1, 2, 6] && summary.channels.map(\.count) == [3, 4, 1])
    #expect(summary.longer == ["late.wav", "long.wav"])
    #expect(summary.short == ["tick.wav"])
    #expect(summary.clipped == ["clipped.wav"])
    #expect(summary.duplicates == [["kicks/a.wav", "kicks/same.wav"]])
    #expect(summary.skipped.map(\.path) == ["empty.wav"])
  }
}
