import Hashing

/// A tar archive of small files in one folder (POSIX.1-1988 ustar), and its gzip form; the same files give the same
/// bytes.
package enum TarArchive {
  /// The archive's bytes, all files of no user, at no time.
  package static func bytes(folder: String, _ files: [Kit.File]) -> [UInt8] {
    var bytes = header("\(folder)/", size: 0, kind: "5", mode: "0000755")
    for file in files {
      bytes += header("\(folder)/\(file.name)", size: file.bytes.count, kind: "0", mode: "0000644") + file.bytes
      bytes += [UInt8](repeating: 0, count: (512 - file.bytes.count % 512) % 512)
    }
    return bytes + [UInt8](repeating: 0, count: 1024)
  }

  private static func header(_ name: String, size: Int, kind: Character, mode: String) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at place: Int, limit: Int) {
      for (index, byte) in text.utf8.prefix(limit).enumerated() { header[place + index] = byte }
    }
    put(name, at: 0, limit: 100)
    put(mode, at: 100, limit: 7)
    for place in [108, 116] { put("0000000", at: place, limit: 7) }
    let digits = String(size, radix: 8)
    put(String(repeating: "0", count: max(0, 11 - digits.count)) + digits, at: 124, limit: 11)
    put("00000000000", at: 136, limit: 11)
    put(String(kind), at: 156, limit: 1)
    put("ustar\u{0}00", at: 257, limit: 8)
    // The sum is taken with spaces in its own place.
    put("        ", at: 148, limit: 8)
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: max(0, 6 - sum.count)) + sum + "\u{0} ", at: 148, limit: 8)
    return header
  }
}

/// Bytes in the gzip format (RFC 1952), stored in blocks as they are (RFC 1951, 3.2.4): noise, which drums are made of,
/// hardly shrinks, and no version of a library decides on the bytes.
package enum Gzip {
  /// A file with the content and nothing about it.
  package static func bytes(_ content: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    bytes.reserveCapacity(content.count + content.count / 1000 + 64)
    var start = 0
    repeat {
      let end = min(start + 0xFFFF, content.count)
      let size = UInt16(end - start)
      bytes += [end == content.count ? 1 : 0] + little(UInt32(size), 2) + little(UInt32(~size), 2)
      bytes += content[start..<end]
      start = end
    } while start < content.count
    let checksum = content.withUnsafeBytes { CRC32.checksum($0) }
    return bytes + little(checksum, 4) + little(UInt32(truncatingIfNeeded: content.count), 4)
  }

  private static func little(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
