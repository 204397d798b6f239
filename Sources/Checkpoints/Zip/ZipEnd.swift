/// Where the central directory of a zip archive lies (PKWARE APPNOTE 4.3.14 to 4.3.16).
struct ZipEnd: Equatable {
  let directoryOffset: Int
  let directoryByteCount: Int
  let entryCount: Int

  private static let endLength = 22
  private static let locatorLength = 20

  /// Finds the end record at the end of `file`, and the zip64 one before it where there is one.
  init(_ file: InputFile) throws(CheckpointFault) {
    let tailCount = min(file.byteCount, ZipEnd.endLength + 0xFFFF)
    let tailStart = file.byteCount - tailCount
    guard let tail = try file.bytes(at: tailStart, count: tailCount),
      let place = ZipEnd.place(in: tail)
    else { throw .archive(.noEnd) }
    let endOffset = tailStart + place

    var cursor = ByteCursor(tail, at: place + 4)
    guard let disk = cursor.count(2), let directoryDisk = cursor.count(2), let onDisk = cursor.count(2),
      let total = cursor.count(2), let size = cursor.count(4), let offset = cursor.count(4)
    else { throw .archive(.noEnd) }

    let locator = try ZipEnd.locator(file, before: endOffset)
    guard let locator else {
      guard disk == 0, directoryDisk == 0, onDisk == total else { throw .archive(.severalDisks) }
      guard offset <= endOffset, size <= endOffset - offset else {
        throw .archive(.outsideFile("the list of entries"))
      }
      self.init(directoryOffset: offset, directoryByteCount: size, entryCount: total)
      return
    }
    let end = try ZipEnd.zip64(file, at: locator, before: endOffset - ZipEnd.locatorLength)
    // A field of the short record is either the long record's value or "see there".
    guard total == 0xFFFF || total == end.entryCount, size == 0xFFFF_FFFF || size == end.directoryByteCount,
      offset == 0xFFFF_FFFF || offset == end.directoryOffset
    else { throw .archive(.contradiction("its two end records differ")) }
    self = end
  }

  private init(directoryOffset: Int, directoryByteCount: Int, entryCount: Int) {
    self.directoryOffset = directoryOffset
    self.directoryByteCount = directoryByteCount
    self.entryCount = entryCount
  }

  /// The last end record whose comment reaches to the very end.
  private static func place(in tail: [UInt8]) -> Int? {
    var place = tail.count - endLength
    while place >= 0 {
      var cursor = ByteCursor(tail, at: place)
      if cursor.unsigned(4) == 0x0605_4B50 {
        var comment = ByteCursor(tail, at: place + 20)
        if comment.count(2) == tail.count - place - endLength { return place }
      }
      place -= 1
    }
    return nil
  }

  /// The offset of the zip64 end record that a locator just before the end record names.
  private static func locator(_ file: InputFile, before end: Int) throws(CheckpointFault) -> Int? {
    let start = end - locatorLength
    guard let bytes = try file.bytes(at: start, count: locatorLength) else { return nil }
    var cursor = ByteCursor(bytes)
    guard cursor.unsigned(4) == 0x0706_4B50 else { return nil }
    guard cursor.unsigned(4) == 0, let offset = cursor.unsigned(8), let disks = cursor.unsigned(4), disks <= 1
    else { throw .archive(.severalDisks) }
    guard let offset = Int(exactly: offset) else { throw .archive(.outsideFile("the zip64 end record")) }
    return offset
  }

  private static func zip64(_ file: InputFile, at start: Int, before limit: Int) throws(CheckpointFault) -> ZipEnd {
    let length = 56
    guard start >= 0, start <= limit, length <= limit - start,
      let bytes = try file.bytes(at: start, count: length)
    else { throw .archive(.outsideFile("the zip64 end record")) }
    var cursor = ByteCursor(bytes)
    guard cursor.unsigned(4) == 0x0606_4B50 else {
      throw .archive(.contradiction("there is no zip64 end record where one is announced"))
    }
    guard let recordLength = cursor.count(8), recordLength >= length - 12, recordLength <= limit - start - 12,
      cursor.range(4) != nil, let disk = cursor.unsigned(4), let directoryDisk = cursor.unsigned(4),
      let onDisk = cursor.unsigned(8), let total = cursor.unsigned(8), let size = cursor.unsigned(8),
      let offset = cursor.unsigned(8)
    else { throw .archive(.contradiction("the length of its zip64 end record is wrong")) }
    guard disk == 0, directoryDisk == 0, onDisk == total else { throw .archive(.severalDisks) }
    guard let offset = Int(exactly: offset), let size = Int(exactly: size), offset <= start, size <= start - offset
    else { throw .archive(.outsideFile("the list of entries")) }
    guard let count = Int(exactly: total) else { throw .archive(.tooManyEntries(Int.max)) }
    return ZipEnd(directoryOffset: offset, directoryByteCount: size, entryCount: count)
  }
}
