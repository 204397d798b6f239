import Checkpoints
import Text

/// Why there is nothing to train on, or why a sound that was there can't be had any more.
public enum DatasetError: Error, Equatable, Sendable {
  /// There is no such folder, or its name is empty.
  case missing(folder: String)
  case notAFolder(path: String)
  /// It can't be looked into.
  case closed(folder: String, reason: String)
  case empty(folder: String)
  /// There are files, but no sound file among them: how many, and the ending that most of them have.
  case noSounds(folder: String, files: Int, ending: String)
  /// There are sound files, none of which can be used.
  case noneUsable(folder: String, skipped: [SkippedFile])
  /// A manifest names sounds that are not there, or that can't be used.
  case manifestNamesMissing([String], manifest: String)
  case manifestNamesUnusable([SkippedFile], manifest: String)
  case lengthNotPossible(frames: Int, channels: Int)
  case rateNotPossible(Double)
  case channelsNotPossible(Int)
  case loudnessNotPossible(Double)
  /// A sound is not what it was when the data set was opened.
  case changed(path: String)
  /// A sound can't be read any more.
  case gone(SkippedFile)
  case noSuchSound(Int, of: Int)
}

extension DatasetError: CustomStringConvertible {
  /// What is wrong, without what to do about it; of files that can't be used some, a line each.
  public var description: String {
    switch self {
    case .missing(let folder):
      folder.isEmpty ? "the name of the folder is empty" : "there is no folder '\(printable(folder))'"
    case .notAFolder(let path): "'\(printable(path))' is a file, not a folder"
    case .closed(let folder, let reason): "cannot look into the folder '\(printable(folder))': \(reason)"
    case .empty(let folder): "the folder '\(printable(folder))' is empty"
    case .noSounds(let folder, let files, let ending):
      "there is no sound file in '\(printable(folder))', but \(files == 1 ? "one other file" : "\(files) other files")"
        + (ending.isEmpty ? "" : files == 1 ? ", a .\(printable(ending))" : ", most of them .\(printable(ending))")
    case .noneUsable(let folder, let skipped):
      // The first line, and some files under it.
      "of the \(counted(skipped.count, "sound file")) in '\(printable(folder))' none can be used\n"
        + shortened(skipped.map(\.description), to: 3).joined(separator: "\n")
    case .manifestNamesMissing(let paths, let manifest):
      "'\(printable(manifest))' names \(counted(paths.count, "sound"))"
        + " that \(paths.count == 1 ? "is" : "are") not there\n"
        + shortened(paths.map { "'\(printable($0))'" }, to: 3).joined(separator: "\n")
    case .manifestNamesUnusable(let skipped, let manifest):
      "'\(printable(manifest))' names \(counted(skipped.count, "sound")) that can't be used\n"
        + shortened(skipped.map(\.description), to: 3).joined(separator: "\n")
    case .lengthNotPossible(let frames, let channels):
      "sounds of \(counted(frames, "frame")) on \(counted(channels, "channel")) can't be trained on"
    case .rateNotPossible(let rate): "a sample rate of \(rate) Hz is not possible"
    case .channelsNotPossible(let channels): "sounds can't have \(counted(channels, "channel"))"
    case .loudnessNotPossible(let loudness): "a loudness of \(loudness) LUFS is not possible"
    case .changed(let path): "'\(printable(path))' has changed since the training began"
    case .gone(let file): "a sound can't be read any more: \(file)"
    case .noSuchSound(let index, let count):
      "there is no sound \(index) in the data set, which has \(counted(count, "sound"))"
    }
  }
}

/// The first `count` of some lines, and one that says how many more there are.
package func shortened(_ lines: [String], to count: Int) -> [String] {
  // A line that says "and one more" could be the one.
  guard lines.count > count + 1 else { return lines }
  return lines.prefix(count) + ["and \(lines.count - count) more"]
}
