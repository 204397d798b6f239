import Glibc

extension WholeFile {
  /// Whether the file at `path` holds these bytes and no others; nil where no file is there that can be read.
  public static func holds(_ bytes: [UInt8], at path: String) -> Bool? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    guard Int(status.st_size) == bytes.count else { return false }
    var compared = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return compared == bytes.count }
      guard compared + count <= bytes.count, buffer[..<count] == bytes[compared..<(compared + count)] else {
        return false
      }
      compared += count
    }
  }
}
