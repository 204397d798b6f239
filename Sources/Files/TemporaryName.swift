import Glibc

/// The names of temporary files, which carry the number of the process that writes them: `.drumlin-PROCESS-TAG.part`.
package enum TemporaryName {
  private static let beginning = ".drumlin-"
  private static let ending = ".part"

  /// A name of this process that is most probably free.
  package static func random() -> String {
    beginning + "\(getpid())-" + String(UInt64.random(in: .min ... .max), radix: 36) + ending
  }

  /// The process that a file was written by; `nil` for a name of another kind.
  package static func writer(of name: String) -> pid_t? {
    guard name.hasPrefix(beginning), name.hasSuffix(ending) else { return nil }
    let parts = name.dropFirst(beginning.count).dropLast(ending.count).split(
      separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, let process = pid_t(parts[0]), process > 0 else { return nil }
    return process
  }
}

extension WholeFile {
  /// Removes the temporary files in a folder that a process left behind which was killed while it wrote. Those of
  /// processes that go on, this one among them, stay; so does what can't be removed.
  public static func removeAbandoned(in folder: String) {
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      // A signal to somebody else's process is refused, which tells that it is there, too.
      guard let writer = TemporaryName.writer(of: name), kill(writer, 0) != 0, errno == ESRCH else { continue }
      unlink(folder + "/" + name)
    }
  }
}
