import Audio
import Foundation
import Language
import Tensors

extension Sound: ForeignValue {
  public static let typeName = "sound"
  public static let fieldNames = ["duration", "length", "rate", "channels", "peak", "rms"]

  public var summary: String {
    let rate = "\(decimals(sampleRate / 1000, 3, trim: true)) kHz"
    let peak = peak > 0 ? "\(decimals(decibels(peak), 1)) dB" : "silent"
    let channels = channelCount == 1 ? "mono" : channelCount == 2 ? "stereo" : "\(channelCount) channels"
    return "sound: \(decimals(duration, 3)) s, \(channels), \(rate), peak \(peak)"
  }

  public func field(_ name: String) -> Value? {
    switch name {
    case "duration": .number(duration, .seconds)
    case "length": .number(frameCount)
    case "rate": .number(sampleRate, .hertz)
    case "channels": .number(channelCount)
    case "peak": .number(decibels(peak), .decibels)
    case "rms": .number(decibels(rms), .decibels)
    default: nil
    }
  }

  /// One sound of a batch.
  /// - Parameter tensor: [B, C, L].
  init(tensor: Tensor, index: Int, sampleRate: Double) throws {
    let channelCount = tensor.shape[1]
    let length = tensor.shape[2]
    let channels = (0..<channelCount).map { channel in
      Array(tensor.values[(index * channelCount + channel) * length..<(index * channelCount + channel + 1) * length])
    }
    try self.init(sampleRate: sampleRate, channels: channels)
  }

  /// [1, C, L]
  var tensor: Tensor {
    get throws { try Tensor(shape: [1, channelCount, frameCount], values: channels.flatMap { $0 }) }
  }
}

extension Value {
  /// A batch [B, C, L] as a sound, or as a list of sounds when it holds several.
  static func sounds(_ tensor: Tensor, sampleRate: Double) throws -> Value {
    let sounds = try (0..<tensor.shape[0]).map { index in
      Value.foreign(try Sound(tensor: tensor, index: index, sampleRate: sampleRate))
    }
    return sounds.count == 1 ? sounds[0] : .list(sounds)
  }
}

/// A linear amplitude in dB; nothing at all is −infinity.
func decibels(_ amplitude: Float) -> Double { 20 * log10(Double(amplitude)) }

/// A number with so many decimals, and without trailing zeros if they are to go.
func decimals(_ value: Double, _ count: Int, trim: Bool = false) -> String {
  var text = String(format: "%.\(count)f", value)
  if trim, text.contains(".") {
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
  }
  return text
}
