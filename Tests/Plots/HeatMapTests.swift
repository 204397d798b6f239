import Analysis
import Audio
import Foundation
import Plots
import Testing

@Suite struct HeatMapTests {
  /// A tone's brightest row is where the mel scale has its frequency, in pictures larger and smaller than the
  /// spectrogram, and of a part of the frequencies too.
  @Test(arguments: [20, 80, 400], [0...1.0, 0.3...0.6]) func putsATonesFrequencyInItsRow(
    height: Int, bands: ClosedRange<Double>
  ) throws {
    let tone = try Sound(sampleRate: 44100, channels: [(0..<20_000).map { sin(2 * .pi * 3000 * Float($0) / 44100) }])
    let map = HeatMap(try MelSpectrogram(of: tone))
    for width in [5, 300] {
      let values = map.values(width: width, height: height, range: map.ownRange, bands: bands)
      #expect(values.count == width * height)
      #expect(values.allSatisfy { (0...1).contains($0) })
      let column = (0..<height).map { values[$0 * width + width / 2] }
      let brightest = try #require(column.indices.max { column[$0] < column[$1] })
      let span = bands.upperBound - bands.lowerBound
      let place = bands.lowerBound + span * (1 - (Double(brightest) + 0.5) / Double(height))
      #expect(abs(place - MelScale.mel(3000) / MelScale.mel(22050)) < 1.0 / 80 + 0.5 * span / Double(height))
    }
  }

  /// A click in the middle of the sound is in the middle of the picture.
  @Test func putsAClickAtItsTime() throws {
    var samples = [Float](repeating: 0, count: 40_000)
    samples[30_000] = 1
    let click = try Sound(sampleRate: 44100, channels: [samples])
    for map in [
      HeatMap(try MelSpectrogram(of: click)), HeatMap(try OctaveSpectrogram(of: click), duration: click.duration),
    ] {
      for width in [20, 1000] {
        let values = map.values(width: width, height: 10, range: map.ownRange)
        let row = Array(values[0..<width])
        let bright = row.indices.filter { row[$0] > 0.5 }
        let centre = Double(bright.reduce(0, +)) / Double(max(1, bright.count)) + 0.5
        #expect(abs(centre / Double(width) - 0.75) < 0.03)
      }
    }
  }

  @Test func keepsSilenceDark() throws {
    let silence = try Sound(sampleRate: 44100, channels: [[Float](repeating: 0, count: 4096)])
    let map = HeatMap(try MelSpectrogram(of: silence))
    #expect(map.ownRange == -130 ... -50 && map.peak <= -130)
    #expect(map.values(width: 9, height: 9, range: map.ownRange).allSatisfy { $0 < 1e-6 })
  }

  /// A sine of 100 Hz at full scale is at 0 dBFS, within half a dB.
  @Test func aSineAtFullScaleIsAtZero() throws {
    let tone = try Sound(sampleRate: 44100, channels: [(0..<20_000).map { sin(2 * .pi * 100 * Float($0) / 44100) }])
    #expect(abs(HeatMap(try MelSpectrogram(of: tone)).peak) < 0.5)
    #expect(abs(HeatMap(try OctaveSpectrogram(of: tone), duration: tone.duration).peak) < 0.5)
  }
}
