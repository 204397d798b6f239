import Checkpoints
import Foundation
import Testing

@Suite struct ZipRecordTests {
  /// Entries that lie past 4 GiB and are larger than that, in a file of holes.
  @Test func describesMoreThan32Bits() throws {
    let scratch = try Scratch()
    let path = try scratch.write("large.zip", [])
    let gibibyte = 1 << 30
    let sizes = [5 * gibibyte, 3, 0xFFFF_FFFF, 0xFFFF_FFFE, 7]
    let file = try #require(FileHandle(forWritingAtPath: path))
    func append(_ bytes: [UInt8]) throws { try file.write(contentsOf: Data(bytes)) }

    var records: [ZipRecord] = []
    var position = 0
    for (index, size) in sizes.enumerated() {
      let record = ZipRecord(name: "entry-\(index)", offset: position, byteCount: size)
      let header = record.localHeader
      try append(header)
      position += header.count
      #expect(position % ZipRecord.alignment == 0)
      position += size
      try file.seek(toOffset: UInt64(position))
      try append(record.descriptor)
      position += record.descriptor.count
      records.append(record)
    }
    let directory = records.flatMap(\.directoryRecord)
    try append(directory)
    try append(ZipRecord.end(count: records.count, offset: position, byteCount: directory.count))
    try file.close()

    let mapped = try InputFile(path)
    let archive = try ZipArchive(mapped)
    #expect(archive.entries.map(\.byteCount) == sizes)
    #expect(archive.entries.map(\.headerOffset) == records.map(\.offset))
    for (entry, record) in zip(archive.entries, records) {
      #expect(try entry.dataOffset(in: mapped) == record.offset + record.localHeader.count)
    }
    #expect((archive.entries.last?.headerOffset ?? 0) > 12 * gibibyte)
  }

  @Test func usesZip64OnlyWhereItMust() {
    let small = ZipRecord.end(count: 0xFFFE, offset: 0xFFFF_FFFE, byteCount: 0xFFFF_FFFE)
    #expect(small.count == 22)
    for (count, offset, size) in [(0xFFFF, 0, 0), (0, 0xFFFF_FFFF, 0), (0, 0, 0xFFFF_FFFF)] {
      #expect(ZipRecord.end(count: count, offset: offset, byteCount: size).count == 56 + 20 + 22)
    }
    #expect(ZipRecord(name: "a", offset: 0, byteCount: 0xFFFF_FFFE).directoryRecord.count == 47)
    #expect(ZipRecord(name: "a", offset: 0, byteCount: 0xFFFF_FFFF).directoryRecord.count == 47 + 4 + 16)
    #expect(ZipRecord(name: "a", offset: 0xFFFF_FFFF, byteCount: 0).directoryRecord.count == 47 + 4 + 8)
    #expect(ZipRecord(name: "a", offset: 0, byteCount: 0xFFFF_FFFE).descriptor.count == 16)
    #expect(ZipRecord(name: "a", offset: 0, byteCount: 0xFFFF_FFFF).descriptor.count == 24)
  }
}
