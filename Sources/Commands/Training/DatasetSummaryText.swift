import Checkpoints
import Text
import Training

extension DatasetSummary {
  /// How many files of a kind are named before the rest is only counted.
  private static let mostNamed = 5

  /// The summary in words, a line for each fact that there is, with the files that it concerns on lines under it.
  package var lines: [String] {
    var lines = [
      "\(counted(count, "sound")), \(time(seconds)) together"
        + (count > 1 ? ", from \(time(shortest)) to \(time(longest))" : ""),
      "used: the first \(time(preparation.duration)) (\(counted(preparation.length, "frame"))) of each at "
        + "\(rate(preparation.sampleRate)), \(channelWord(preparation.channels))"
        + (preparation.loudness.map(loudnessText) ?? ""),
      "rates: " + rates.map { "\(rate($0.value)) (\($0.count))" }.joined(separator: ", "),
      "channels: " + channels.map { "\(channelWord($0.value)) (\($0.count))" }.joined(separator: ", "),
    ]
    if !longer.isEmpty { lines.append("longer than what is used of them: \(counted(longer.count, "file"))") }
    if !short.isEmpty {
      lines.append(
        "shorter than \(time(preparation.duration / 10)), so mostly padding: \(counted(short.count, "file"))")
      lines += Self.indented(short.map(Self.name))
    }
    if !clipped.isEmpty {
      lines.append("clipped: \(counted(clipped.count, "file"))")
      lines += Self.indented(clipped.map(Self.name))
    }
    if !duplicates.isEmpty {
      let copies = duplicates.reduce(0) { $0 + $1.count - 1 }
      lines.append("there more than once: \(counted(duplicates.count, "sound")), in \(counted(copies, "surplus file"))")
      lines += Self.indented(
        duplicates.map { group in
          let rest = group.count > 3 ? " and \(group.count - 2) more" : ""
          return group.prefix(group.count > 3 ? 2 : 3).map(Self.name).joined(separator: " = ") + rest
        })
    }
    if !skipped.isEmpty {
      lines.append("left out: \(counted(skipped.count, "file"))")
      lines += Self.indented(skipped.map(\.description))
    }
    return lines
  }

  private static func indented(_ lines: [String]) -> [String] { shortened(lines, to: mostNamed).map { "  " + $0 } }

  private static func name(_ path: String) -> String { "'\(printable(path))'" }
}

private func channelWord(_ channels: Int) -> String {
  switch channels {
  case 1: "mono"
  case 2: "stereo"
  default: counted(channels, "channel")
  }
}

/// What sounds are brought to; it is another loudness than the published one where the network has a gain.
private func loudnessText(_ loudness: Double) -> String {
  ", brought to \(shortest(loudness)) LUFS"
    + (loudness == Preparation.publishedLoudness ? "" : ", as the network has them")
}

/// Frames per second: "44.1 kHz".
private func rate(_ rate: Double) -> String { rate < 1000 ? "\(shortest(rate)) Hz" : "\(shortest(rate / 1000)) kHz" }
