import Analysis
import Audio
import Foundation
import Plots
import Testing

@Suite struct HeatMapTests {
  /// A tone's brightest row is where the mel scale has its frequency, in pictures larger and smaller than the
  /// spectrogram.
  @Test(arguments: [20, 80, 400]) func putsATonesFrequencyInItsRow(height: Int) throws {
    let tone = try Sound(sampleRate: 44100, channels: [(0..<20_000).map { sin(2 * .pi * 3000 * Float($0) / 44100) }])
    let spectrogram = try MelSpectrogram(of: tone)
    for width in [5, 300] {
      let values = HeatMap.values(
        spectrogram, width: width, height: height, range: HeatMap.range(of: spectrogram))
      #expect(values.count == width * height)
      #expect(values.allSatisfy { (0...1).contains($0) })
      let column = (0..<height).map { values[$0 * width + width / 2] }
      let brightest = try #require(column.indices.max { column[$0] < column[$1] })
      let place = 1 - (Double(brightest) + 0.5) / Double(height)
      #expect(abs(place - MelScale.mel(3000) / MelScale.mel(22050)) < 1.0 / 80 + 0.5 / Double(height))
    }
  }

  /// A click in the middle of the sound is in the middle of the picture.
  @Test func putsAClickAtItsTime() throws {
    var samples = [Float](repeating: 0, count: 40_000)
    samples[30_000] = 1
    let spectrogram = try MelSpectrogram(of: Sound(sampleRate: 44100, channels: [samples]))
    for width in [20, 1000] {
      let values = HeatMap.values(
        spectrogram, width: width, height: 10, range: HeatMap.range(of: spectrogram))
      let row = Array(values[0..<width])
      let bright = row.indices.filter { row[$0] > 0.5 }
      let centre = Double(bright.reduce(0, +)) / Double(max(1, bright.count)) + 0.5
      #expect(abs(centre / Double(width) - 0.75) < 0.03)
    }
  }

  @Test func keepsSilenceDark() throws {
    let silence = try Sound(sampleRate: 44100, channels: [[Float](repeating: 0, count: 4096)])
    let spectrogram = try MelSpectrogram(of: silence)
    let range = HeatMap.range(of: spectrogram)
    #expect(range == -100 ... -20)
    #expect(HeatMap.values(spectrogram, width: 9, height: 9, range: range).allSatisfy { $0 < 1e-6 })
  }
}
