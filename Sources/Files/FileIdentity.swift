import Foundation

/// What changes when a file is replaced or written to.
public struct FileIdentity: Sendable, Equatable {
  private let numbers: [Int]

  /// That of the file at a path now; nil where there is none.
  public init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    numbers = [
      Int(bitPattern: UInt(status.st_dev)), Int(bitPattern: UInt(status.st_ino)), status.st_size,
      status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
    ]
  }
}
