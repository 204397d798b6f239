import Analysis
import Audio

/// Levels over time and frequency as an image of any size.
package struct HeatMap: Sendable {
  /// Power [columns][bands], from the lowest frequency.
  let power: [[Float]]
  /// The sound's length and the axis of all frequencies, counted in columns and bands.
  private let columnSpan, bandSpan: Double
  /// Where the first band lies on the axis, counted in bands.
  private let firstBand: Double
  /// dB that the power of a sine at full scale has.
  private let fullScale: Float

  /// What a sine of 100 Hz at full scale has, to half a dB. A mel band's power hangs on its width, so that lower ones
  /// have as much, one of 1 kHz 2 dB less and one of 10 kHz 10.
  private static let melFullScale: Float = 31

  /// Band b of the mel axis has its centre at point b + 1 of the 82 that divide it.
  package init(_ spectrogram: MelSpectrogram) {
    power = spectrogram.power
    columnSpan = Double(spectrogram.soundFrames) / Double(MelSpectrogram.hop)
    bandSpan = Double(MelSpectrogram.bands + 1)
    firstBand = 1
    fullScale = Self.melFullScale
  }

  /// The axis begins at the lowest band's centre and ends half an octave's sixteenth above the highest.
  package init(_ spectrogram: OctaveSpectrogram, duration: Double) {
    power = spectrogram.power
    columnSpan = duration / spectrogram.step
    bandSpan = Double(spectrogram.frequencies.count)
    firstBand = 0
    fullScale = 0
  }

  /// About how many bytes of memory it holds.
  var byteCount: Int { power.reduce(0) { $0 + 32 + 4 * $1.count } }

  /// The loudest value in dBFS.
  package var peak: Double {
    Double(decibels(power: power.reduce(0) { $1.reduce($0, max) }) - fullScale)
  }

  /// 80 dBFS from the loudest value down, which counts as −50 at least, so that silence stays dark.
  package var ownRange: ClosedRange<Double> {
    let top = max(peak, -50)
    return (top - 80)...top
  }

  /// Loudness in 0…1 over `range` in dBFS [height × width], low frequencies in the last row; columns span the sound.
  /// Where pixels are fewer than values their power is averaged, where they are more a smooth curve runs through dB.
  /// - Parameter bands: the part of the axis that the rows span, in 0…1.
  package func values(
    width: Int, height: Int, range: ClosedRange<Double>, bands: ClosedRange<Double> = 0...1
  ) -> [Float] {
    (0..<height).flatMap(rows(width: width, height: height, range: range, bands: bands))
  }

  /// The same row by row, as large pictures are made.
  func rows(
    width: Int, height: Int, range: ClosedRange<Double>, bands: ClosedRange<Double>
  ) -> (_ row: Int) -> [Float] {
    let columns = taps(pixels: width, values: power.count, span: columnSpan, from: 0)
    let rows = taps(
      pixels: height, values: power.first?.count ?? 0, span: bandSpan * (bands.upperBound - bands.lowerBound),
      from: bandSpan * bands.lowerBound - firstBand)
    var grid = power
    if columns.averages { grid = mix(grid, columns.taps) }
    if rows.averages { grid = grid.map { mix($0, rows.taps) } }
    let (low, scale) = (Float(range.lowerBound) + fullScale, 1 / Float(range.upperBound - range.lowerBound))
    grid = grid.map { column in column.map { min(max((decibels(power: $0) - low) * scale, 0), 1) } }
    if !columns.averages { grid = mix(grid, columns.taps) }
    return { [grid] row in
      let place = height - 1 - row
      let taps = rows.averages ? [Tap(index: place, weight: 1)] : rows.taps[place]
      return grid.map { column in
        min(max(taps.reduce(0) { $0 + column[$1.index] * $1.weight }, 0), 1)
      }
    }
  }

  /// A value and its share in a pixel.
  private struct Tap {
    let index: Int
    let weight: Float
  }

  /// For each pixel of a part of an axis, which values make it.
  /// - Parameters:
  ///   - span: the part's length, counted in values.
  ///   - from: its start, counted from the first value.
  private func taps(pixels: Int, values: Int, span: Double, from: Double) -> (taps: [[Tap]], averages: Bool) {
    let step = span / Double(max(1, pixels))
    let last = max(0, values - 1)
    func clamped(_ index: Double) -> Int { Int(min(max(index, 0), Double(last))) }
    let averages = step > 1
    let taps = (0..<pixels).map { pixel -> [Tap] in
      let place = (Double(pixel) + 0.5) * step + from
      if averages {
        let first = clamped((place - step / 2).rounded(.up))
        let end = max(first, clamped((place + step / 2).rounded(.up) - 1))
        return (first...end).map { Tap(index: $0, weight: 1 / Float(end - first + 1)) }
      }
      let base = place.rounded(.down)
      let t = Float(place - base)
      let weights = [
        t * (-0.5 + t * (1 - 0.5 * t)), 1 + t * t * (-2.5 + 1.5 * t),
        t * (0.5 + t * (2 - 1.5 * t)), t * t * (-0.5 + 0.5 * t),
      ]
      return weights.enumerated().map { Tap(index: clamped(base - 1 + Double($0)), weight: $1) }
    }
    return (taps, averages)
  }

  private func mix(_ values: [Float], _ taps: [[Tap]]) -> [Float] {
    taps.map { $0.reduce(0) { $0 + values[$1.index] * $1.weight } }
  }

  private func mix(_ columns: [[Float]], _ taps: [[Tap]]) -> [[Float]] {
    taps.map { taps in
      var sum = [Float](repeating: 0, count: columns.first?.count ?? 0)
      for tap in taps {
        let column = columns[tap.index]
        for index in sum.indices { sum[index] += column[index] * tap.weight }
      }
      return sum
    }
  }
}
