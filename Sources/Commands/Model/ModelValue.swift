import Diffusion
import Language

extension DiffusionModel: ForeignValue {
  public static let typeName = "model"
  public static let fieldNames = ["name", "parameters", "length", "rate", "channels", "steps-trained", "about"]

  public var summary: String { "model: \(name), \(millions(network.parameterCount)) parameters" }

  public func field(_ name: String) -> Value? {
    switch name {
    case "name": .string(self.name)
    case "parameters": .number(network.parameterCount)
    case "length": .number(length)
    case "rate": .number(sampleRate, .hertz)
    case "channels": .number(channels)
    case "about": about.map { .string($0) } ?? .nothing
    case "steps-trained": trainingStep.map { .number($0) } ?? .nothing
    default: nil
    }
  }

  /// The model in a few lines, as `info` shows it.
  var report: [String] {
    let trained = trainingStep.map { ", trained for \($0) steps" } ?? ""
    return [
      "model: \(name), \(millions(network.parameterCount)) parameters, \(weights.label) weights\(trained)",
      "network: \(network.architecture.summary)",
      "sound: \(channels) channels, \(length) frames at \(decimals(sampleRate / 1000, 3, trim: true)) kHz "
        + "(\(decimals(Double(length) / sampleRate, 3)) s)"
        + (gain == 1 ? "" : "; in the network \(difference)"),
    ] + aboutLines(about)
  }

  /// By how much the network's sounds are louder or softer.
  private var difference: String {
    let level = decibels(gain)
    return "\(decimals(abs(level), 1, trim: true)) dB \(level < 0 ? "softer" : "louder")"
  }
}

/// What a file says about its model, in lines.
func aboutLines(_ text: String?) -> [String] { (text ?? "").split(separator: "\n").map { "about: \($0)" } }

/// A size in words: 509 MB, 6.7 MB, 44 kB.
func size(_ bytes: Int) -> String {
  switch bytes {
  case 10_000_000...: "\(decimals(Double(bytes) / 1e6, 0)) MB"
  case 1_000_000...: "\(decimals(Double(bytes) / 1e6, 1)) MB"
  case 1000...: "\(decimals(Double(bytes) / 1e3, 0)) kB"
  default: "\(bytes) bytes"
  }
}

/// A count in words: 31.6 M, 250 k, 812.
func millions(_ count: Int) -> String {
  switch count {
  case 1_000_000...: "\(decimals(Double(count) / 1e6, 1)) M"
  case 10_000...: "\(decimals(Double(count) / 1e3, 0)) k"
  default: "\(count)"
  }
}

extension Display {
  /// A line of text as a terminal shows it without breaking words; elsewhere it stays one line.
  func wrapped(_ line: String, indent: Int = 0) -> String {
    isTerminal
      ? TextLayout.wrapped(line, columns: max(20, columns - 1), indent: indent, hanging: indent + 2)
      : String(repeating: " ", count: indent) + line
  }
}
