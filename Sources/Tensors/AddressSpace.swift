import Foundation

/// What `ulimit -v` leaves of the program's address space.
public enum AddressSpace {
  /// Bytes that can still be taken; nil where there is no bound, and where the system doesn't say.
  public static var bytesLeft: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, let most = Int(exactly: limit.rlim_cur),
      let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = text.split(separator: " ").first.flatMap({ Int($0) })
    else { return nil }
    return most - pages * sysconf(Int32(_SC_PAGESIZE))
  }
}
