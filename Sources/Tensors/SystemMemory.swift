import Foundation

/// What the system has left of memory.
public enum SystemMemory {
  /// Bytes that this program can still have: what the machine has left, its control group, and `ulimit -v`; nil where
  /// the system doesn't say.
  public static var free: Int? {
    [availableMemory, groupMemory, AddressSpace.bytesLeft].compactMap(\.self).min().map { max(0, $0) }
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
}
