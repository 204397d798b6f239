/// A file with the weights of a model, opened but for the most part not read.
///
/// Reads what torch.save writes since PyTorch 1.6 (.ckpt, .pt, .pth) and .safetensors; the ending of the name is not
/// looked at. Of a torch.save file the list of entries and the pickle are read; of any, tensors when they are asked
/// for.
public struct Checkpoint: Sendable {
  /// Who wrote the file.
  public enum Format: Equatable, Sendable {
    /// torch.save on behalf of PyTorch Lightning, with the training's state around the weights.
    case lightning
    case torch
    case safetensors
  }

  /// The path as it was given.
  public let path: String
  /// Who wrote it.
  public let format: Format
  /// The weights by name.
  public let stateDict: StateDict
  /// How many optimiser steps the training had made, where the file tells.
  public let globalStep: Int?
  /// How often the training had gone through its data, where the file tells.
  public let epoch: Int?
  /// The size of the file.
  public let byteCount: Int
  /// What is suspicious about the file but in nobody's way, a sentence each.
  public let warnings: [String]
  /// The texts that a .safetensors file holds beside its tensors, by name.
  public var metadata: [String: String] = [:]

  /// The name of the text that holds the config.yaml.
  public static let configKey = "drumlin.config"
  /// The name of the text that holds the number of the optimiser's steps.
  public static let stepsKey = "drumlin.steps"
  /// The name of the text that says what the model was trained on, and how.
  public static let aboutKey = "drumlin.about"
  /// How many characters of that text are read.
  public static let aboutLimit = 1000

  /// What is said in the file about the model, in lines that a terminal may be shown; `nil` where it says nothing.
  public var about: String? {
    guard let text = metadata[Self.aboutKey] else { return nil }
    let start = text.unicodeScalars.prefix(Self.aboutLimit)
    let lines = String(start).split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
    return lines.map { printable(String($0), limit: Self.aboutLimit) }.joined(separator: "\n")
      + (start.endIndex < text.unicodeScalars.endIndex ? "…" : "")
  }

  /// The configuration that the file holds itself; nil when it holds none. Throws for one that can't be read.
  public var config: ModelConfig? {
    get throws(ConfigError) {
      guard let text = metadata[Self.configKey] else { return nil }
      do throws(ConfigFault) {
        guard text.utf8.count <= ModelConfig.maximumByteCount else {
          throw .tooLarge(byteCount: text.utf8.count, limit: ModelConfig.maximumByteCount)
        }
        return try ModelConfig.parse(text)
      } catch {
        throw ConfigError(path: path, fault: error)
      }
    }
  }
}
