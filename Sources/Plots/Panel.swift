import Analysis
import Audio
import Glibc
import Text

/// One plot of a figure: its content, and what is written around it.
struct Panel: Sendable {
  enum Content: Sendable {
    case mel(MelSpectrogram)
    case waveform(Sound)
  }

  let title: String
  /// Facts about the sound, in a few words.
  let facts: String
  /// Seconds.
  let duration: Double
  let content: Content

  init(title: String, sound: Sound, content: Content) {
    // A line break or a tab would be drawn as a box.
    self.title = String(title.map { $0.isNewline || $0.isWhitespace ? " " : $0 }.filter { !Self.isControl($0) })
    facts = Self.facts(of: sound)
    duration = sound.duration
    self.content = content
  }

  /// Decibels of the colours, for a mel spectrogram.
  var colorRange: ClosedRange<Float>? {
    guard case .mel(let spectrogram) = content else { return nil }
    return HeatMap.range(of: spectrogram)
  }

  private static func isControl(_ character: Character) -> Bool {
    character.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  private static func facts(of sound: Sound) -> String {
    let channels =
      switch sound.channelCount {
      case 1: "mono"
      case 2: "stereo"
      default: "\(sound.channelCount) channels"
      }
    let seconds = sound.duration
    let length =
      seconds < 0.1
      ? "\(fixed(seconds * 1000, decimals: 1)) ms" : "\(fixed(seconds, decimals: seconds < 10 ? 3 : 1)) s"
    let rate = sound.sampleRate
    let decimals = [1000.0, 100, 10].firstIndex { (rate / $0).rounded() * $0 == rate } ?? 3
    let kilohertz = fixed(rate / 1000, decimals: decimals)
    let peak = sound.peak > 0 ? "peak \(fixed(decibels(sound.peak), decimals: 1)) dBFS" : "silent"
    return "\(length) · \(kilohertz) kHz · \(channels) · \(peak)"
  }
}
