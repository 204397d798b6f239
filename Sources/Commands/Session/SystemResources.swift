import Foundation
import Language
import Tensors

/// What the system has left of memory and disk.
enum SystemResources {
  /// What the command under way is allowed of it, in bytes; nil for all there is.
  @TaskLocal static var allowance: Int?

  /// Bytes of memory that this program can still have: what the machine has left, its control group, `ulimit -v`, and
  /// what is allowed; `nil` where the system doesn't say.
  static var freeMemory: Int? {
    [allowance, availableMemory, groupMemory, AddressSpace.bytesLeft].compactMap(\.self).min().map { max(0, $0) }
  }

  private static var availableMemory: Int? {
    guard let text = text(of: "/proc/meminfo") else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }

  /// What is left to the control group that the program runs in, with the files that the system keeps for it and can
  /// let go.
  private static var groupMemory: Int? {
    guard let groups = text(of: "/proc/self/cgroup") else { return nil }
    for line in groups.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let isSecond = parts[1].isEmpty
      guard isSecond || parts[1].split(separator: ",").contains("memory") else { continue }
      let root = "/sys/fs/cgroup" + (isSecond ? "" : "/memory")
      // In a container its own group is the root that it sees.
      for folder in [root + parts[2], root] {
        func number(_ name: String) -> Int? {
          text(of: "\(folder)/\(name)").flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
        guard let most = number(isSecond ? "memory.max" : "memory.limit_in_bytes"),
          let used = number(isSecond ? "memory.current" : "memory.usage_in_bytes")
        else { continue }
        let kept = text(of: folder + "/memory.stat")?.split(separator: "\n").first { $0.hasPrefix("inactive_file ") }
        return most - used + (kept?.split(separator: " ").last.flatMap { Int($0) } ?? 0)
      }
    }
    return nil
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
