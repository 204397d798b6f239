import Audio

extension SoundView {
  /// The waveform, each channel in its own lane: lowest and highest sample of each pixel column, and within them the
  /// RMS. The axis runs from −1 to 1, further for a louder sound.
  public static let waveform = SoundView(name: "waveform", title: "Waveform", isSpectrogram: false) {
    sound, _, _ throws(PlotError) in
    guard sound.frameCount > 0 else { throw .emptySound }
    guard sound.channels.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite }
    return DrawnWaveform(sound: sound)
  }
}

/// A sound's samples in lanes.
private struct DrawnWaveform: DrawnSound {
  let sound: Sound
  let range: ClosedRange<Double>
  let hasColorBar = false
  let unit = ""
  var byteCount: Int { sound.frameCount * sound.channelCount * MemoryLayout<Float>.stride }

  init(sound: Sound) {
    self.sound = sound
    let limit = Envelope.limit(peak: sound.peak)
    range = -limit...limit
  }

  /// "left" and "right", or numbers; of a mono sound nothing.
  private func name(of channel: Int) -> String? {
    switch sound.channelCount {
    case 1: nil
    case 2: channel == 0 ? "left" : "right"
    default: "\(channel + 1)"
    }
  }

  // MARK: Pixels

  func draw(in area: Rectangle, axes: Axes, roomy: Bool) {
    let (canvas, scale) = (axes.canvas, axes.scale)
    let lanes = WaveformDrawing.lanes(of: sound, in: area, gap: (18 * scale).rounded())
    for (lane, samples) in lanes {
      canvas.fill(lane, Theme.plot)
      axes.ticks(Ticks.linear(range, atMost: lane.height > 64 * scale ? 4 : 2), leftOf: lane)
      WaveformDrawing(canvas: canvas, scale: scale, limit: range.upperBound).draw(samples, in: lane)
      axes.frame(lane)
    }
    // The names would lie on the samples of narrow lanes.
    if lanes.allSatisfy({ $0.lane.height > 80 * scale }) {
      for (index, (lane, _)) in lanes.enumerated() {
        guard let name = name(of: index) else { continue }
        canvas.text(name, x: lane.x + 10 * scale, y: lane.y + 14 * scale, size: axes.tickSize * 0.9, Theme.quiet)
      }
    }
    if roomy { axes.title("amplitude", leftOf: area) }
  }

  func drawTile(in area: Rectangle, range: ClosedRange<Double>, on canvas: Canvas, scale: Double) {
    for (lane, samples) in WaveformDrawing.lanes(of: sound, in: area, gap: (4 * scale).rounded()) {
      canvas.fill(lane, Theme.plot)
      WaveformDrawing(canvas: canvas, scale: scale * 0.6, limit: range.upperBound).draw(samples, in: lane)
    }
  }

  // MARK: Characters

  /// The rows of each channel's lane, which are equally high; what is left stays empty at the bottom.
  private func lanes(height: Int) -> [Range<Int>] {
    let count = max(1, min(sound.channelCount, WaveformDrawing.most, height / 2))
    let rows = height / count
    return (0..<count).map { (rows * $0)..<(rows * ($0 + 1)) }
  }

  func names(height: Int) -> [Int: String] {
    let lanes = lanes(height: height)
    guard lanes.allSatisfy({ $0.count > 1 }) else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: lanes.enumerated().compactMap { index, lane in
        name(of: index).map { (lane.lowerBound, $0) }
      })
  }

  func labels(height: Int) -> [Int: String] {
    var all: [Int: String] = [:]
    for lane in lanes(height: height) {
      let ticks = Ticks.linear(range, atMost: min(4, max(2, lane.count / 2)))
      all.merge(ticks.labels(from: lane.lowerBound, to: lane.upperBound)) { first, _ in first }
    }
    return all
  }

  func lines(width: Int, height: Int, on terminal: TerminalCapabilities) -> [String] {
    zip(lanes(height: height), sound.channels).flatMap { lane, samples in
      TextWaveform(samples, width: width, height: lane.count, limit: range.upperBound, terminal: terminal).lines
    }
  }

  /// The channels' mean in one lane.
  func tileLines(
    width: Int, height: Int, range: ClosedRange<Double>, on terminal: TerminalCapabilities
  ) -> [String] {
    let mono = sound.withChannels(1).channels.first ?? []
    return TextWaveform(mono, width: width, height: height, limit: range.upperBound, terminal: terminal).lines
  }
}
