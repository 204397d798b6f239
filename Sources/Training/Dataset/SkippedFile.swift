import Audio
import Checkpoints
import Foundation

/// A file or folder of a data set that is left out, and why.
public struct SkippedFile: Sendable, Equatable {
  /// Below the data set's folder.
  public let path: String
  /// Why it can't be used.
  public let reason: Reason

  /// A file or folder, by its path below the data set's folder.
  public init(path: String, reason: Reason) { (self.path, self.reason) = (path, reason) }

  /// Why it is left out.
  public enum Reason: Sendable, Equatable {
    /// The file, by the full path that the error names.
    case unreadable(AudioError, path: String)
    case closedFolder(reason: String)
    /// The folder of a training, whose samples are none to learn from.
    case training
    /// Nothing in the part that would be trained on reaches −60 dB, after preparation.
    case silent
    /// The same for a file that has more than that part.
    case silentAtStart
    /// Samples beyond what a float can hold, once they are prepared.
    case tooLoud
  }
}

extension SkippedFile: CustomStringConvertible {
  /// What is wrong with it, in one line.
  public var description: String {
    let name = "'\(printable(path))'"
    switch reason {
    case .unreadable(let error, let path):
      // The path goes first, for it may hold a line's end.
      let text = error.description.replacingOccurrences(of: "'\(path)'", with: name)
      let line = withoutControls(String(text.prefix { $0 != "\n" }))
      return line.contains(name) ? line : "\(name): \(line)"
    case .closedFolder(let reason): return "the folder \(name) can't be looked into: \(reason)"
    case .training: return "the folder \(name) is a training"
    case .silent: return "\(name) is silent"
    case .silentAtStart: return "\(name) is silent in the part that would be trained on"
    case .tooLoud: return "\(name) has samples that are too large to work with"
    }
  }

  /// libsndfile's words may quote the file, which must not steer the terminal.
  private func withoutControls(_ text: String) -> String {
    let isControl: (Unicode.Scalar) -> Bool = { $0.properties.generalCategory == .control }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
  }
}
