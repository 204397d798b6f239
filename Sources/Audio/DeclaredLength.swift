import Glibc

/// What the chunks of a RIFF (WAV) or IFF (AIFF) file say about the sample data, and whether an Ogg file ends with a
/// whole page: libsndfile quietly reads a file that was cut off as a shorter one.
struct DeclaredLength {
  /// Where the file should end at least, in bytes from its start; `nil` when it does not say.
  private var end: Int?
  /// `nil` when it is compressed or unknown.
  private var bytesPerFrame: Int?
  /// The bytes of all samples.
  private var dataSize: Int?

  /// `nil` when the headers do not say.
  var frames: Int? {
    guard let dataSize, let bytesPerFrame else { return nil }
    return dataSize / bytesPerFrame
  }

  /// Reads headers only, by pread: the descriptor's position stays.
  init(descriptor: Int32, fileSize: Int) {
    let head = Self.bytes(descriptor, at: 0, count: 12)
    guard head.count == 12 else { return }
    switch (Self.name(head, 0), Self.name(head, 8)) {
    case ("RIFF", "WAVE"): readChunks(descriptor, fileSize, bigEndian: false)
    case ("RIFX", "WAVE"), ("FORM", "AIFF"), ("FORM", "AIFC"): readChunks(descriptor, fileSize, bigEndian: true)
    default: if Self.name(head, 0) == "OggS" { readLastPage(descriptor, fileSize) }
    }
  }

  /// Whether a file of this size has lost its end.
  func isCut(fileSize: Int) -> Bool { end.map { $0 > fileSize } ?? false }

  private mutating func readChunks(_ descriptor: Int32, _ fileSize: Int, bigEndian: Bool) {
    var position = 12
    // A real file has a handful of chunks.
    for _ in 0..<10_000 {
      let head = Self.bytes(descriptor, at: position, count: 8)
      guard head.count == 8 else { return }
      let size = Self.integer(head, 4, 4, bigEndian: bigEndian)
      let content = position + 8
      switch Self.name(head, 0) {
      case "fmt ":
        let block = Self.integer(Self.bytes(descriptor, at: content + 12, count: 2), 0, 2, bigEndian: bigEndian)
        let tag = Self.integer(Self.bytes(descriptor, at: content, count: 2), 0, 2, bigEndian: bigEndian)
        // PCM, float and extensible: a block is a frame.
        if block > 0, [1, 3, 0xFFFE].contains(tag) { bytesPerFrame = block }
      case "COMM":
        let common = Self.bytes(descriptor, at: content, count: 8)
        let bytesPerSample = (Self.integer(common, 6, 2, bigEndian: true) + 7) / 8
        let frame = Self.integer(common, 0, 2, bigEndian: true) * bytesPerSample
        if frame > 0 { bytesPerFrame = frame }
      case "data", "SSND":
        // Programs that write to a pipe leave the largest sizes, for they cannot know.
        guard size < 0x7FFF_0000 else { return }
        end = content + size
        // SSND begins with an offset and a block size.
        dataSize = Self.name(head, 0) == "SSND" ? max(0, size - 8) : size
        return
      default: break
      }
      position = content + size + size % 2
    }
  }

  private mutating func readLastPage(_ descriptor: Int32, _ fileSize: Int) {
    // A page has 65,307 bytes at most.
    let start = max(0, fileSize - 65_307)
    let tail = Self.bytes(descriptor, at: start, count: fileSize - start)
    guard let page = (0..<max(0, tail.count - 3)).last(where: { Self.name(tail, $0) == "OggS" }) else {
      end = fileSize + 1
      return
    }
    guard page + 27 <= tail.count, page + 27 + Int(tail[page + 26]) <= tail.count else {
      end = fileSize + 1
      return
    }
    let segments = Int(tail[page + 26])
    let body = tail[(page + 27)..<(page + 27 + segments)].reduce(0) { $0 + Int($1) }
    end = start + page + 27 + segments + body
  }

  private static func bytes(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, pread(descriptor, buffer.baseAddress, count, offset))
    }
  }

  private static func name(_ bytes: [UInt8], _ offset: Int) -> String {
    String(decoding: bytes.dropFirst(offset).prefix(4), as: UTF8.self)
  }

  /// An unsigned number; 0 where the bytes are missing.
  private static func integer(_ bytes: [UInt8], _ offset: Int, _ count: Int, bigEndian: Bool) -> Int {
    let part = Array(bytes.dropFirst(offset).prefix(count))
    guard part.count == count else { return 0 }
    return (bigEndian ? part : part.reversed()).reduce(0) { $0 << 8 | Int($1) }
  }
}
