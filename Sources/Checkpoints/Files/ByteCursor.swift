/// Reads little-endian numbers and stretches of bytes in order, and says nil instead of going beyond the end.
package struct ByteCursor: Sendable {
  /// All the bytes, also those already read.
  package let bytes: [UInt8]
  /// The index of the next byte, 0 … `bytes.count`.
  package private(set) var position: Int

  /// Starts at `position`, which is moved into the bytes when it is not inside.
  package init(_ bytes: [UInt8], at position: Int = 0) {
    self.bytes = bytes
    self.position = min(max(position, 0), bytes.count)
  }

  /// How many bytes are left.
  package var remaining: Int { bytes.count - position }

  /// The next byte.
  package mutating func byte() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  /// The next unsigned number of `width` bytes, at most 8.
  package mutating func unsigned(_ width: Int) -> UInt64? {
    guard width > 0, width <= 8, width <= remaining else { return nil }
    var value: UInt64 = 0
    for index in 0..<width {
      value |= UInt64(bytes[position + index]) << UInt64(8 * index)
    }
    position += width
    return value
  }

  /// The next unsigned number of `width` bytes as an Int; nil also when it is too large for one.
  package mutating func count(_ width: Int) -> Int? {
    unsigned(width).flatMap { Int(exactly: $0) }
  }

  /// Passes over `count` bytes and says where they lie.
  package mutating func range(_ count: Int) -> Range<Int>? {
    guard count >= 0, count <= remaining else { return nil }
    defer { position += count }
    return position..<position + count
  }

  /// Passes over a line and its line feed, and says where the line without it lies; nil when there is no line feed.
  package mutating func line() -> Range<Int>? {
    guard let end = bytes[position...].firstIndex(of: 0x0A) else { return nil }
    defer { position = end + 1 }
    return position..<end
  }
}
