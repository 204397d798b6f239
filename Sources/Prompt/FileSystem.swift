import Foundation

/// The folders that completion looks into.
package protocol FileSystem {
  /// The names in a folder, without `.` and `..`; none when it can't be read.
  func names(inFolder path: String) -> [String]
  func isFolder(_ path: String) -> Bool
  /// The user's home folder, for paths that begin with `~/`.
  var home: String? { get }
}

/// The file system of this machine.
package struct DiskFileSystem: FileSystem {
  package let home: String?

  package init(home: String?) { self.home = home }

  package func names(inFolder path: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  }

  package func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
