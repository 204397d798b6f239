import Analysis
import Audio

/// A mel spectrogram as an image of any size.
package enum HeatMap {
  /// The dB between which colours run: 80 below the loudest value, which counts as −20 at least, so that silence (−100)
  /// stays dark.
  package static func range(of spectrogram: MelSpectrogram) -> ClosedRange<Float> {
    let top = max(spectrogram.peakDecibels, -20)
    return (top - 80)...top
  }

  /// Loudness in 0…1 over `range` [height × width], low frequencies in the last row; columns span the sound, rows the
  /// mel axis. Where pixels are fewer than values their power is averaged, where they are more a smooth curve runs
  /// through the dB.
  package static func values(
    _ spectrogram: MelSpectrogram, width: Int, height: Int, range: ClosedRange<Float>
  ) -> [Float] {
    let frames = spectrogram.power.count
    let bands = MelSpectrogram.bands
    let columns = taps(
      pixels: width, values: frames, span: Double(spectrogram.soundFrames) / Double(MelSpectrogram.hop), offset: 0)
    // Band b has its centre at point b + 1 of the 82 that divide the axis.
    let rows = taps(pixels: height, values: bands, span: Double(bands + 1), offset: -1)

    var grid = spectrogram.power
    if columns.averages { grid = mix(grid, columns.taps) }
    if rows.averages { grid = grid.map { mix($0, rows.taps) } }
    let scale = 1 / (range.upperBound - range.lowerBound)
    grid = grid.map { column in
      column.map { min(max((decibels(power: $0) - range.lowerBound) * scale, 0), 1) }
    }
    if !columns.averages { grid = mix(grid, columns.taps) }
    if !rows.averages { grid = grid.map { mix($0, rows.taps) } }
    return (0..<height).flatMap { row in grid.map { min(max($0[height - 1 - row], 0), 1) } }
  }

  /// A value and its share in a pixel.
  private struct Tap {
    let index: Int
    let weight: Float
  }

  /// For each pixel of an axis of length `span`, counted in values, which values make it; value i lies at i − offset.
  private static func taps(
    pixels: Int, values: Int, span: Double, offset: Double
  ) -> (taps: [[Tap]], averages: Bool) {
    let step = span / Double(max(1, pixels))
    let last = values - 1
    func clamped(_ index: Double) -> Int { Int(min(max(index, 0), Double(last))) }
    let averages = step > 1
    let taps = (0..<pixels).map { pixel -> [Tap] in
      let place = (Double(pixel) + 0.5) * step + offset
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

  private static func mix(_ values: [Float], _ taps: [[Tap]]) -> [Float] {
    taps.map { $0.reduce(0) { $0 + values[$1.index] * $1.weight } }
  }

  private static func mix(_ columns: [[Float]], _ taps: [[Tap]]) -> [[Float]] {
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
