import Audio
import Glibc

/// Draws the samples of channels into lanes.
struct WaveformDrawing {
  let canvas: Canvas
  /// As in `Axes`.
  let scale: Double
  /// The magnitude at the lane's edges.
  let limit: Double

  /// The most channels that are shown.
  static let most = 8

  /// Equal lanes for the channels, one under the other, with their samples.
  static func lanes(of sound: Sound, in area: Rectangle, gap: Double) -> [(lane: Rectangle, samples: [Float])] {
    let shown = sound.channels.prefix(most)
    let height = ((area.height - gap * Double(shown.count - 1)) / Double(max(1, shown.count))).rounded(.down)
    return shown.enumerated().map { index, samples in
      let y = area.y + Double(index) * (height + gap)
      return (Rectangle(x: area.x, y: y, width: area.width, height: max(2, height)), samples)
    }
  }

  /// Grid lines, the samples, and where the axis goes beyond full scale, lines at full scale.
  func draw(_ samples: [Float], in lane: Rectangle) {
    for level in [-0.5, 0, 0.5] {
      line(at: level * limit, in: lane, Theme.grid, opacity: level == 0 ? 1 : 0.6)
    }
    drawSamples(samples, in: lane)
    guard limit > 1 else { return }
    // Beyond these a file of 16 or 24 bits would be clipped.
    for level in [-1.0, 1] { line(at: level, in: lane, Theme.text, opacity: 0.7, dash: 5 * scale) }
  }

  /// The outline of the samples and their RMS within; a curve where samples are fewer than pixels.
  func drawSamples(_ samples: [Float], in lane: Rectangle) {
    let columns = max(1, Int(lane.width))
    guard samples.count > columns else { return curve(samples, in: lane) }
    let envelope = Envelope(of: samples, columns: columns)
    // A column in which nothing moves still shows a line.
    let least = Float(0.6 * scale * limit * 2 / lane.height)
    let middles = zip(envelope.lowest, envelope.highest).map { $0 / 2 + $1 / 2 }
    let halves = zip(envelope.lowest, envelope.highest).map { max($1 / 2 - $0 / 2, least) }
    fill(
      zip(middles, halves).map { $0 - $1 }, zip(middles, halves).map { $0 + $1 }, Theme.wave, in: lane)
    // Where the outline is hardly more than a line, it stays one.
    let body = zip(envelope.rms, zip(middles, halves)).map { rms, band -> (low: Float, high: Float) in
      let (middle, half) = band
      return half < 5 * least ? (middle, middle) : (max(-rms, middle - half), min(rms, middle + half))
    }
    fill(body.map(\.low), body.map { max($0.low, $0.high) }, Theme.body, in: lane)
  }

  private func y(_ sample: Float, in lane: Rectangle) -> Double {
    lane.y + lane.height / 2 * (1 - Double(sample) / limit)
  }

  private func line(at level: Double, in lane: Rectangle, _ color: Color, opacity: Double, dash: Double = 0) {
    let y = y(Float(level), in: lane)
    canvas.stroke([(lane.x, y), (lane.right, y)], color, width: max(1, scale), opacity: opacity, dash: dash)
  }

  private func fill(_ low: [Float], _ high: [Float], _ color: Color, in lane: Rectangle) {
    let above = high.enumerated().map { (x: lane.x + Double($0) + 0.5, y: y($1, in: lane)) }
    let below = low.enumerated().map { (x: lane.x + Double($0) + 0.5, y: y($1, in: lane)) }
    canvas.fill(above + below.reversed(), color)
  }

  private func curve(_ samples: [Float], in lane: Rectangle) {
    let step = lane.width / Double(max(1, samples.count))
    let points = samples.enumerated().map { (x: lane.x + (Double($0) + 0.5) * step, y: y($1, in: lane)) }
    canvas.stroke(points, Theme.wave, width: 1.6 * scale)
  }
}

/// What a channel's samples reach in each pixel column.
package struct Envelope {
  package let lowest: [Float]
  package let highest: [Float]
  /// The root of the mean square.
  package let rms: [Float]

  /// Over `columns` equal parts of the samples; parts overlap by a sample, so that the outline has no gaps.
  package init(of samples: [Float], columns: Int) {
    var (lowest, highest, rms) = ([Float](), [Float](), [Float]())
    for column in 0..<columns where !samples.isEmpty {
      let first = Int(Double(column) / Double(columns) * Double(samples.count))
      let end = Int((Double(column + 1) / Double(columns) * Double(samples.count)).rounded(.up))
      let part = samples[min(first, samples.count - 1)..<min(max(end + 1, first + 1), samples.count)]
      lowest.append(part.min() ?? 0)
      highest.append(part.max() ?? 0)
      rms.append((part.reduce(0) { $0 + $1 * $1 } / Float(max(1, part.count))).squareRoot())
    }
    (self.lowest, self.highest, self.rms) = (lowest, highest, rms)
  }

  /// The magnitude an amplitude axis must reach: 1, or the next round value above a louder peak.
  package static func limit(peak: Float) -> Double {
    guard peak > 1 else { return 1 }
    let step = pow(10, floor(log10(Double(peak)))) / 2
    return (Double(peak) / step).rounded(.up) * step
  }
}
