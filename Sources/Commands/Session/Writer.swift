import Audio
import Checkpoints
import Files
import Foundation
import Language
import Plots

/// A file or folder that an argument names to be written. Only a `Writer` gives its path away.
struct OutputPath: Sendable, Equatable {
  fileprivate let path: String

  /// The path as it was given, for messages and for what its ending tells.
  var name: String { path }

  /// What a name has where the numbers of several files stand.
  static let numberMark = "{n}"

  /// Whether it names several files.
  var isNumbered: Bool { path.contains(Self.numberMark) }

  /// The name of one of several files, with its number from 1 in as many digits as the last one has.
  func numbered(_ index: Int, of count: Int) -> OutputPath {
    let digits = String(index + 1)
    let zeros = String(repeating: "0", count: max(0, String(count).count - digits.count))
    return OutputPath(path: path.replacingOccurrences(of: Self.numberMark, with: zeros + digits))
  }
}

extension ArgumentType where Content == OutputPath {
  /// A file to write, of one of these endings (without a dot).
  static func output(endings: [String]) -> Self {
    ArgumentType<String>.path(.write(endings: endings)).map {
      OutputPath(path: $0)
    } back: {
      $0.path
    }
  }

  /// A folder to write into.
  static var outputFolder: Self {
    ArgumentType<String>.path(.folder).map {
      OutputPath(path: $0)
    } back: {
      $0.path
    }
  }
}

/// The options of commands that write files.
enum FileOptions {
  static let overwrite = Option(flag: "overwrite", help: "Replaces the file if there is one.")
}

/// What commands write files with: in a rehearsal, such as replay's, nothing is written.
struct Writer {
  /// Whether commands are only gone through.
  var isRehearsal = false

  /// Writes what an argument names; one that is there already is told of with the option that replaces it.
  /// - Parameters:
  ///   - declaration: the argument, whose fault a failure is.
  ///   - work: gets the path, and whether what is there may be replaced.
  /// - Returns: what `work` gave; nil in a rehearsal, which does not call it.
  func write<Result>(
    _ output: OutputPath, as declaration: any ArgumentDeclaration, _ call: Call,
    _ work: (_ path: String, _ overwrite: Bool) throws -> Result
  ) throws -> Result? {
    guard !isRehearsal else { return nil }
    return try call.blaming(declaration) {
      guard !output.isNumbered else {
        throw CommandFailure("\(OutputPath.numberMark) numbers the sounds of a list, which export writes")
      }
      do {
        return try work(output.path, call[FileOptions.overwrite])
      } catch AudioError.file(.exists(let path)), PlotError.file(.exists(let path)),
        CheckpointWritingError.file(.exists(let path)), WholeFileError.exists(let path)
      {
        throw CommandFailure(
          "\(path) is there already and was left as it is", hint: "--overwrite replaces it; or choose another name")
      }
    }
  }

  /// Throws before the work what `write` would throw after it for a file that is there already, or for its folder.
  func check(_ output: OutputPath, as declaration: any ArgumentDeclaration, _ call: Call) throws {
    _ = try write(output, as: declaration, call) { path, overwrite in
      try WholeFile.check(path, overwrite: overwrite)
    }
  }

  /// Writes a text as a whole file.
  /// - Returns: whether it was written; false in a rehearsal.
  func write(
    _ text: String, to output: OutputPath, as declaration: any ArgumentDeclaration, _ call: Call
  ) throws -> Bool { try write(Array(text.utf8), to: output, as: declaration, call) }

  /// Writes bytes as a whole file.
  /// - Returns: whether they were written; false in a rehearsal.
  func write(
    _ bytes: [UInt8], to output: OutputPath, as declaration: any ArgumentDeclaration, _ call: Call
  ) throws -> Bool {
    let written: Void? = try write(output, as: declaration, call) { path, overwrite in
      do {
        try WholeFile.write(bytes, to: path, overwrite: overwrite)
      } catch let error as WholeFileError { throw AudioError.file(error) }
    }
    return written != nil
  }
}
