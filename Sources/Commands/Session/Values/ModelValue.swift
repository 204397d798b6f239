import Audio
import Diffusion
import Language
import Text

extension DiffusionModel: ForeignValue {
  /// The word that parameters and messages use for it.
  public static let typeName = "model"
  /// Its read-only fields, in the order that help lists them.
  public static let fieldNames = [
    "name", "parameters", "length", "rate", "channels", "sampler", "steps", "away-from", "guidance", "steps-trained",
    "about",
  ]

  /// One line that `print` and the prompt show.
  public var summary: String { "model: \(name), \(millions(network.parameterCount)) parameters" }

  /// A field's value: frames, hertz and parameters as numbers; nil when there is no such field.
  public func field(_ name: String) -> Value? {
    switch name {
    case "name": .string(self.name)
    case "parameters": .number(network.parameterCount)
    case "length": .number(length)
    case "rate": .number(sampleRate, .hertz)
    case "channels": .number(channels)
    case "sampler": .string(sampler.name)
    case "steps": .number(steps)
    case "away-from": guidance.map { .string($0.config.awayFrom) } ?? .nothing
    case "guidance": guidance.map { .number($0.config.weight, .none) } ?? .nothing
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
        + (gain == 1 ? "" : "; in the network \(difference)") + (making.isEmpty ? "" : "; \(making)"),
    ] + (guidance.map { ["guidance: \($0.summary)"] } ?? []) + aboutLines(about)
  }

  /// What leads to its sounds, where it isn't the notebook's sampler, or a number of steps of its own.
  private var making: String {
    let parts = [
      sampler == .ddim ? nil : "sampler \(sampler.name)", denoisingSteps.map { counted($0, "step") },
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  /// By how much the network's sounds are louder or softer.
  private var difference: String {
    let level = decibels(gain)
    return "\(decimals(abs(level), 1, trim: true)) dB \(level < 0 ? "softer" : "louder")"
  }
}

/// What a file says about its model, in lines.
func aboutLines(_ text: String?) -> [String] { (text ?? "").split(separator: "\n").map { "about: \($0)" } }
