import Foundation

/// A piece of program text and the name it goes by in messages: a file's path, "-e" or "prompt".
public struct SourceText: Sendable {
  /// What messages call it: a path, `prompt` or `-e`.
  public let name: String
  /// The whole text.
  public let text: String
  /// The folder that it was read from, from the root; nil for what was typed.
  let folder: String?

  /// The longest script there may be, in bytes: what has no end, such as /dev/zero, is not read for ever.
  public static let longest = 1 << 20

  /// A text under a name.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
    folder = nil
  }

  /// The text of a file.
  /// - Parameter place: where the file lies, when the name that messages have for it doesn't say it.
  public init(file name: String, at place: String? = nil, text: String) {
    self.name = name
    self.text = text
    folder = URL(fileURLWithPath: place ?? name).deletingLastPathComponent().path
  }

  /// The text of a span, as far as it goes.
  func slice(_ span: Span) -> String {
    String(decoding: text.utf8.dropFirst(max(0, span.start)).prefix(max(0, span.end - span.start)), as: UTF8.self)
  }

  /// The place of a byte offset; one beyond the end is that of the end.
  public func location(of offset: Int) -> Location {
    let line = lineRange(around: offset)
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: line.start, limitedBy: utf8.endIndex) ?? utf8.endIndex
    let end = utf8.index(utf8.startIndex, offsetBy: max(offset, line.start), limitedBy: utf8.endIndex) ?? utf8.endIndex
    var number = 1
    var previous: UInt8 = 0
    for byte in utf8[..<start] {
      if byte == 0x0A && previous != 0x0D || byte == 0x0D { number += 1 }
      previous = byte
    }
    let before = utf8[start..<end]
    // Long lines are usually plain, and then bytes are characters.
    if before.allSatisfy({ $0 < 0x80 }) { return Location(line: number, column: before.count + 1) }
    return Location(line: number, column: String(decoding: before, as: UTF8.self).count + 1)
  }

  /// The bytes of the line that an offset stands in, without its line end.
  package func lineRange(around offset: Int) -> Span {
    let utf8 = text.utf8
    let middle =
      utf8.index(utf8.startIndex, offsetBy: max(0, offset), limitedBy: utf8.endIndex) ?? utf8.endIndex
    let isLineEnd = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
    let start = utf8[..<middle].lastIndex(where: isLineEnd).map { utf8.index(after: $0) } ?? utf8.startIndex
    let end = utf8[middle...].firstIndex(where: isLineEnd) ?? utf8.endIndex
    return Span(
      start: utf8.distance(from: utf8.startIndex, to: start), end: utf8.distance(from: utf8.startIndex, to: end))
  }
}

/// A line and a column, both counted from 1; columns count characters.
public struct Location: Sendable, Equatable, CustomStringConvertible {
  /// Counted from 1.
  public let line: Int
  /// In characters, counted from 1.
  public let column: Int

  /// line:column.
  public var description: String { "\(line):\(column)" }
}

/// A stretch of a source: byte offsets into its UTF-8, from `start` up to but not including `end`.
public struct Span: Sendable, Equatable {
  /// The first byte, in UTF-8.
  public let start: Int
  /// The byte behind the last.
  public let end: Int

  /// The bytes from `start` up to, not including, `end`.
  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  /// From the start of this stretch to the end of another.
  func through(_ other: Span) -> Span { Span(start: start, end: max(end, other.end)) }
}
