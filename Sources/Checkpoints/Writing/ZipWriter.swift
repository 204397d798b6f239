import Hashing

/// Writes a zip archive of stored files, one after the other.
struct ZipWriter {
  private var records: [ZipRecord] = []

  /// Writes a small entry.
  mutating func add(_ name: String, _ bytes: [UInt8], to output: inout FileOutput) throws(CheckpointWritingError) {
    var record = ZipRecord(name: name, offset: output.position, byteCount: bytes.count)
    record.checksum = bytes.withUnsafeBytes(CRC32.checksum)
    try output.append(record.localHeader)
    try output.append(bytes)
    try output.append(record.descriptor)
    records.append(record)
  }

  /// Writes the numbers of `content` from where they lie; `tensor` and `shape` are for the error.
  mutating func add(
    _ name: String, _ content: TensorContent, tensor: String, shape: [Int], to output: inout FileOutput
  ) throws(CheckpointWritingError) {
    var record = ZipRecord(name: name, offset: output.position, byteCount: content.byteCount)
    try output.append(record.localHeader)
    record.checksum = try output.append(content, name: tensor, shape: shape)
    try output.append(record.descriptor)
    records.append(record)
  }

  /// Writes the list of entries, which ends the archive.
  func finish(_ output: inout FileOutput) throws(CheckpointWritingError) {
    let start = output.position
    for record in records { try output.append(record.directoryRecord) }
    let end = ZipRecord.end(count: records.count, offset: start, byteCount: output.position - start)
    try output.append(end)
  }
}
