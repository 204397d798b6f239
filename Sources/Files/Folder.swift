import Foundation

/// Folders made where they are missing.
public enum Folder {
  /// Makes a folder and those above it; one that is there already stays as it is. Throws where that is not possible.
  public static func make(_ path: String) throws(FolderError) {
    guard !path.isEmpty else { throw FolderError(path: path, reason: "the name is empty") }
    guard !path.utf8.contains(0) else { throw FolderError(path: path, reason: "there is a NUL byte in the name") }
    if mkdir(path, 0o777) == 0 || isFolder(path) { return }
    guard errno == ENOENT, let slash = above(path) else { throw FolderError(path: path, reason: reason()) }
    try make(String(path[..<slash]))
    guard mkdir(path, 0o777) == 0 || isFolder(path) else { throw FolderError(path: path, reason: reason()) }
  }

  /// The names in a folder, sorted. Throws where it can't be looked into.
  public static func names(in path: String) throws(FolderError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      var status = stat()
      guard stat(path, &status) == 0 else {
        let isMissing = errno == ENOENT || errno == ENOTDIR
        throw FolderError(path: path, isLookedInto: true, reason: isMissing ? "it is not there" : systemReason())
      }
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw FolderError(
        path: path, isLookedInto: true, reason: isFolder ? "permission denied" : "it is a file, not a folder")
    }
  }

  /// Leaves errno as it is.
  private static func isFolder(_ path: String) -> Bool {
    let before = errno
    defer { errno = before }
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Where the name of the folder above ends; slashes at the end of a path name nothing below it.
  private static func above(_ path: String) -> String.Index? {
    guard let last = path.lastIndex(where: { $0 != "/" }) else { return nil }
    guard let slash = path[..<last].lastIndex(of: "/"), slash != path.startIndex else { return nil }
    return slash
  }

  private static func reason() -> String {
    switch errno {
    case EEXIST: "there is a file of that name"
    case ENOTDIR: "a part of the path is a file"
    default: systemReason()
    }
  }
}

/// Why a folder was not made, or not looked into.
public struct FolderError: Error, Equatable, Sendable, CustomStringConvertible {
  /// As it was given.
  public let path: String
  /// In the system's words.
  public let reason: String

  /// Whether it was only to be looked into.
  public let isLookedInto: Bool

  package init(path: String, isLookedInto: Bool = false, reason: String) {
    (self.path, self.isLookedInto, self.reason) = (path, isLookedInto, reason)
  }

  /// What is wrong, and on further lines what to do.
  public var description: String {
    isLookedInto
      ? "can't look into the folder \(path): \(reason)" : "can't make the folder \(path): \(reason)\nchoose another one"
  }
}
