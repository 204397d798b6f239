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
