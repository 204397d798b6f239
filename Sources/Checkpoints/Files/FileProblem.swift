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
