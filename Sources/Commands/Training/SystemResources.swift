import Foundation

/// What the system has left of memory and disk.
enum SystemResources {
  /// Bytes of memory that programs can still have; `nil` where the system doesn't say.
  static var freeMemory: Int? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
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
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
    return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * sysconf(Int32(_SC_PAGESIZE)) }
  }
}
