/// Why a config.yaml can't be used.
public struct ConfigError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path as it was given.
  public let path: String
  /// What is wrong.
  public let fault: ConfigFault

  /// This fault in that file.
  package init(path: String, fault: ConfigFault) { (self.path, self.fault) = (path, fault) }

  /// What is wrong, and on further lines what to do.
  public var description: String { "\(printable(path)): \(fault)" }
}

/// What can be wrong with a config.yaml; keys are named as paths, such as `model.model.channels`.
public enum ConfigFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file can't be opened or read.
  case file(FileProblem)
  case tooLarge(byteCount: Int, limit: Int)
  /// Not UTF-8.
  case notText
  /// Not YAML; the line counts from 1.
  case notYAML(line: Int?, String)
  /// So many references that a small file could stand for a huge one.
  case tooManyAliases(Int)
  /// There is no description of a network.
  case noNetwork
  case missing(key: String)
  case wrongType(key: String, expected: String, found: String)
  case outOfRange(key: String, value: Int, lowest: Int, highest: Int)
  /// A list has another length than `channels`.
  case listLength(key: String, expected: Int, found: Int)
  /// The network is of a kind that drumlin has no layers for.
  case unsupported(key: String, value: String, hint: String)
  /// A key that no UNetV0 has.
  case unknownKey(String)

  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .file(.directory): "that is a folder, not a file\nname the config.yaml inside it"
    case .file(.empty): "the file is empty\nname the config.yaml of the model"
    case .file(let problem): problem.description
    case .tooLarge(let count, let limit):
      "the file has \(count) bytes, a configuration has at most \(limit)\nname the config.yaml of the model"
    case .notText: "this is not a text file\nname the config.yaml of the model"
    case .notYAML(let line, let problem):
      "this is not YAML\(line.map { ", line \($0)" } ?? ""): \(printable(problem))"
    case .tooManyAliases(let count):
      "the file refers to its own parts \(count) times, which no configuration needs\nwrite the values out"
    case .noNetwork:
      """
      there is no network in it, model.model is missing
      name the config.yaml that tiny-audio-diffusion wrote for the model
      """
    case .missing(let key): "\(printable(key)) is missing"
    case .wrongType(let key, let expected, let found):
      "\(printable(key)) must be \(expected), found \(printable(found))"
    case .outOfRange(let key, let value, let lowest, let highest):
      "\(printable(key)) must be \(lowest) to \(highest), found \(value)"
    case .listLength(let key, let expected, let found):
      "\(printable(key)) must have \(expected) values, one for each of channels; found \(found)"
    case .unsupported(let key, let value, let hint):
      "\(printable(key)): \(printable(value)) is a kind of network that drumlin doesn't know\n\(hint)"
    case .unknownKey(let key):
      "\(printable(key)) is not a setting of UNetV0, so drumlin can't build this network\ncheck its spelling"
    }
  }
}
