/// Why a file was not written; the target is as it was.
public enum WholeFileError: Error, Equatable, Sendable {
  case emptyName
  case nameNotPossible(path: String, reason: String)
  case exists(path: String)
  case isFolder(path: String)
  /// A pipe, a device or a socket.
  case notAFile(path: String)
  case missingFolder(path: String, folder: String)
  case folderIsFile(path: String, folder: String)
  case folderNotWritable(path: String, folder: String, reason: String)
  /// Anything else that the system refuses, such as a full disk.
  case cannotWrite(path: String, reason: String)
}

extension WholeFileError: CustomStringConvertible {
  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .emptyName:
      "the file name is empty"
    case .nameNotPossible(let path, let reason):
      "'\(path)' is no possible file name: \(reason)"
    case .exists(let path):
      "'\(path)' is already there and was left as it is\nchoose another name, or ask for it to be overwritten"
    case .isFolder(let path):
      "'\(path)' is a folder, not a file\nadd a file name to it"
    case .notAFile(let path):
      "'\(path)' is a device or a pipe, not a file\nwrite to an ordinary file"
    case .missingFolder(let path, let folder):
      "cannot write '\(path)': there is no folder '\(folder)'\ncreate the folder first, or correct the name"
    case .folderIsFile(let path, let folder):
      "cannot write '\(path)': '\(folder)' is a file, not a folder"
    case .folderNotWritable(let path, let folder, let reason):
      "cannot write '\(path)': the folder '\(folder)' takes no files (\(reason))\nchoose another folder"
    case .cannotWrite(let path, let reason):
      "cannot write '\(path)': \(reason)\nnothing was left behind"
    }
  }
}
