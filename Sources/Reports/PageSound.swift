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
  /// What the player plays, with a word where that is not the sound itself; nil where it can't be played.
  let player: File?
  /// The sound with its recipe in it; nil where it is not to be had.
  let download: File?
  /// Why there is no player, and why no download.
  let troubles: [String]
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
    (self.number, self.label, self.facts, self.recipe) = (number, label, facts, recipe)
    outline = Self.outline(of: sound)
    var troubles: [String] = []
    func made(_ what: String, _ file: () throws(AudioError) -> File) -> File? {
      do { return try file() } catch {
        let reason = "\(error)".split(separator: "\n").first ?? ""
        troubles.append("\(what): \(reason)")
        return nil
      }
    }
    player = made("can't be played here") { () throws(AudioError) in try Self.player(of: sound) }
    download =
      hasDownload
      ? made("no file to take along") { () throws(AudioError) in try Self.download(of: sound, recipe: recipe) } : nil
    self.troubles = troubles
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
    // FLAC has not all rates in between either.
    let format = try AudioFormat(path: ".flac", bits: .int16)
    var bytes = rates.contains(heard.sampleRate) ? try? encoded(heard, as: format, &notes) : nil
    if bytes == nil {
      heard = try heard.resampled(to: 48000)
      notes.append("played at 48 kHz")
      bytes = try encoded(heard, as: format, &notes)
    }
    return File(bytes ?? [], ending: "flac", type: "audio/flac", note: notes.joined(separator: ", "))
  }

  private static func encoded(
    _ sound: Sound, as format: AudioFormat, _ notes: inout [String]
  ) throws(AudioError) -> [UInt8] {
    let peak = sound.peak
    guard peak > 1 else { return try AudioFile.encode(sound, as: format).bytes }
    let bytes = try AudioFile.encode(try sound.gained(by: 1 / Double(peak)), as: format).bytes
    let excess = decimals(decibels(peak), 1)
    if excess != "0.0" { notes.append("played \(excess) dB softer") }
    return bytes
  }

  /// What 24 bits hold with 9 of them to spare: softer sounds would be coarse, or nothing.
  private static let least: Float = 1 / 32768

  /// FLAC of 24 bits, or a WAV of floats where that would clip, the sound is very soft, or the rate is none of FLAC's.
  private static func download(of sound: Sound, recipe: String?) throws(AudioError) -> File {
    let peak = sound.peak
    if peak == 0 || least...1 ~= peak {
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
