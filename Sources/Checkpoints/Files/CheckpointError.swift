/// Why a checkpoint, or something in it, can't be used, and in which file.
public struct CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path as it was given.
  public let path: String
  /// What is wrong.
  public let fault: CheckpointFault

  /// The fault, the file it is in, and on further lines what to do.
  public var description: String {
    let text = fault.description
    let end = text.firstIndex(of: "\n") ?? text.endIndex
    return "\(printable(path)): \(text[..<end])\(text[end...])"
  }
}

/// What can be wrong with a checkpoint, by the part of it that is wrong.
public enum CheckpointFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file can't be opened or read.
  case file(FileProblem)
  /// The file is of another kind than a checkpoint.
  case notACheckpoint(FileKind)
  /// The zip archive around a torch.save file is damaged or forged.
  case archive(ZipError)
  /// The pickle inside it is.
  case pickle(PickleError)
  /// A safetensors file is.
  case safetensors(SafetensorsError)
  /// The file is sound, but holds no weights that can be used.
  case contents(ContentsError)
  /// One of the tensors can't be used.
  case tensor(TensorProblem, name: String)

  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .file(let problem): problem.description
    case .notACheckpoint(let kind): kind.description
    case .archive(let error): error.description
    case .pickle(let error): error.description
    case .safetensors(let error): error.description
    case .contents(let error): error.description
    case .tensor(let problem, let name): "\(printable(name)) \(problem)"
    }
  }
}

/// Runs `body` and adds `path` to what it throws.
func naming<Result>(
  _ path: String, _ body: () throws(CheckpointFault) -> Result
) throws(CheckpointError) -> Result {
  do {
    return try body()
  } catch {
    throw CheckpointError(path: path, fault: error)
  }
}

/// What can keep a file from being opened or read at all.
public enum FileProblem: Error, Equatable, Sendable, CustomStringConvertible {
  case noSuchFile
  case permissionDenied
  case directory
  /// A pipe, a socket or a device.
  case notRegular
  case empty
  /// The operating system's own words.
  case unreadable(String)
  /// Another program wrote to the file, or cut it, since it was opened.
  case changed

  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .noSuchFile: "there is no such file"
    case .permissionDenied: "the file can't be read: permission denied"
    case .directory: "that is a folder, not a file\nname the .ckpt or .safetensors file inside it"
    case .notRegular: "that is a pipe or a device, not a file"
    case .empty: "the file is empty\nthe download or the copy failed; fetch it again"
    case .unreadable(let reason): "the file can't be read: \(reason)"
    case .changed: "the file was changed by another program while it was being read\nload it again"
    }
  }
}

/// `text` as it may be shown on a terminal: control characters replaced, and cut when it is long.
///
/// What a file calls its parts goes into error texts, and a hostile file must not steer the terminal with it.
package func printable(_ text: String, limit: Int = 120) -> String {
  var shown = ""
  var count = 0
  for scalar in text.unicodeScalars {
    guard count < limit else { return shown + "…" }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
      shown.unicodeScalars.append("\u{FFFD}")
    default: shown.unicodeScalars.append(scalar)
    }
    count += 1
  }
  return shown
}
