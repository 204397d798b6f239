import Foundation
import Language
import Tensors

/// What the system has left of memory and disk.
enum SystemResources {
  /// What the command under way is allowed of it, in bytes; nil for all there is.
  @TaskLocal static var allowance: Int?

  /// Bytes of memory that this program can still have: what the system has, and what is
  /// allowed; `nil` where the system doesn't say.
  static var freeMemory: Int? {
    [allowance, SystemMemory.free].compactMap(\.self).min().map { max(0, $0) }
  }

  private static func text(of path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  /// What is left over for all that is too small to be asked for: values, text, the libraries' own.
  private static let rest = 32 << 20

  /// - Parameter what: what the memory is for, as in "a sound of 90 s".
  /// - Throws: when there are not so many bytes left.
  static func require(_ bytes: Int, for what: @autoclosure () -> String, hint: String? = nil) throws {
    guard let free = freeMemory, bytes > free - rest else { return }
    throw CommandFailure(
      "\(what()) needs about \(max(1, bytes >> 20)) MB of memory, and \(free >> 20) MB are free", hint: hint)
  }

  /// Bytes that can still be written at a place, or at the nearest folder above it that exists.
  static func freeDisk(at path: String) -> Int? {
    var place = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    while !place.isEmpty {
      var status = statvfs()
      if statvfs(place, &status) == 0 { return Int(status.f_bavail) * Int(status.f_frsize) }
      place = URL(fileURLWithPath: place).deletingLastPathComponent().path
      if place == "/" { return nil }
    }
    return nil
  }

  /// The memory that this program holds, in bytes.
  static var usedMemory: Int? {
    text(of: "/proc/self/statm")?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map {
      $0 * sysconf(Int32(_SC_PAGESIZE))
    }
  }
}
