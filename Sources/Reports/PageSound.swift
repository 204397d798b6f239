import Audio
import Foundation
import Plots
import Text

/// A sound as a page holds it: to be played, looked at, and taken along.
package struct PageSound: Sendable {
  /// Its place among the page's sounds.
  package let number: Number
  /// What tells it from others, such as "kicks, seed 42, 30 steps".
  let label: String
  /// Its length, channels, rate and peak in a line.
  let facts: String
  /// The script that makes it again.
  let recipe: String?
  let seconds: Double
  /// What the player plays, with a word where that is not the sound itself; nil where it can't be played.
  let player: File?
  /// The sound with its recipe in it; nil where it is not to be had.
  let download: File?
  /// Why there is no player.
  let trouble: String?
  /// The waveform as the path of a drawing of 4800 × 720.
  let outline: String

  /// A file within the page.
  struct File: Sendable {
    let ending: String
    let type: String
    let bytes: Int
    let base64: String
    /// What is to be said of it.
    let note: String

    init(_ bytes: [UInt8], ending: String, type: String, note: String) {
      (self.ending, self.type, self.bytes, self.note) = (ending, type, bytes.count, note)
      base64 = Data(bytes).base64EncodedString()
    }

    /// The address that browsers take for the file.
    var address: String { "data:\(type);base64,\(base64)" }
  }

  /// - Parameters:
  ///   - number: its place among the page's sounds.
  ///   - facts: its length, channels, rate and peak in a line.
  ///   - hasDownload: whether the sound can be taken along; the page is less than half as large without.
  package init(
    _ number: Number, of sound: Sound, label: String, facts: String, recipe: String?, hasDownload: Bool
  ) {
    (self.number, self.label, self.facts, self.recipe, seconds) = (number, label, facts, recipe, sound.duration)
    outline = Self.outline(of: sound)
    let files = Result { () throws(AudioError) in
      (try Self.player(of: sound), hasDownload ? try Self.download(of: sound, recipe: recipe) : nil)
    }
    switch files {
    case .success((let player, let download)): (self.player, self.download, trouble) = (player, download, nil)
    case .failure(let error):
      (player, download) = (nil, nil)
      trouble = "\(error)".split(separator: "\n").first.map(String.init)
    }
  }

  /// The rates and channels that browsers play.
  private static let rates = 8000.0...192_000
  private static let mostChannels = 8

  /// FLAC of 16 bits; what is louder than full scale, as noise is, is brought down to it.
  private static func player(of sound: Sound) throws(AudioError) -> File {
    var heard = sound
    var notes = ["FLAC 16 bit"]
    if sound.channelCount > mostChannels {
      heard = sound.withChannels(1)
      notes.append("mixed to mono")
    }
    if !rates.contains(sound.sampleRate) || sound.sampleRate != sound.sampleRate.rounded() {
      heard = try heard.resampled(to: 48000)
      notes.append("played at 48 kHz")
    }
    let peak = heard.peak
    if peak > 1 {
      heard = try heard.gained(by: 1 / Double(peak))
      notes.append("played \(decimals(decibels(peak), 1)) dB softer")
    }
    let bytes = try AudioFile.encode(heard, as: AudioFormat(path: ".flac", bits: .int16)).bytes
    return File(bytes, ending: "flac", type: "audio/flac", note: notes.joined(separator: ", "))
  }

  /// FLAC of 24 bits, or a WAV of floats where that would clip or the rate is none of FLAC's.
  private static func download(of sound: Sound, recipe: String?) throws(AudioError) -> File {
    if sound.peak <= 1 {
      let format = try AudioFormat(path: ".flac", bits: .int24)
      if let bytes = try? AudioFile.encode(sound, as: format, comment: recipe).bytes {
        return File(bytes, ending: "flac", type: "audio/flac", note: "FLAC 24 bit")
      }
    }
    let format = try AudioFormat(path: ".wav", bits: .float)
    let bytes = try AudioFile.encode(sound, as: format, comment: recipe).bytes
    return File(bytes, ending: "wav", type: "audio/wav", note: "WAV float")
  }

  /// The extremes over all channels in each of 480 columns, against the sound's peak.
  private static func outline(of sound: Sound) -> String {
    let parts = sound.channels.map { Envelope(of: $0, columns: 480) }
    guard let columns = parts.first?.lowest.count, columns > 0 else { return "" }
    let scale = 350 / Double(max(sound.peak, 1e-9))
    var (upper, lower): ([String], [String]) = ([], [])
    for column in 0..<columns {
      func height(_ value: Float?, beside edge: Double) -> Int {
        let height = 360 - Double(value ?? 0) * scale + edge
        return Int(height.isFinite ? min(max(height, 0), 720) : 360)
      }
      upper.append("\(column * 10) \(height(parts.map { $0.highest[column] }.max(), beside: -4))")
      lower.append("\(column * 10) \(height(parts.map { $0.lowest[column] }.min(), beside: 4))")
    }
    return "M" + (upper + lower.reversed()).joined(separator: "L") + "Z"
  }

  /// How many bytes it takes of a page.
  package var size: Int {
    (player?.base64.utf8.count ?? 0) + (download?.base64.utf8.count ?? 0) + outline.utf8.count
      + (recipe?.utf8.count ?? 0)
  }
}
